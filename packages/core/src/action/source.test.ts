import { expect, it } from "vitest";
import { burr } from "../index.ts";

const b = burr<{ n: number }>();

it("an action has the text of its functions, methods and others alike", () => {
  const add = b.action({
    reads: ["n"],
    writes: ["n"],
    run: (state) => ({ n: state.n + 1 }),
    fallback() {
      return { n: 0 };
    },
  });
  expect(add.source).toMatch(/^run: \(state\) => .*state\.n \+ 1/);
  expect(add.source).toMatch(/\n\nfallback\(\) \{\s+return \{ n: 0 \}/);
  expect(add.bind({}).withName("plus").source).toBe(add.source);
});

it("142: what a definition gives as getSource() stands for it", () => {
  const act = b.action({ reads: [], writes: [], run: () => ({}), getSource: () => "made from a table" });
  expect(act.source).toBe("made from a table");
});

it("parallel actions and graphs as actions have their own text, not that of the engine", () => {
  const add = b.action({ reads: ["n"], writes: ["n"], run: (state) => state.increment({ n: 1 }) });
  const all = b.mapStates({
    reads: ["n"],
    writes: ["n"],
    action: add,
    states: (state) => [{ n: state.n }],
    reduce: (_state, results) => ({ n: results.length }),
  });
  expect(all.source).toContain("results.length");
  expect(all.source).not.toContain("fanOut");
  const inner = b.graph({ actions: { add }, transitions: [] });
  expect(inner.asAction({ entrypoint: "add", reads: ["n"], writes: ["n"] }).source).toBe("");
});
