import { element } from "./message-view.js";

/** @import { Trace } from "../trace.ts" */

/** @satisfies {Record<string, readonly [className: string, text: string]>} */
const endings = {
  completed: ["ok", "✓ done"],
  aborted: ["aborted", "■ stopped"],
  failed: ["failed", "✕ failed"],
  suspended: ["", "waiting"],
};

/** The steps of a run as a list: how each ended, and which conditions were tried to choose the next. */
export class StepsView {
  /** @type {HTMLElement} */
  #list;
  /** @type {Map<number, { root: HTMLElement, chip: HTMLElement, count: HTMLElement, chunks: number }>} */
  #steps = new Map();

  /** @param {HTMLElement} list */
  constructor(list) {
    this.#list = list;
  }

  clear() {
    this.#steps.clear();
    this.#list.replaceChildren();
  }

  /** @param {Trace | { type: "chunk", sequenceId: number }} event */
  take(event) {
    const { sequenceId } = event;
    if (event.type === "step-start") {
      const chip = element("span", "chip running", "● live");
      const count = element("small", "");
      const line = element(
        "div",
        "step",
        element("i", "", String(sequenceId)),
        element("b", "", event.action),
        count,
        chip,
      );
      const root = element("li", "", line);
      this.#steps.set(sequenceId, { root, chip, count, chunks: 0 });
      this.#list.append(root);
    }
    const step = this.#steps.get(sequenceId);
    if (step === undefined) return;
    if (event.type === "chunk") {
      step.chunks += 1;
      step.count.textContent = `${step.chunks} chunks`;
    } else if (event.type === "step-end") {
      const [name, text] = endings[/** @type {keyof typeof endings} */ (event.status)];
      step.chip.className = `chip ${name}`;
      step.chip.textContent = event.status === "aborted" && event.committed ? "■ stopped, kept" : text;
    } else if (event.type === "transition") step.root.append(...event.tried.map(triedLine));
  }
}

/** @param {{ to: string, condition: string, result: boolean }} tried */
function triedLine({ to, condition, result }) {
  const chip =
    condition === "default" ? [] : [element("span", result ? "chip ok" : "chip", result ? "✓ true" : "✕ false")];
  const text = element("span", "", condition === "default" ? "" : `${condition} `, element("em", "", `→ ${to}`));
  return element("div", "tried", text, ...chip);
}
