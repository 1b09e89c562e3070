import type { ActionModel, StepDetail } from "@burrjs/protocol";
import { useProjectGraph } from "../../../parts/graph/use-project-graph.ts";
import { useGraph } from "../../../parts/graph/use-graph.ts";
import { useRun } from "../run-context.ts";

/** The action of a step as code that ran later has it. */
export interface LaterAction {
  /** `undefined`: that code has no such action any more. */
  readonly action: ActionModel | undefined;
  readonly where: "later in this run" | "in newer runs of the project";
}

/** The action of a step as the run itself had it later, or the newest run of the project has it; `undefined`: there is nothing newer. */
export function useLaterAction(step: StepDetail): LaterAction | undefined {
  const { key, header } = useRun();
  const hash = step.graph_hash ?? undefined;
  const isOther = hash !== undefined && (header?.graph_hash ?? hash) !== hash;
  const { data: last } = useGraph(key, isOther ? header : undefined);
  const { data: newest } = useProjectGraph(key.project, { q: "", hash: undefined, isWanted: hash !== undefined });
  const named = (actions: readonly ActionModel[] = []): ActionModel | undefined =>
    actions.find(({ name }) => name === step.action);
  if (isOther) return last === undefined ? undefined : { action: named(last?.actions), where: "later in this run" };
  if (newest === undefined || newest.hash === null || newest.hash === hash) return undefined;
  // A project may have several applications: another one that lacks the action says nothing of this one.
  const action = named(newest.graph?.actions);
  return action === undefined ? undefined : { action, where: "in newer runs of the project" };
}
