import type { TestFiles } from "@burrjs/protocol";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { TestSubject } from "../model/test-command.ts";
import { getJson, withParameters } from "./api.ts";
import { runPath } from "./run-key.ts";
import { stepQueryKey } from "./step-queries.ts";

/** The test of steps, for code at `code`. */
export function testQuery({ steps, repeat, isFixed = false, ...run }: TestSubject, code: string) {
  const { from, to } = steps;
  const parameters = {
    steps: from === to ? from : `${from}..${to}`,
    repeat,
    fixed: isFixed ? "true" : undefined,
    app: code.trim(),
  };
  return queryOptions({
    queryKey: stepQueryKey(run, { sequenceId: to, ...(repeat === undefined ? {} : { repeat }) }, "test", parameters),
    queryFn: ({ signal }) => getJson<TestFiles>(withParameters(runPath(run, "test"), parameters), { signal }),
    // What was shown stays in sight while the code is written.
    placeholderData: keepPreviousData,
  });
}
