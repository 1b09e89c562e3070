import { preview } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { finalText } from "./final-text.ts";

const streamed = "Refunds are issued within fourteen days of the return.";
const changed = streamed.replace("fourteen", "14");
const wrote = (values: Readonly<Record<string, unknown>>) =>
  Object.entries(values).map(([key, value]) => ({ key, preview: preview(value) }));

describe("the text that a streamed text became", () => {
  it.each([
    {
      where: "the result",
      places: { result: preview({ response: changed }), wrote: wrote({ a: streamed }) },
      found: { name: "result", text: changed, isSame: false },
    },
    {
      where: "the result, cut and fetched",
      places: { result: preview({ text: "x".repeat(9000) }), fullResult: { text: streamed }, wrote: [] },
      found: { name: "result", text: streamed, isSame: true },
    },
    {
      where: "a key of the state",
      places: { result: null, wrote: wrote({ n: 1, reply: `${streamed}\n` }) },
      found: { name: "reply", text: `${streamed}\n`, isSame: true },
    },
    {
      where: "the last message",
      places: { result: null, wrote: wrote({ chat: [{ content: "hi" }, { role: "a", content: streamed }] }) },
      found: { name: "chat", text: streamed, isSame: true },
    },
    {
      where: "a key that is it, and not in one that has it among others",
      places: { result: null, wrote: wrote({ history: [{ role: "a", content: streamed }], answer: streamed }) },
      found: { name: "answer", text: streamed, isSame: true },
    },
    {
      where: "a key that has it changed",
      places: { result: null, wrote: wrote({ model: "large-1", reply: changed }) },
      found: { name: "reply", text: changed, isSame: false },
    },
    {
      where: "nowhere",
      places: { result: null, wrote: wrote({ other: "Something else that has nothing to do with what came." }) },
      found: undefined,
    },
    { where: "nowhere, of a result without text", places: { result: preview(3), wrote: [] }, found: undefined },
  ])("is found in $where", ({ places, found }) => {
    expect(finalText(streamed, places)).toEqual(found);
  });

  it("is not looked for where nothing was streamed, nor, in the state, for short texts", () => {
    expect(finalText(" ", { result: preview("x"), wrote: [] })).toBeUndefined();
    expect(finalText("yes", { result: null, wrote: wrote({ a: "yes" }) })).toBeUndefined();
  });
});
