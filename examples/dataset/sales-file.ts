import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { seededRandom } from "./random.ts";
import { categories, columns, regions } from "./sale.ts";

/** What a generated file contains. The same options give the same bytes. */
export interface SalesOptions {
  readonly rows: number;
  readonly seed: number;
  /** The share of rows that are broken in some way, from 0 to 1. */
  readonly invalidShare: number;
}

/** Writes a file of sales. It gets its name only when it is complete, so that half a file is never taken for a whole one. */
export async function writeSales(path: string, options: SalesOptions): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.unfinished`;
  await pipeline(Readable.from(batches(options)), createWriteStream(unfinished));
  await rename(unfinished, path);
}

/** The text of the file, some rows at a time: one write per row would take much longer. */
function* batches(options: SalesOptions): Generator<string, void, void> {
  let batch = `${columns.join(",")}\n`;
  for (const fields of records(options)) {
    batch += `${fields.map(quoted).join(",")}\n`;
    if (batch.length < 65_536) continue;
    yield batch;
    batch = "";
  }
  yield batch;
}

function* records({ rows, seed, invalidShare }: SalesOptions): Generator<string[], void, void> {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const oneOf = (values: readonly string[]): string => values[below(values.length)] ?? "";
  for (let order = 1; order <= rows; order += 1) {
    const date = new Date(Date.UTC(2020, 0, 1 + below(2_000))).toISOString().slice(0, 10);
    const price = (1 + random() ** 3 * 400).toFixed(2);
    const fields = [`${order}`, date, oneOf(customers), oneOf(regions), oneOf(categories), `${1 + below(9)}`, price];
    if (random() < invalidShare) damage[below(damage.length)]?.(fields);
    yield fields;
  }
}

// Commas, quotes, line breaks and characters of several bytes: what makes a CSV file hard to cut at a byte offset.
const customers = [
  "Ada Lovelace",
  "Grace Hopper",
  "Brontë, Emily",
  'Dwayne "The Rock" Johnson',
  "Müller & Söhne",
  "Acme Ltd\nAttn: Sales",
  "山田 太郎",
] as const;

const damage: readonly ((fields: string[]) => void)[] = [
  (fields) => fields.pop(),
  (fields) => (fields[1] = "yesterday"),
  (fields) => (fields[3] = ""),
  (fields) => (fields[5] = "-3"),
  (fields) => (fields[6] = "n/a"),
];

function quoted(field: string): string {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
