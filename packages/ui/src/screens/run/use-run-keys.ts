import { shownFrom } from "../../model/filtered-steps.ts";
import { stepBeside } from "../../model/rows/row-place.ts";
import { stepPlace } from "../../model/step-place.ts";
import { useCommands } from "../../shell/commands.ts";
import { inspectorTabs } from "../../shell/search.ts";
import { stepAt, stepName } from "../../model/compare/run-name.ts";
import { toast } from "../../shell/toasts.tsx";
import type { RunPage } from "./run-context.ts";

interface Handlers {
  readonly togglePane: (pane: number) => void;
}

/** The keys of the run page that move the cursor, and those of its panes; what is in the panes adds its own. */
export function useRunKeys(page: RunPage, { togglePane }: Handlers): void {
  const { steps, filtered, rows, current, move, jump, search } = page;
  const at = current?.n ?? -1;
  const to = (n: number | undefined): void => {
    const place = n === undefined ? undefined : stepPlace(steps, Math.max(0, Math.min(steps.length - 1, n)));
    if (place !== undefined) move({ ...place, m: undefined });
  };
  /** Goes by rows of the list: what the filter keeps back is passed over, and many steps that are one row are one. */
  const by = (change: 1 | -1): void => {
    const { shown } = filtered;
    const place = shown.placeOf(at);
    const next = place >= 0 ? place + change : shownFrom(shown, at) + (change === 1 ? 0 : -1);
    const beside = rows.current === undefined ? undefined : stepBeside(rows.current, at, change);
    to(beside ?? shown.at(Math.max(0, Math.min(shown.length - 1, next))));
  };
  /** The next step, in a direction, that is like this. */
  const seek = (direction: 1 | -1, isWanted: (n: number) => boolean): void => {
    for (let n = at + direction; n >= 0 && n < steps.length; n += direction) {
      if (isWanted(n)) {
        to(n);
        return;
      }
    }
    toast(direction === 1 ? "There is none after this step." : "There is none before this step.");
  };
  const isSame = (n: number): boolean => steps.actionAt(n) === current?.action;
  const isError = (n: number): boolean => steps.sketchAt(n).status === "failed";
  const close = (): void => {
    if (search.in !== undefined) jump({ in: undefined });
    else if (search.sel !== undefined) move({ sel: undefined });
    // On a narrow screen the inspector lies over the list.
    else if (search.tab !== undefined && matchMedia("(max-width: 900px)").matches) move({ tab: undefined });
  };
  const setB = (): void => {
    const b = current === undefined ? undefined : stepName(stepAt(steps, current.n));
    jump({ b: b === search.b ? undefined : b });
  };
  const steering = "Moving";
  useCommands([
    { id: "step-next", name: "Next step", keys: ["J", "ArrowDown"], group: steering, run: () => by(1) },
    { id: "step-previous", name: "Previous step", keys: ["K", "ArrowUp"], group: steering, run: () => by(-1) },
    {
      id: "step-same-next",
      name: "Next step of the same action",
      keys: ["Shift+J"],
      group: steering,
      run: () => seek(1, isSame),
    },
    {
      id: "step-same-previous",
      name: "Previous step of the same action",
      keys: ["Shift+K"],
      group: steering,
      run: () => seek(-1, isSame),
    },
    { id: "step-first", name: "First step", keys: ["Home"], group: steering, run: () => to(filtered.shown.at(0)) },
    {
      id: "step-last",
      name: "Last step",
      keys: ["End"],
      group: steering,
      run: () => to(filtered.shown.at(filtered.shown.length - 1)),
    },
    { id: "error-next", name: "Next error", keys: ["E"], group: steering, run: () => seek(1, isError) },
    { id: "error-previous", name: "Previous error", keys: ["Shift+E"], group: steering, run: () => seek(-1, isError) },
    {
      id: "follow",
      name: "Follow live, at the last step",
      keys: ["L"],
      group: steering,
      run: () => move({ s: undefined }),
    },
    { id: "close", name: "Close what is selected", keys: ["Escape"], group: steering, run: close },
    ...["steps", "graph", "inspector"].map((name, index) => ({ id: `pane-${index + 1}`, name: `Show or hide the ${name}`, keys: [String(index + 1)], group: "Panes", run: () => togglePane(index + 1) })), // prettier-ignore
    ...inspectorTabs.slice(0, 7).map((tab, index) => ({ id: `tab-${tab}`, name: `Inspector: ${tabNames[tab]}`, keys: [`Alt+${index + 1}`], group: "Panes", run: () => move({ tab }) })), // prettier-ignore
    {
      id: "diff",
      name: "State: difference on or off",
      keys: ["D"],
      group: "Panes",
      run: () => move({ tab: "state", view: search.view === "diff" ? "after" : "diff" }),
    },
    { id: "cursor-b", name: "Set cursor B here, or take it away", keys: ["B"], group: "Panes", run: setB },
  ]);
}

/** The tabs of the inspector, for people. */
export const tabNames: Readonly<Record<(typeof inspectorTabs)[number], string>> = {
  why: "Why",
  state: "State",
  stream: "Stream",
  io: "I/O",
  spans: "Spans",
  code: "Code",
  notes: "Notes",
  graph: "Graph",
};
