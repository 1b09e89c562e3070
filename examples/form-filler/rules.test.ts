import { expect, it } from "vitest";
import { isIban, readAmount, readDay } from "./read-text.ts";
import { rules } from "./rules.ts";

it.each([
  { text: "I am Ann Lee-Meyer and I lost my ring", found: { name: "Ann Lee-Meyer", kind: "loss" } },
  { text: "It was € 1,200.50, on 2025-03-14.", found: { amount: 1200.5, happenedOn: "2025-03-14" } },
  { text: "12 euros, on 3 May 2025; the glass broke", found: { amount: 12, happenedOn: "2025-05-03", kind: "damage" } },
  { text: "policy number ab-123456 ann@example.com", found: { policy: "ab-123456", email: "ann@example.com" } },
  { text: "pay to DE89 3704 0044 0532 0130 00, please", found: { iban: "DE89 3704 0044 0532 0130 00" } },
  { text: "Nothing happened.", found: {} },
])("finds $found in “$text”", async ({ text, found }) => {
  expect(await rules.read(text, new AbortController())).toEqual(found);
});

it("reads amounts, days and accounts as people write them", () => {
  expect(["1,200", "€ 5", "12.5 euros", 7, "much"].map(readAmount)).toEqual([1200, 5, 12.5, 7, Number.NaN]);
  expect(["14 March 2025", "1. jan 2024", "2025-03-14", "Friday"].map(readDay)).toEqual(["2025-03-14", "2024-01-01", "2025-03-14", "Friday"]); // prettier-ignore
  expect(["GB82WEST12345698765432", "GB82WEST12345698765431", "GB"].map(isIban)).toEqual([true, false, false]);
});
