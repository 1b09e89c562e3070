import { PassThrough } from "node:stream";
import { memoryPersister } from "@burrjs/core/persist";
import { expect, it, vi } from "vitest";
import { claimApplication } from "./application.ts";
import { rules } from "./rules.ts";
import { fillIn } from "./session.ts";

/** A terminal that a test types into and reads from. */
async function openTerminal(persister = memoryPersister()) {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  let shown = "";
  output.setEncoding("utf8").on("data", (piece: string) => (shown += piece));
  const app = await claimApplication({ extractor: rules, persister, id: "claim" });
  return {
    app,
    claim: fillIn(app, { input, output, extractor: rules }),
    type: (keys: string) => input.write(keys),
    expectShown: (wanted: string | RegExp) => vi.waitFor(() => expect(shown).toMatch(wanted), 5000),
  };
}

const story = "I am Ann Lee, ann@example.com, my bike was stolen on 14 March 2025, 1,200 euros.\r";

it("talks with a person at a terminal, who is asked again, and corrects what was understood", async () => {
  const { claim, type, expectShown } = await openTerminal();
  type(story);
  await expectShown("5 of 7 fields are there");
  type("policy: 12\r");
  await expectShown(/! policy +It must be two letters/);
  type("policy: AB-123456\r");
  await expectShown("6 of 7");
  type("DE89 3704 0044 0532 0130 00\r");
  await expectShown("Is that right?");
  type("no, it was 900 euros\r");
  await expectShown(/amount +900[^]*Is that right\?/);
  type("yes\r");
  expect(await claim).toMatchObject({ policy: "AB-123456", amount: 900, iban: "DE89370400440532013000" });
});

it("leaves at Ctrl+C, and goes on in another terminal, also with answers that a third one has given", async () => {
  const persister = memoryPersister();
  const first = await openTerminal(persister);
  first.type(story);
  await first.expectShown("5 of 7");
  first.type("\u0003");
  expect(await first.claim).toBeUndefined();

  const second = await openTerminal(persister);
  await second.expectShown("5 of 7");
  const third = await openTerminal(persister);
  await third.expectShown("5 of 7");
  third.type("policy: AB-123456\r");
  await third.expectShown("6 of 7");
  second.type("policy: AB-999999\r");
  await second.expectShown(/! policy[^]*6 of 7/);
  second.type("iban: DE89370400440532013000\r");
  await second.expectShown("Is that right?");
  second.type("yes\r");
  expect(await second.claim).toMatchObject({ policy: "AB-123456" });
  third.type("\u0003");
  expect(await third.claim).toBeUndefined();
});
