import { memoryPersister } from "@burrjs/core/persist";
import { expect, it } from "vitest";
import { openShop } from "./shop.ts";
import { follow } from "./show.ts";
import { createSupervisor } from "./supervisor.ts";

async function handled(request: string): Promise<string> {
  const lines: string[] = [];
  const app = await createSupervisor({ shop: openShop("none"), persister: memoryPersister(), appId: "request" });
  await follow(app, (line) => lines.push(line), { request });
  return lines.join("\n");
}

it.each([
  {
    request: "Where is order 1043?  It should arrive today.",
    reply: "Your parcel is in a van in your street, and in time.",
  },
  { request: "Order 1043: was I charged twice?", reply: "We have looked at your payments: nothing was charged twice." },
  { request: "It has no wifi.", reply: "Move it closer to the router. Turn both off and on again." },
  { request: "It says error 7.", reply: "An engineer will call you." },
  { request: "Where is my parcel?", reply: "Which order is this about?" },
  { request: "I want my money for order 99.", reply: "We know of no order 99. Which one do you mean?" },
  { request: "Hello!", reply: "Please tell us more about it." },
])("replies to “$request”", async ({ request, reply }) => {
  expect(await handled(request)).toContain(`\nDear customer,\n${reply}`);
});

it("hands a request on to each specialist that it is for, one after the other, and tells who does what", async () => {
  expect(await handled("Order 1043: nothing arrives, and the last lamp does not turn on.")).toBe(`\
triage     shipping, then technical
shipping   P-4 is in a van in your street
shipping   in time
technical  it does not turn on
technical  Charge it for an hour.
technical  Hold the button for ten seconds.
technical  Let go when the lamp blinks.

Dear customer,
Your parcel is in a van in your street, and in time.
Charge it for an hour. Hold the button for ten seconds. Let go when the lamp blinks.`);
});

it("is proven to have no dead end, and to read nothing that may be missing", async () => {
  const app = await createSupervisor({ shop: openShop("none"), persister: memoryPersister(), appId: "request" });
  expect(app.findings.map(({ code, place }) => [code, place.key])).toEqual([["unread-write", "reply"]]);
});
