import { burr } from "@burrjs/core";
import { classCodec } from "@burrjs/core/persist";
import { expect, it } from "vitest";
import { memoryTracker } from "./memory-tracker.ts";

class Money {
  readonly cents = 5;
}

const b = burr<{ price: unknown }>();
const pay = b.action({ reads: [], writes: ["price"], run: () => ({ price: new Money() }) });

it("gives the records of an application back, and what stands beside them", async () => {
  const tracker = memoryTracker({ classes: [classCodec({ name: "Money", type: Money, encode: () => 5, decode: () => new Money() })] }); // prettier-ignore
  const app = b.application({ actions: { pay }, transitions: [], entrypoint: "pay", state: { price: "x".repeat(70_000) }, appId: "a", partitionKey: "p", tracker }); // prettier-ignore
  expect(tracker.apps()).toEqual([]);
  await app.run();
  expect(tracker.apps()).toEqual([{ appId: "a", partitionKey: "p" }]);
  expect(tracker.log("a")).toEqual([]);
  const log = tracker.log("a", "p");
  expect(log.map(({ type }) => type)).toEqual(["run", "begin_entry", "access", "end_entry", "end_run"]);
  expect(tracker.lines("a", "p").map((line) => JSON.parse(line) as unknown)).toEqual(log);
  expect(log.at(-2)).toMatchObject({ state: { price: { $burr: "class:Money", value: 5 } } });
  const [run] = log;
  const state: unknown = run?.type === "run" ? run.state : undefined;
  const { price } = state as { price: { value: { sha256: string } } };
  expect(Buffer.from(tracker.blob(price.value.sha256) ?? []).toString()).toBe(JSON.stringify("x".repeat(70_000)));
  expect(tracker.metadata("a", "p")).toMatchObject({ type: "application_metadata", partition_key: "p", v: 1 });
  expect(tracker.graph("a", "p")).toMatchObject({ entrypoint: "pay" });
  expect([tracker.metadata("b"), tracker.graph("b"), tracker.children("b"), tracker.blob("")]).toEqual([undefined, undefined, [], undefined]); // prettier-ignore
});
