import { type Action, burr, type Graph, input, not, onError } from "@burrjs/core";

/** What a model's service throws in the samples. */
class ApiError extends Error {
  override readonly name = "ApiError";
}

interface Chat {
  prompt: string;
  safe: boolean;
  mode: string;
  history: readonly string[];
  response: string;
  tokens: number;
}
const b = burr<Chat>();

const prompt = b.action({
  reads: [],
  writes: ["prompt", "history"],
  inputs: { prompt: input<string>(), user: input<string>().optional() },
  run: (state, values) => state.update({ prompt: values.prompt }).append({ history: values.prompt }),
});
const check = b.action({ reads: ["prompt"], writes: ["safe"], run: () => ({ safe: true }) });
const choose = b.action({ reads: ["prompt"], writes: ["mode"], tags: ["model"], run: () => ({ mode: "text" }) });
const answer = b.action({
  reads: ["history", "mode"],
  writes: ["response", "history"],
  mayWrite: ["tokens"],
  tags: ["model", "slow"],
  retry: { attempts: 3, on: ApiError },
  timeoutMs: 30_000,
  idleTimeoutMs: 5_000,
  fallback: (state) => state.update({ response: "Later." }).append({ history: "Later." }),
  undo: (state) => state.update({ response: "" }),
  async *run(state) {
    yield await Promise.resolve("hi");
    return state.update({ response: "hi" }).append({ history: "hi" });
  },
});
const apologise = b.action({
  reads: [],
  writes: ["response"],
  handles: [ApiError],
  run: () => ({ response: "Sorry." }),
});
const show = b.action({ reads: ["response"], writes: [], terminal: true, run: () => ({}) });

/** A chat that refuses, answers, tries again and apologises; its entrypoint is "prompt". */
export const chat = b.application({
  actions: { prompt, check, choose, answer, apologise, show },
  transitions: [
    ["prompt", "check"],
    ["check", "choose", b.when({ safe: true })],
    ["check", "apologise"],
    ["choose", "answer", b.check(["mode"], ({ mode }) => mode !== "unknown", "mode is known")],
    ["choose", "prompt", not(b.when({ mode: "stop" }))],
    ["choose", "show"],
    ["answer", "answer", onError(ApiError, { max: 3 })],
    ["answer", "apologise", onError(ApiError)],
    [["answer", "apologise"], "show"],
    ["show", "prompt", b.when({ safe: true })],
  ],
  entrypoint: "prompt",
  state: { prompt: "", history: [], mode: "text", response: "" },
}).graph;

/** `action`, as one that stands for `subgraph`. */
function withSubgraph(action: Action, subgraph: Graph): Action {
  const whole: Action & { readonly subgraph: Graph } = Object.defineProperties(
    { subgraph } as Action & { readonly subgraph: Graph }, // the rest comes with the properties of `action`
    Object.getOwnPropertyDescriptors(action),
  );
  return whole;
}

/** A graph of which "research" is one itself, and "search" in it is another. */
export function nested(): Graph {
  const w = burr<{ question: string; hits: readonly string[]; report: string }>();
  const step = w.action({ reads: ["question"], writes: ["hits"], run: () => ({ hits: [] }) });
  const fetching = w.graph({
    actions: { ask: step, wait: step },
    transitions: [
      ["ask", "wait"],
      ["wait", "ask", w.check(["hits"], ({ hits }) => hits.length < 3, "too few")],
      ["wait", "wait", onError(ApiError, { max: 2 })],
    ],
  });
  const research = w.graph({
    actions: { plan: step, search: withSubgraph(step, fetching), rank: step },
    transitions: [
      ["plan", "search"],
      ["search", "rank"],
      ["rank", "plan", w.check(["hits"], ({ hits }) => hits.length === 0, "nothing found")],
    ],
  });
  const write = w.action({ reads: ["hits"], writes: ["report"], run: () => ({ report: "" }) });
  return w.application({
    actions: { intake: step, research: withSubgraph(step, research), write },
    transitions: [
      ["intake", "research"],
      ["research", "write", w.check(["hits"], ({ hits }) => hits.length > 2, "enough")],
      ["research", "research"],
      ["write", "intake", w.when({ report: "" })],
    ],
    entrypoint: "intake",
    state: { question: "" },
  }).graph;
}
