import { useEffect } from "react";
import type { StepColumns } from "../../../model/step-columns.ts";
import { currentGhost, onGhost } from "../strip/ghost.ts";

/** Marks the action of the step that the pointer is over elsewhere, without rendering anything. */
export function useGhostNode(steps: StepColumns): void {
  useEffect(
    () =>
      onGhost(() => {
        const n = currentGhost();
        const name = n === undefined ? undefined : steps.actionAt(n);
        for (const node of document.querySelectorAll("[data-node]")) {
          node.toggleAttribute("data-ghost", name !== undefined && node.getAttribute("data-node") === name);
        }
      }),
    [steps],
  );
}
