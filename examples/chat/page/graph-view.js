/**
 * @typedef {object} GraphShape
 * @property {string} entrypoint
 * @property {readonly { name: string, isStreaming: boolean }[]} actions
 * @property {readonly { from: string, to: string, condition: string }[]} transitions
 */

/** @typedef {{ x: number, y: number }} Point */

const width = 340;
const nodeWidth = 138;
const nodeHeight = 36;
const layerHeight = 82;

/** The graph as a drawing: which action runs, and which ways were taken. */
export class GraphView {
  /** @type {Map<string, SVGElement>} */
  #nodes = new Map();
  /** @type {Map<string, SVGElement>} */
  #edges = new Map();
  /** @type {string} */
  #entrypoint;
  /** @type {SVGElement} */
  root;

  /** @param {GraphShape} graph */
  constructor({ entrypoint, actions, transitions }) {
    this.#entrypoint = entrypoint;
    const layers = layersOf(entrypoint, transitions);
    const height = layers.length * layerHeight - layerHeight + nodeHeight + 2;
    this.root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "The graph of actions" });
    const places = placesOf(layers);
    const isBack = (/** @type {{ to: string }} */ { to }) => to === entrypoint;
    for (const { from, to, condition } of transitions.filter((one) => !isBack(one))) {
      const edge = edgeBetween(placeIn(places, from), placeIn(places, to), condition);
      this.#edges.set(`${from} ${to}`, edge);
      this.root.append(edge);
    }
    for (const { name, isStreaming } of actions) {
      const returns = transitions.some((one) => one.from === name && isBack(one));
      const node = nodeAt(placeIn(places, name), name, { isStreaming, back: returns ? `↩ ${entrypoint}` : "" });
      this.#nodes.set(name, node);
      this.root.append(node);
    }
  }

  /** Forgets the last run. */
  clear() {
    for (const one of [...this.#nodes.values(), ...this.#edges.values()])
      one.classList.remove("running", "done", "completed", "aborted", "failed", "taken", "back-taken");
  }

  /**
   * @param {string} action
   * @param {"running" | "completed" | "aborted" | "failed" | "suspended"} status
   */
  mark(action, status) {
    const node = this.#nodes.get(action);
    node?.classList.remove("running");
    node?.classList.add(status === "completed" ? "done" : status);
  }

  /**
   * @param {string} from
   * @param {string | null} to
   */
  take(from, to) {
    if (to === this.#entrypoint) this.#nodes.get(from)?.classList.add("back-taken");
    else this.#edges.get(`${from} ${to}`)?.classList.add("taken");
  }
}

/**
 * The actions by their distance from the entrypoint; in a layer those that lead on come first.
 * @param {string} entrypoint
 * @param {GraphShape["transitions"]} transitions
 */
function layersOf(entrypoint, transitions) {
  const seen = new Set([entrypoint]);
  const layers = [];
  for (let layer = [entrypoint]; layer.length > 0;) {
    layers.push(layer);
    const next = transitions.filter(({ from, to }) => layer.includes(from) && !seen.has(to)).map(({ to }) => to);
    layer = [...new Set(next)];
    for (const name of layer) seen.add(name);
    const leadsOn = (/** @type {string} */ name) => transitions.some(({ from, to }) => from === name && !seen.has(to));
    layer.sort((a, b) => Number(leadsOn(b)) - Number(leadsOn(a)));
  }
  return layers;
}

/**
 * The middles of the nodes.
 * @param {readonly (readonly string[])[]} layers
 */
function placesOf(layers) {
  /** @type {Map<string, Point>} */
  const places = new Map();
  for (const [row, layer] of layers.entries()) {
    const step = width / layer.length;
    for (const [column, name] of layer.entries())
      places.set(name, { x: (column + 0.5) * step, y: row * layerHeight + nodeHeight / 2 + 1 });
  }
  return places;
}

/**
 * @param {ReadonlyMap<string, Point>} places
 * @param {string} name
 */
function placeIn(places, name) {
  return places.get(name) ?? { x: 0, y: 0 };
}

/**
 * @param {Point} middle
 * @param {string} name
 * @param {{ isStreaming: boolean, back: string }} marks
 */
function nodeAt({ x, y }, name, { isStreaming, back }) {
  const left = x - nodeWidth / 2;
  const box = { x: left, y: y - nodeHeight / 2, width: nodeWidth, height: nodeHeight, rx: 7 };
  const title = label({ x: left + 12, y: y + 4.5 }, name, "start");
  if (isStreaming) {
    const wave = svg("tspan", { class: "kind", dx: 6 });
    wave.textContent = "≋";
    title.append(wave);
  }
  const way = label({ x: left + nodeWidth - 10, y: y + 4 }, back, "end", "back");
  return svg("g", { class: "node" }, svg("rect", box), title, way);
}

/**
 * @param {Point} from
 * @param {Point} to
 * @param {string} condition
 */
function edgeBetween(from, to, condition) {
  const start = from.y + nodeHeight / 2;
  const end = to.y - nodeHeight / 2 - 1;
  const middle = (start + end) / 2;
  const curve = `M${from.x} ${start} C${from.x} ${middle} ${to.x} ${start + 8} ${to.x} ${end - 7}`;
  const head = `${to.x},${end} ${to.x - 4.5},${end - 8} ${to.x + 4.5},${end - 8}`;
  const edge = svg("g", { class: "edge" }, svg("path", { d: curve }), svg("polygon", { points: head }));
  // An edge that stands alone needs no name: it is always taken.
  if (condition !== "default" || from.x !== to.x) edge.append(label({ x: to.x, y: end - 17 }, condition, "middle"));
  return edge;
}

/**
 * @param {Point} at
 * @param {string} content
 * @param {"start" | "middle" | "end"} anchor
 * @param {string} className
 */
function label({ x, y }, content, anchor, className = "") {
  const made = svg("text", { x, y, "text-anchor": anchor, class: className });
  made.textContent = content;
  return made;
}

/**
 * @param {string} name
 * @param {Readonly<Record<string, string | number>>} attributes
 * @param {...SVGElement} children
 * @returns {SVGElement}
 */
function svg(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}
