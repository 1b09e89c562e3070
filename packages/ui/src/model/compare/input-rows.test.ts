import { preview } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { inputRows } from "./input-rows.ts";

const step = (inputs: object, answers: object, result: unknown = null) => ({
  inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, preview(value)])),
  answers: Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, preview(value)])),
  result: result === null ? null : preview(result),
  error: null,
});

it("what went into two steps and came of them stands by name: inputs, what persons answered, the result", () => {
  const a = step({ topic: "cats", __engine: 1 }, { approval: { ok: true } }, 1);
  const b = step({ topic: "cats" }, { approval: { ok: false }, extra: "late" }, 1);
  expect(inputRows(a, b).map(({ kind, name, isEqual }) => [kind, name, isEqual])).toEqual([
    ["input", "topic", true],
    ["answer", "approval", false],
    ["answer", "extra", false],
    ["result", "", true],
  ]);
  expect(inputRows(undefined, step({}, {}))).toEqual([]);
});
