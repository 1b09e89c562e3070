import { describe, expect, it } from "vitest";
import { burr, type ErrorClass, type Graph, input, isBurrError, not, onError, type ProofOptions } from "../../index.ts";
import { memoryPersister } from "../../persist/index.ts";
import { failure } from "../../testing/counter-app.ts";

interface Things {
  question: string;
  draft: string | undefined;
  answer: string;
  safe: boolean;
}

const b = burr<Things>();
const ask = b.action({ reads: [], writes: ["question"], inputs: { text: input<string>() }, run: (_, { text }) => ({ question: text }) }); // prettier-ignore
const think = b.action({ reads: ["question"], writes: [], mayWrite: ["draft"], run: () => ({}) });
const answer = b.action({ reads: ["question", "draft"], writes: ["answer"], run: () => ({ answer: "" }) });
const show = b.resultAction("answer");
const isSafe = b.when({ safe: true });
class ApiError extends Error {}
class RateLimit extends ApiError {}

/** What the proofs say, as `level code: message`. */
function proofs(graph: Pick<Graph, "validate">, options?: ProofOptions): string[] {
  return graph.validate(options).map(({ level, code, message }) => `${level} ${code}: ${message}`);
}

const chain = b.graph({
  actions: { ask, think, answer, show },
  transitions: [
    ["ask", "think"],
    ["think", "answer"],
    ["answer", "show"],
  ],
});

describe("definite assignment", () => {
  it("holds where every path writes a key before it is read", () => {
    expect(proofs(chain, { entrypoint: "ask", state: { draft: undefined } })).toEqual([]);
  });

  it("names the path on which nobody has written the key", () => {
    const graph = b.graph({
      actions: { ask, answer, show },
      transitions: [
        ["ask", "show", isSafe],
        ["ask", "answer"],
        ["answer", "show"],
      ],
    });
    expect(proofs(graph, { entrypoint: "ask", state: ["safe", "draft"] })).toEqual([
      'error unassigned-read: Action "show" reads "answer", which nobody has written on the path ask → show. Write it before, or give an initial value (`undefined` will do for a key that may be absent).',
    ]);
    expect(proofs(graph, { entrypoint: "show", state: ["safe", "draft", "question"] })[0]).toBe(
      'error unassigned-read: Action "show" reads "answer", which the initial state does not have. Write it before, or give an initial value (`undefined` will do for a key that may be absent).',
    );
  });

  it("warns of a key that only `mayWrite` writes", () => {
    expect(proofs(chain, { entrypoint: "ask" })).toEqual([
      'warn maybe-unassigned-read: Action "answer" reads "draft", which on the path ask → think → answer only "think" may have written. Put it into the `writes` of an action on that path, or give an initial value (`undefined` will do for a key that may be absent).',
    ]);
  });

  it("knows that what failed has written nothing", () => {
    const transitions = [["ask", "show", onError()], ["ask", "answer"], ["answer", "show"]] as const; // prettier-ignore
    const graph = b.graph({ actions: { ask, answer, show }, transitions });
    expect(proofs(graph, { entrypoint: "ask", state: ["draft"] })).toEqual([
      expect.stringContaining('"answer", which nobody has written on the path ask → on error → show.'),
    ]);
    const own = b.graph({ actions: { ask, again: b.resultAction("question") }, transitions: [["ask", "again", onError()]] }); // prettier-ignore
    expect(proofs(own, { entrypoint: "ask" })[0]).toContain('reads "question", which nobody has written on the path');
  });

  it("asks the same of conditions, which throw", () => {
    const graph = b.graph({
      actions: { ask, think, show },
      transitions: [
        ["ask", "think"],
        ["think", "ask", b.check(["draft"], ({ draft }) => draft === undefined, "no draft")],
        ["think", "show"],
      ],
    });
    const [found] = graph.validate({ entrypoint: "ask", state: ["answer"] });
    expect(found).toMatchObject({ level: "warn", code: "maybe-unassigned-read" });
    expect(found?.message).toContain('Condition "no draft" from "think" to "ask" reads "draft", which on the path ask → think only "think"'); // prettier-ignore
    expect(found?.place).toEqual({
      condition: "no draft",
      transition: { from: "think", to: "ask" },
      key: "draft",
      path: ["ask", "think"],
    });
  });

  it("lets actions read keys that may be absent, but not conditions", () => {
    expect(proofs(chain, { entrypoint: "ask", optional: ["draft"] })).toEqual([]);
    const graph = b.graph({ actions: { show: b.resultAction("draft") }, transitions: [["show", "show", b.when({ draft: "x" })], ["show", "show"]] }); // prettier-ignore
    expect(proofs(graph, { entrypoint: "show", optional: ["draft"] })).toEqual([
      expect.stringContaining('error unwritten-read: Condition "draft=x" reads "draft"'),
    ]);
  });
});

describe("keys", () => {
  it("that nobody writes are errors once, however many transitions have the condition", () => {
    const graph = b.graph({
      actions: { show, answer },
      transitions: [
        [["show", "answer"], "answer", isSafe],
        [["show", "answer"], "show"],
      ],
    });
    const found = graph.validate({ state: [] }).map(({ code, place }) => [code, place.action ?? place.condition, place.key]); // prettier-ignore
    expect(found).toEqual([
      ["unwritten-read", "answer", "question"],
      ["unwritten-read", "answer", "draft"],
      ["unwritten-read", "safe=true", "safe"],
    ]);
    expect(proofs(graph)).toEqual([]); // nobody knows with what it will begin
  });

  it("that nobody reads are a warning", () => {
    const graph = b.graph({ actions: { ask, again: ask }, transitions: [["ask", "again"]] });
    expect(proofs(graph)).toEqual([
      'warn unread-write: The key "question", written by "ask", "again", is read by no action and no condition. Take the write away, unless it is for those who run the application.',
    ]);
  });
});

describe("paths", () => {
  it("that do not exist leave actions unreachable; errors are paths as well", () => {
    const transitions = [["ask", "think"], ["ask", "answer", onError()], ["answer", "show"]] as const; // prettier-ignore
    const graph = b.graph({ actions: { ask, think, answer, show, ["left out"]: think }, transitions });
    expect(proofs(graph, { entrypoint: "ask", state: ["question", "draft"] })).toEqual([
      'warn unreachable-action: Action "left out" cannot be reached from the entrypoint "ask". Add a transition to it, or take it out of the graph.',
    ]);
    expect(() => graph.validate({ entrypoint: "aks" })).toThrow(failure("unknown-action", "The entrypoint", '"aks"'));
  });

  it("that may end in no condition that holds are a warning, unless that is an end", () => {
    const graphOf = (action: typeof think, ...conditions: unknown[]) =>
      b.graph({
        actions: { action },
        transitions: conditions.map((one) => ["action", "action", one]) as unknown as [],
      });
    const codes = (graph: Graph) => graph.validate({ levels: { "unread-write": "off" } }).map(({ code }) => code);
    expect(codes(graphOf(think, isSafe))).toEqual(["possible-dead-end"]);
    expect(proofs(graphOf(think, isSafe))[0]).toMatch(/after "action": .*without a condition at the end, or declare/);
    expect(codes(graphOf(think, isSafe, not(isSafe)))).toEqual([]);
    expect(codes(graphOf(think, isSafe, b.when({ safe: false })))).toEqual([]); // a boolean
    expect(codes(graphOf(think, isSafe, b.when({ question: "" })))).toEqual(["possible-dead-end"]);
    expect(codes(graphOf(think, onError()))).toEqual([]); // an end, and a way out of trouble
    const last = b.action({ reads: ["question"], writes: [], mayWrite: ["draft"], terminal: true, run: () => ({}) });
    expect(codes(graphOf(last, isSafe))).toEqual([]);
  });
});

describe("inputs", () => {
  const again = b.graph({ actions: { ask, think }, transitions: [["ask", "think"], ["think", "ask"]] }); // prettier-ignore
  const missing = (run: ProofOptions["run"], graph: Graph = again) =>
    graph
      .validate({ entrypoint: "ask", state: ["draft"], ...(run === undefined ? {} : { run }) })
      .filter(({ code }) => code === "missing-input")
      .map(({ place: { action, input: name, path } }) => [action, name, path]);

  it("are missed where a run reaches an action without them, and not where it halts before it", () => {
    expect(missing({})).toEqual([["ask", "text", ["ask"]]]);
    expect(missing({ inputs: ["text"] })).toEqual([]);
    expect(missing({ inputs: { text: "why?" } })).toEqual([]);
    expect(missing(undefined)).toEqual([]);
    const later = b.graph({ actions: { ask: think, second: ask }, transitions: [["ask", "second"]] });
    expect(missing({}, later)).toEqual([["second", "text", ["ask", "second"]]]);
    expect(missing({ haltBefore: "second" }, later)).toEqual([]);
    expect(missing({ haltAfter: ["ask"] }, later)).toEqual([]);
    expect(missing({ haltBefore: "ask" })).toHaveLength(1); // at least one step is taken
    expect(proofs(later, { entrypoint: "ask", state: ["question"], run: {} })[0]).toMatch(
      /^error missing-input: Action "second" needs the input "text".* on the path ask → second\. Pass it in `inputs`, or halt before "second"/,
    );
  });

  it("are looked for as far as halts let the run go, tags among them", () => {
    const tagged = b.action({ reads: [], writes: ["question"], inputs: { text: input<string>() }, tags: ["human"], run: (_, { text }) => ({ question: text }) }); // prettier-ignore
    const graph = b.graph({ actions: { ask: think, tagged }, transitions: [["ask", "tagged"], ["tagged", "ask"]] }); // prettier-ignore
    expect(missing({ haltBefore: "@tag:human" }, graph)).toEqual([]);
    expect(() => missing({ haltBefore: "@tag:typo" }, graph)).toThrow(failure("unknown-tag"));
    expect(() => missing({ haltAfter: "typo" }, graph)).toThrow(failure("unknown-action", "halt condition"));
  });

  it("are needed on the way out of a failure, too", () => {
    const graph = b.graph({ actions: { ask: think, help: ask }, transitions: [["ask", "help", onError()]] });
    expect(missing({ haltAfter: "ask" }, graph)).toEqual([["help", "text", ["ask", "help"]]]);
    expect(missing({ haltAfter: "ask", haltBefore: "help" }, graph)).toEqual([]);
  });
});

describe("errors", () => {
  const handler = (...handles: ErrorClass[]) => b.action({ reads: [], writes: [], handles, run: () => ({}) });
  const found = (condition: unknown, ...handles: ErrorClass[]) => {
    const transitions = [["ask", "handler", condition]] as unknown as [];
    const graph = b.graph({ actions: { ask, handler: handler(...handles) }, transitions, proofs: { "unhandled-error": "warn" } }); // prettier-ignore
    return graph.validate().filter(({ code }) => code.endsWith("unhandled-error"));
  };
  class Duck extends Error {
    static override [Symbol.hasInstance](): boolean {
      return true;
    }
  }

  it.each([
    { brings: onError(ApiError), handles: [ApiError], code: "nothing" },
    { brings: onError(RateLimit), handles: [TypeError, ApiError], code: "nothing" },
    { brings: onError(), handles: [Error], code: "nothing" },
    { brings: onError(undefined, { when: () => true }), handles: [ApiError], code: "nothing" },
    { brings: onError(Error, { when: (error) => error instanceof ApiError }), handles: [ApiError], code: "nothing" },
    { brings: onError(TypeError, { when: () => true }), handles: [Duck], code: "nothing" },
    { brings: onError(), handles: [ApiError], code: "maybe-unhandled-error" },
    { brings: onError(ApiError), handles: [RateLimit], code: "maybe-unhandled-error" },
    { brings: onError(Error), handles: [TypeError, RateLimit], code: "maybe-unhandled-error" },
    { brings: onError(Duck), handles: [ApiError], code: "maybe-unhandled-error" },
    { brings: onError(ApiError), handles: [Duck], code: "maybe-unhandled-error" },
    { brings: onError(TypeError), handles: [ApiError, RangeError], code: "unhandled-error" },
    { brings: onError(TypeError, { when: () => true }), handles: [ApiError], code: "unhandled-error" },
    { brings: onError(ApiError), handles: [], code: "unhandled-error" },
    { brings: onError(), handles: [], code: "unhandled-error" },
    { brings: onError(undefined, { when: () => true }), handles: [], code: "unhandled-error" },
  ])("$brings.name to an action that handles $handles: $code", ({ brings, handles, code }) => {
    expect(found(brings, ...handles).map((one) => one.code)).toEqual(code === "nothing" ? [] : [code]);
  });

  it("that come to an action which surely does not handle them are refused, with both classes", () => {
    const build = (condition: unknown, ...handles: ErrorClass[]) => () =>
      b.graph({ actions: { ask, handler: handler(...handles) }, transitions: [["ask", "handler", condition]] as unknown as [] }); // prettier-ignore
    expect(build(onError(TypeError), RateLimit, RangeError)).toThrow(
      failure(
        "invalid-graph",
        'The transition from "ask" to "handler" on onError(TypeError) brings errors of the class TypeError, and "handler" handles only RateLimit, RangeError. Name a class that it handles in onError(), or add one to its `handles`.',
      ),
    );
    expect(build(onError())).toThrow(failure("invalid-graph", 'brings errors of any class, and "handler" handles none.')); // prettier-ignore
  });

  it("of which an action may not handle all are a warning", () => {
    const [one] = found(onError(ApiError), RateLimit, TypeError);
    expect(one?.level).toBe("warn");
    expect(one?.message).toContain('on onError(ApiError) may bring errors of the class ApiError, and "handler" handles only RateLimit, TypeError.'); // prettier-ignore
    expect(one?.place).toEqual({ action: "handler", condition: "onError(ApiError)", transition: { from: "ask", to: "handler" } }); // prettier-ignore
    expect(found(onError(), ApiError)[0]?.message).toContain("may bring errors of any class");
  });
});

describe("an action that is made of a graph", () => {
  const made = (subgraph: Graph, outer: typeof think) => Object.assign(copyOf(outer), { subgraph });
  const found = (graph: Graph) =>
    graph.validate().filter(({ code }) => code === "sub-graph-boundary").map(({ place, message }) => [place.action, place.key, message]); // prettier-ignore

  it("reads inside what it declares or what is written inside before", () => {
    const outer = made({ ...chain, entrypoint: "ask" } as Graph, b.action({ reads: [], writes: ["answer"], run: () => ({ answer: "" }) }) as never); // prettier-ignore
    const graph = b.graph({ actions: { outer }, transitions: [], proofs: { "sub-graph-boundary": "warn" } });
    expect(found(graph)).toEqual([]);
    const late = made({ ...chain, entrypoint: "answer" } as Graph, think);
    expect(found(b.graph({ actions: { late }, transitions: [], proofs: { "sub-graph-boundary": "warn" } }))).toEqual([
      ["late", "draft", 'Action "answer" inside "late" reads "draft", which is not in the `reads` of "late", and which nobody inside has surely written before. Add it to the `reads` of "late", or write it inside.'], // prettier-ignore
    ]);
    const nested = made(graph, b.action({ reads: [], writes: ["question"], run: () => ({ question: "" }) }) as never); // prettier-ignore
    expect(() => b.graph({ actions: { nested }, transitions: [] })).toThrow(
      failure("invalid-graph", '"nested" writes "question"', "no action inside it writes"),
    );
  });

  it("is looked into at any depth", () => {
    const inner = b.graph({ actions: { show }, transitions: [["show", "show", isSafe]] });
    const middle = b.graph({ actions: { middle: made(inner, think) }, transitions: [], proofs: { "sub-graph-boundary": "off" } }); // prettier-ignore
    const graph = b.graph({ actions: { outer: made(middle as unknown as Graph, think) }, transitions: [], proofs: { "sub-graph-boundary": "warn" } }); // prettier-ignore
    expect(found(graph).map(([action, key]) => [action, key])).toEqual([
      ["outer/middle", "answer"],
      ["outer/middle", "safe"],
    ]);
  });
});

describe("building", () => {
  const parts = { actions: { ask, think, answer, show }, transitions: [["ask", "answer"], ["answer", "show", isSafe]], entrypoint: "ask" } as const; // prettier-ignore
  const state = { draft: undefined, safe: true };

  it("refuses all errors at once, one per line, with their codes and places", () => {
    const build = () => b.application({ ...parts, state: {} });
    expect(build).toThrow(failure("invalid-graph", "The graph has 2 mistakes:\n- ", "\n- "));
    const details = () => {
      try {
        return build();
      } catch (error) {
        return isBurrError(error) && error.code === "invalid-graph" ? error.details.findings : error;
      }
    };
    expect(details()).toMatchObject([
      { code: "unwritten-read", level: "error", place: { condition: "safe=true", key: "safe" } },
      { code: "unassigned-read", level: "error", place: { action: "answer", key: "draft", path: ["ask", "answer"] } },
    ]);
  });

  it("returns the warnings and prints nothing", () => {
    const app = b.application({ ...parts, state });
    const codes = ["possible-dead-end", "unreachable-action"];
    expect(app.findings.map(({ level, code }) => [level, code])).toEqual(codes.map((code) => ["warn", code]));
    expect(app.graph.validate({ state }).map(({ code }) => code)).toEqual(codes); // it knows its entrypoint
  });

  it("does as the levels say: of the application, or else of the graph", () => {
    const quiet = { "possible-dead-end": "off", "unreachable-action": "off" } as const;
    expect(b.application({ ...parts, state, proofs: quiet }).findings).toEqual([]);
    expect(() => b.application({ ...parts, state, proofs: { "unreachable-action": "error" } })).toThrow(failure("invalid-graph", '"think" cannot be reached')); // prettier-ignore
    const { actions, transitions } = parts;
    const graph = b.graph({ actions, transitions, proofs: { ...quiet, "unassigned-read": "warn" } });
    expect(b.application({ graph, entrypoint: "ask", state: { safe: true } }).findings).toMatchObject([{ level: "warn", code: "unassigned-read" }]); // prettier-ignore
    expect(() => b.application({ graph, entrypoint: "ask", state: { safe: true }, proofs: { "unassigned-read": "error" } })).toThrow(failure("invalid-graph")); // prettier-ignore
    const built = b.app().withGraph(graph).withState(state).withEntrypoint("ask");
    expect(built.build().findings).toEqual([]);
    expect(built.withOptions({ proofs: { "possible-dead-end": "warn" } }).build().findings).toHaveLength(1);
    expect(() => b.graph({ actions, transitions, proofs: { "possible-dead-end": "error" } })).toThrow(failure("invalid-graph", "stuck")); // prettier-ignore
  });

  it("proves a stored run as a new one: what was deleted since is no mistake, what nobody writes is", async () => {
    const forget = b.action({ reads: ["draft"], writes: ["draft"], run: (one) => one.delete("draft") });
    const persister = memoryPersister();
    const from = (defaultState: Partial<Things>, action: typeof forget) =>
      b
        .app()
        .withActions({ forget: action })
        .withTransitions(["forget", "forget"])
        .withIdentifiers({ appId: "app" })
        .initializeFrom(persister, { defaultState, defaultEntrypoint: "forget" })
        .withPersister(persister);
    const first = await from({ draft: "" }, forget).build();
    await first.step();
    expect(Object.keys(first.state)).toEqual([]);
    const second = await from({ draft: "" }, forget).build();
    expect(second).toMatchObject({ sequenceId: 0, nextAction: "forget" });
    const reader = b.action({ reads: ["answer"], writes: ["draft"], run: (one) => one.delete("draft") }) as never;
    await expect(from({ answer: "" }, reader).build()).rejects.toThrow(failure("invalid-graph", '"answer"', "no action writes it")); // prettier-ignore
  });
});

/** The same action, to add something to. */
function copyOf<TAction extends object>(action: TAction): TAction {
  return Object.create(Object.getPrototypeOf(action) as object, Object.getOwnPropertyDescriptors(action)) as TAction;
}
