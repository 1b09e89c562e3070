import type { Behind, GraphSubject } from "./graph-subject.ts";

interface OnDrawing {
  readonly target: EventTarget;
}

/** What a click on something that is drawn does, or Enter. */
export function pressOn(subject: GraphSubject, { target }: OnDrawing): Behind | undefined {
  const found = partOf(target);
  if (found === undefined) return undefined;
  const own = subjectAt(subject, found);
  const [toggle, node, edge] = ["data-toggle", "data-node", "data-edge"].map((name) => found.getAttribute(name));
  if (typeof toggle === "string") return { go: () => own.inside?.toggle(toggle) };
  if (typeof node === "string") return own.nodeBehind(node);
  const way = own.graph.edges.find(({ id }) => id === edge);
  return way === undefined ? undefined : own.edgeBehind(way);
}

/** What another key does there, as in a tree: the arrows open and close a node, Escape closes the innermost one. */
export function keyOn(subject: GraphSubject, event: OnDrawing & { readonly key: string }): (() => void) | undefined {
  const { key, target } = event;
  if (key === "Escape") return innermost(subject);
  const found = partOf(target);
  const action = found?.getAttribute("data-node") ?? found?.getAttribute("data-toggle");
  if (found === undefined || typeof action !== "string") return undefined;
  const { inside } = subjectAt(subject, found);
  const isOpen = inside?.opened?.action === action;
  const turns = inside?.counts.has(action) === true && key === (isOpen ? "ArrowLeft" : "ArrowRight");
  return turns ? () => inside.toggle(action) : undefined;
}

function partOf(target: EventTarget): Element | undefined {
  return target instanceof Element
    ? (target.closest("[data-toggle], [data-node], [data-edge], [data-inside]") ?? undefined)
    : undefined;
}

/** The graph that a part of the drawing is of: one that is inside of a node, or inside of one inside of a node. */
function subjectAt(subject: GraphSubject, part: Element): GraphSubject {
  let depth = 0;
  for (let one = part.parentElement?.closest("[data-inside]"); one; one = one.parentElement?.closest("[data-inside]"))
    depth += 1;
  let found = subject;
  for (; depth > 0; depth -= 1) found = found.inside?.opened?.subject ?? found;
  return found;
}

function innermost({ inside }: GraphSubject): (() => void) | undefined {
  const opened = inside?.opened;
  if (opened === undefined) return undefined;
  return (opened.subject && innermost(opened.subject)) ?? (() => inside?.toggle(opened.action));
}
