import type { RunHeader } from "@burrjs/protocol";
import { createContext, use } from "react";
import type { Filtered } from "./use-shown-steps.ts";
import type { View } from "../../data/cursor.ts";
import type { RunKey } from "../../data/run-key.ts";
import type { RowList } from "../../model/rows/row-list.ts";
import type { StepCells, StepColumns } from "../../model/step-columns.ts";

/** What all panes of the run page show parts of. */
export interface RunPage extends View {
  readonly key: RunKey;
  readonly header: RunHeader | undefined;
  readonly steps: StepColumns;
  /** What the filter lets through. */
  readonly filtered: Filtered;
  /** The rows of the left pane, where it shows steps as rows: keys go by them. */
  readonly rows: { current: RowList | undefined };
  /** The step under the cursor. */
  readonly current: StepCells | undefined;
  /** Whether the newest step is shown as it comes: only where nobody has chosen one. */
  readonly following: boolean;
  /** How many steps came since the cursor has not been at the end any more. */
  readonly news: number;
}

/** The run page that a component is on. */
export const RunContext = createContext<RunPage | undefined>(undefined);

/** The run page. Throws outside of one. */
export function useRun(): RunPage {
  const page = use(RunContext);
  if (page === undefined) throw new Error("This belongs onto the page of a run.");
  return page;
}
