import { expect, it } from "vitest";
import { type Flaw, parseSale } from "./sale.ts";
import { emptySummary, Tally } from "./summary.ts";

const good = ["1", "2024-02-03", "Ada", "Europe", "Books", "3", "19.99"];
const withField = (index: number, value: string): string[] => good.with(index, value);

it("computes the amount in cents, exactly", () => {
  expect(parseSale(good)).toEqual({ region: "Europe", category: "Books", amountCents: 5_997 });
});

it.each<{ flaw: Flaw; fields: string[] }>([
  { flaw: "columns", fields: good.slice(1) },
  { flaw: "date", fields: withField(1, "yesterday") },
  { flaw: "region", fields: withField(3, "") },
  { flaw: "region", fields: withField(3, "constructor") },
  { flaw: "category", fields: withField(4, "Cars") },
  { flaw: "quantity", fields: withField(5, "-3") },
  { flaw: "price", fields: withField(6, "n/a") },
])("names the $flaw as what is wrong with $fields", ({ flaw, fields }) => {
  expect(parseSale(fields)).toBe(flaw);
});

it("sums up sales by region and category, and counts what is wrong", () => {
  const tally = new Tally(emptySummary(10));
  const before = tally.snapshot();
  tally.add({ fields: good, endBytes: 50 });
  tally.add({ fields: withField(6, "0.01"), endBytes: 90 });
  tally.add({ fields: withField(1, ""), endBytes: 120 });
  const europe = { count: 2, sumCents: 6_000, minCents: 3, maxCents: 5_997 };
  expect(tally.snapshot()).toMatchObject({
    rows: 3,
    invalid: 1,
    endBytes: 120,
    flaws: { date: 1, price: 0 },
    regions: { Europe: europe },
    categories: { Books: europe },
  });
  expect(before).toEqual(emptySummary(10));
});
