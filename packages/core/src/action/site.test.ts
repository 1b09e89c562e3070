import { afterEach, expect, it, vi } from "vitest";
import { type Action, burr, task } from "../index.ts";
import { graphHash } from "../graph/graph-hash.ts";

const b = burr<{ n: number }>();
const keys = { reads: ["n"], writes: ["n"] } as const;
const add = b.action({ ...keys, run: (state) => state.increment({ n: 1 }) });
const { asAction } = b.graph({ actions: { add }, transitions: [] });
const reduce = () => ({ n: 0 });
const states = () => [{ n: 1 }];
const actions = () => [add];

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

// Each is one line: an action, and an error of that line.
it.each<[form: string, make: () => readonly [Action, Error]]>([
  ["action", () => [b.action({ ...keys, run: () => ({ n: 1 }) }), new Error()]],
  ["streamingAction", () => [b.streamingAction({ ...keys, *run() { yield [{}, { n: 1 }]; } }), new Error()]], // prettier-ignore
  ["resultAction", () => [b.resultAction("n"), new Error()]],
  ["inputAction", () => [b.inputAction("n"), new Error()]],
  ["placeholder", () => [b.placeholder(keys), new Error()]],
  [
    "parallel",
    () => [b.parallel({ ...keys, tasks: () => [task(add, { key: "a", state: { n: 1 } })], reduce }), new Error()],
  ],
  ["mapStates", () => [b.mapStates({ ...keys, action: add, states, reduce }), new Error()]],
  ["mapActions", () => [b.mapActions({ ...keys, actions, reduce }), new Error()]],
  ["mapActionsAndStates", () => [b.mapActionsAndStates({ ...keys, actions, states, reduce }), new Error()]],
  ["asAction", () => [asAction({ ...keys, entrypoint: "add" }), new Error()]],
  ["withName", () => [b.resultAction("n").withName("shown"), new Error()]],
  ["bind", () => [b.resultAction("n").bind({}), new Error()]],
])("an action knows where it was made: by %s", (_form, make) => {
  const [action, here] = make();
  expect(lineOf(here.stack)).toMatch(/site\.test\.ts:\d+$/);
  expect(lineOf(action.body.site.stack)).toBe(lineOf(here.stack));
});

it("its place is no part of what it is", () => {
  const [one, other] = [b.resultAction("n"), b.resultAction("n")];
  expect(one.body.site).toEqual(other.body.site);
  expect(JSON.stringify(one.body.site)).toBe("{}");
  const hashes = [one, other].map((show) =>
    graphHash({ ...b.graph({ actions: { show }, transitions: [] }), entrypoint: "show" }),
  );
  expect(hashes[0]).toBe(hashes[1]);
});

it("the text of a place is made when somebody reads it", () => {
  const { prepareStackTrace } = Error;
  const prepare = vi.fn<() => string>(() => "made");
  Error.prepareStackTrace = prepare;
  const { site } = b.resultAction("n").body;
  const before = prepare.mock.calls.length;
  const text = site.stack;
  Error.prepareStackTrace = prepareStackTrace;
  expect([before, text]).toEqual([0, "made"]);
});

it("no action knows its place where the language does not tell", async () => {
  vi.stubGlobal("Error", class extends Error { static override captureStackTrace = undefined as never; }); // prettier-ignore
  vi.resetModules();
  const { burr: elsewhere } = await import("../index.ts");
  expect(elsewhere<{ n: number }>().resultAction("n").body.site).toEqual({});
});

/** The file and the line that a stack begins with. */
function lineOf(stack: unknown): string | undefined {
  return /\(?([^\s(]+:\d+):\d+\)?$/m.exec(String(stack))?.[1];
}
