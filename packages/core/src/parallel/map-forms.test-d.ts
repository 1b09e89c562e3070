import { expectTypeOf, test } from "vitest";
import { burr, type SpecOf } from "../index.ts";

interface Work {
  n: number;
  text: string;
  texts: string[];
  other: number;
}
const b = burr<Work>();
const show = b.action({ reads: ["n"], writes: ["text"], run: ({ n }) => [{ length: n }, { text: String(n) }] }).withName("show"); // prettier-ignore
const next = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n }) }).withName("next");
const graph = b.graph({ actions: { show, next }, transitions: [["next", "show"]] });
const reduce = () => ({ texts: [] as string[] });
const contract = { reads: ["n"], writes: ["texts"], reduce } as const;

test("what the tasks of a map give reaches `reduce`", () => {
  b.mapStates({
    reads: [],
    writes: ["texts"],
    action: show,
    states: () => [{ n: 1 }],
    reduce(_state, results) {
      expectTypeOf(results[0]!.result).toEqualTypeOf<{ length: number }>();
      return { texts: results.map(({ state }) => state.text) };
    },
  });
});

test("states are held to what is read", () => {
  // @ts-expect-error -- `n` is a number
  b.mapStates({ ...contract, action: show, states: () => [{ n: "1" }] });
  // @ts-expect-error -- `show` reads `n`
  b.mapActions({ ...contract, actions: () => [show], state: () => ({}) });
  // @ts-expect-error -- `show` reads `n`
  b.mapActionsAndStates({ ...contract, actions: () => [show], states: () => [{ zzz: 1 }] });
});

test("a graph is begun and halted at actions that it has", () => {
  // @ts-expect-error -- no such action
  b.mapStates({ ...contract, action: graph, entrypoint: "nope", states: () => [{ n: 1 }] });
  // @ts-expect-error -- no such action
  b.mapStates({ ...contract, action: graph, entrypoint: "next", haltAfter: "nope", states: () => [{ n: 1 }] });
  // @ts-expect-error -- a graph needs to know where it begins
  b.mapStates({ ...contract, action: graph, states: () => [{ n: 1 }] });
});

test("a sub-graph has the members of any action", () => {
  const act = graph.asAction({ reads: ["n"], writes: ["text"], entrypoint: "next", fallback: () => ({ text: "" }), onAbort: () => ({ text: "" }) }); // prettier-ignore
  expectTypeOf<SpecOf<typeof act>["writes"]>().toEqualTypeOf<{ text: string }>();
});
