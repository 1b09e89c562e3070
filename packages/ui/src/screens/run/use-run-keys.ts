import { shownFrom } from "../../model/filtered-steps.ts";
import { wayIn, wayText } from "../../model/graph/run-way.ts";
import { stepBeside } from "../../model/rows/row-place.ts";
import { stepPlace } from "../../model/step-place.ts";
import { useCommands } from "../../shell/commands.ts";
import type { inspectorTabs } from "../../shell/search.ts";
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
    if (search.inside !== undefined) jump({ inside: wayText(wayIn(search.inside).slice(0, -1)) });
    else if (search.in !== undefined) jump({ in: undefined });
    else if (search.sel !== undefined) move({ sel: undefined });
    // On a narrow screen the inspector lies over the list.
    else if (search.tab !== undefined && matchMedia("(max-width: 900px)").matches) move({ tab: undefined });
  };
  const setB = (): void => {
    const b = current === undefined ? undefined : stepName(stepAt(steps, current.n));
    jump({ b: b === search.b ? undefined : b });
  };
  useCommands("moving", {
    "step-next": () => by(1),
    "step-previous": () => by(-1),
    "step-same-next": () => seek(1, isSame),
    "step-same-previous": () => seek(-1, isSame),
    "step-first": () => to(filtered.shown.at(0)),
    "step-last": () => to(filtered.shown.at(filtered.shown.length - 1)),
    "error-next": () => seek(1, isError),
    "error-previous": () => seek(-1, isError),
    follow: () => move({ s: undefined }),
    close,
  });
  useCommands("panes", {
    "pane-1": () => togglePane(1),
    "pane-2": () => togglePane(2),
    "pane-3": () => togglePane(3),
    "tab-why": () => move({ tab: "why" }),
    "tab-state": () => move({ tab: "state" }),
    "tab-stream": () => move({ tab: "stream" }),
    "tab-io": () => move({ tab: "io" }),
    "tab-spans": () => move({ tab: "spans" }),
    "tab-code": () => move({ tab: "code" }),
    "tab-notes": () => move({ tab: "notes" }),
    diff: () => move({ tab: "state", view: search.view === "diff" ? "after" : "diff" }),
    "cursor-b": setB,
  });
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
