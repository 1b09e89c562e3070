import type { RunHeader } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { headerQuery } from "../../../data/queries.ts";
import { type RunKey, runLink } from "../../../data/run-key.ts";
import { useSteps } from "../../../data/steps.ts";
import { exactText } from "../../../model/facet-query.ts";
import { startedBy } from "../../../model/place-at-time.ts";
import type { StepCells, StepColumns } from "../../../model/step-columns.ts";
import { stepPlace } from "../../../model/step-place.ts";
import type { GraphSubject } from "../../../parts/graph/graph-subject.ts";
import { useSubject } from "./use-subject.ts";

/** A run whose graph is shown. */
export interface ShownRun {
  readonly header: RunHeader | undefined;
  readonly steps: StepColumns;
  /** Its step at the cursor. */
  readonly current: StepCells | undefined;
  /** `undefined` while it is fetched. */
  readonly subject: GraphSubject | undefined;
  readonly error: Error | null;
}

/** Up to where it is shown. */
export interface ChildRunOptions {
  /** Where the cursor is, in milliseconds since 1970. */
  readonly atMs: number;
  /** All steps count, and not only those up to the cursor. */
  readonly isWhole: boolean;
}

const nowhere: RunKey = { project: "", partition: null, app: "" };

/** A child run as its graph shows it, up to the cursor of its parent: a click goes to the child's own page. `undefined`: none. */
export function useChildRun(run: RunKey | undefined, { atMs, isWhole }: ChildRunOptions): ShownRun {
  const navigate = useNavigate();
  const key = run ?? nowhere;
  const { data: header, error } = useQuery({ ...headerQuery(key), enabled: run !== undefined });
  const { steps, error: stepsError } = useSteps(run);
  const current = steps.at(startedBy(steps, atMs));
  const { project, partition, app } = key;
  const open = (search: { readonly s?: number; readonly r?: number; readonly q?: string }): void => {
    void navigate({
      ...runLink({ project, partition, app }),
      search,
    });
  };
  const shown = useSubject({
    key,
    header,
    steps,
    current,
    detail: undefined,
    project: undefined,
    isWhole,
    heat: undefined,
    goTo: (n) => {
      const place = stepPlace(steps, n);
      if (place !== undefined) open({ s: place.s, ...(place.r === undefined ? {} : { r: place.r }) });
    },
    filter: ({ from, to }) => open({ q: exactText("edge", `${from}->${to}`) }),
  });
  return {
    header,
    steps,
    current,
    subject: run === undefined ? undefined : shown?.subject,
    error: error ?? stepsError,
  };
}
