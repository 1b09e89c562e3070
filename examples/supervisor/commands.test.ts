import { readFileSync } from "node:fs";
import { join } from "node:path";
import { memoryPersister } from "@burrjs/core/persist";
import { expect, it } from "vitest";
import { answer, begin, drawGraph, goOn, list } from "./commands.ts";
import { openShop } from "./shop.ts";
import { idIn, refundsIn, testFolder } from "./test-program.ts";

/** A desk, and what was written since it was looked at last. */
function openDesk() {
  const folder = testFolder();
  let lines: string[] = [];
  return {
    folder,
    desk: {
      persister: memoryPersister(),
      shop: openShop(join(folder, "refunds.jsonl")),
      writeLine: (line: string) => void lines.push(line),
    },
    written() {
      const text = lines.join("\n");
      lines = [];
      return text;
    },
  };
}

const request = "Order 1042: I was charged twice.";

it("gives nothing back when the person refuses, and tells the customer why", async () => {
  const { folder, desk, written } = openDesk();
  await begin(desk, request);
  await answer(desk, idIn(written()), ["refuse", "one was for another order"]);
  expect(written()).toContain("We cannot refund €49.00: one was for another order.");
  expect(refundsIn(folder)).toEqual([]);
});

it("refuses an answer that is none, and goes on waiting", async () => {
  const { desk, written } = openDesk();
  await begin(desk, request);
  const id = idIn(written());
  await expect(answer(desk, id, ["perhaps"])).rejects.toThrow('expected one of "approve"|"refuse"');
  await list(desk);
  expect(written()).toBe(`${id}\n  billing wants to refund €49.00 for order 1042, charged as C-7 and C-8.`);
  await goOn(desk);
  expect(written()).toBe("There is nothing to go on with.");
});

it("knows nothing of an answer that nobody has asked for", async () => {
  await expect(answer(openDesk().desk, "7", ["approve"])).rejects.toThrow("Nothing waits for an answer to 7.");
});

it("draws the graph that the README shows, with those of the specialists in it", async () => {
  const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
  const drawn = /```mermaid\n(.*?)```/s.exec(readme)?.[1];
  expect((await drawGraph(openDesk().desk.shop)).trim()).toBe(drawn?.trim());
});
