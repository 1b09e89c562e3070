import { burr, isBurrError } from "@burrjs/core";
import { expect, it } from "vitest";
import { userState } from "./user-state.ts";

it.each([
  { key: "update", code: "invalid-key" },
  { key: "append", code: "invalid-key" },
  { key: "extend", code: "invalid-key" },
  { key: "increment", code: "invalid-key" },
  { key: "delete", code: "invalid-key" },
  { key: "get", code: "invalid-key" },
  { key: "toJSON", code: "invalid-key" },
  { key: "constructor", code: undefined },
  { key: "then", code: undefined },
  { key: "", code: undefined },
])("takes the key '$key' or not, as the core does", ({ key, code }) => {
  const b = burr<{ n: number }>();
  const actions = { rest: b.action({ reads: [], writes: [], run: () => ({}) }) };
  const state: { n: number } = { n: 1, [key]: 1 };
  const ours = codeOf(() => userState(state, new Map()));
  const theirs = codeOf(() => b.application({ actions, transitions: [], entrypoint: "rest", state }));
  expect([ours, theirs]).toEqual([code, code]);
});

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    if (isBurrError(error)) return error.code;
    throw error;
  }
  return undefined;
}
