import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { TestSubject } from "../model/test-command.ts";
import { getJson, withParameters } from "./api.ts";
import { runPath } from "./run-key.ts";
import { stepQueryKey } from "./step-queries.ts";

/** A test as the server makes it. */
export interface MadeTest {
  readonly test_file: string;
  readonly test: string;
  readonly fixture_file: string;
  readonly fixture: string;
  /** Where in the fixture values are that were not recorded: JSON Pointers. */
  readonly missing: readonly string[];
  /** The last step of a path that ends before it was to. */
  readonly cut_at: number | null;
}

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
    queryFn: ({ signal }) => getJson<MadeTest>(withParameters(runPath(run, "test"), parameters), { signal }),
    // What was shown stays in sight while the code is written.
    placeholderData: keepPreviousData,
  });
}
