import { burr, input } from "@burrjs/core";
import { expectTypeOf, test } from "vitest";
import type { AppFactory, Servable, ServedApp } from "./served-app.ts";

const b = burr<{ n: number; text: string }>();
const count = b.action({ reads: ["n"], writes: ["n"], inputs: { by: input<number>() }, run: ({ n }, { by }) => ({ n: n + by }) }); // prettier-ignore
const talk = b.action({
  reads: [],
  writes: ["text"],
  async *run() {
    yield { part: "a" };
    await Promise.resolve();
    return { text: "a" };
  },
});
const app = b.application({
  actions: { count, talk },
  transitions: [["count", "talk"]],
  entrypoint: "count",
  state: { n: 0, text: "" },
});

test("every application can be served, and so can what makes one", () => {
  expectTypeOf(app).toExtend<ServedApp>();
  expectTypeOf(() => app).toExtend<AppFactory>();
  expectTypeOf(() => Promise.resolve(app)).toExtend<Servable>();
});

test("what is none cannot", () => {
  expectTypeOf({ appId: "a" }).not.toExtend<Servable>();
});
