import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { collect } from "./collect.ts";
import { readRows } from "./read-rows.ts";
import { parseSale } from "./sale.ts";
import { writeSales } from "./sales-file.ts";
import { tempFolder } from "./temp-folder.ts";

const folder = tempFolder();
const options = { rows: 3_000, seed: 3, invalidShare: 0.1 };

it("gives the same bytes for the same seed, and others for another", async () => {
  const [first, again, other] = ["first.csv", "again.csv", "other.csv"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeSales(first, options);
  await writeSales(again, options);
  await writeSales(other, { ...options, seed: 4 });
  expect(readFileSync(again).equals(readFileSync(first))).toBe(true);
  expect(readFileSync(other).equals(readFileSync(first))).toBe(false);
});

it("has as many rows as asked for, some of them with line breaks in quotes, and about the share of broken ones", async () => {
  const path = join(folder, "sales.csv");
  await writeSales(path, options);
  const rows = await collect(readRows(path, { startBytes: 0, signal: new AbortController().signal }));
  const sales = rows.slice(1).map(({ fields }) => parseSale(fields));
  expect(sales).toHaveLength(options.rows);
  expect(rows.some(({ fields }) => fields[2]?.includes("\n"))).toBe(true);
  const invalid = sales.filter((sale) => typeof sale === "string").length;
  expect(invalid / options.rows).toBeCloseTo(options.invalidShare, 1);
});
