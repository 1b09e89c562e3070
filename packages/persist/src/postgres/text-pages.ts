import { numberIn, textOrNullIn } from "../sql/columns.ts";
import type { PostgresNames } from "./postgres-options.ts";
import type { PostgresPool } from "./postgres-pool.ts";

/** Where texts are: a table, the columns of its key, and those of its texts. */
interface TextTable {
  readonly table: string;
  readonly key: readonly string[];
  readonly texts: readonly string[];
}

// A page ends after so many rows, or with the row that brings it to so many bytes.
const pageRows = 500;
const pageBytes = 1_000_000;

/**
 * Every text in the tables, read page by page: between two pages no connection is held.
 *
 * @param pool - Asked once for each page.
 * @param names - The tables.
 * @returns The texts, in no order that means anything.
 */
export async function* textPages(pool: PostgresPool, names: PostgresNames): AsyncGenerator<string, void, void> {
  for (const table of textTables(names)) {
    const text = pageQuery(table);
    for (let place = table.key.map(() => -1); ;) {
      const { rows } = await pool.query({ text, values: place });
      for (const row of rows)
        yield* table.texts.map((column) => textOrNullIn(row, column)).filter((one) => one !== null);
      const last = rows.at(-1);
      if (last === undefined) break;
      place = table.key.map((column) => numberIn(last, column));
    }
  }
}

// In this order a text that moves meanwhile, from a head to a row to a snapshot, is not missed.
function textTables({ apps, chunks, rows, snapshots }: PostgresNames): TextTable[] {
  return [
    { table: apps, key: ["id"], texts: ["body", "checkpoint"] },
    { table: chunks, key: ["app", "sequence_id", "attempt", "chunk_index"], texts: ["chunks"] },
    { table: rows, key: ["app", "row_index"], texts: ["body", "delta"] },
    { table: snapshots, key: ["app", "row_index"], texts: ["state"] },
  ];
}

function pageQuery({ table, key, texts }: TextTable): string {
  const columns = [...key, ...texts].join(", ");
  const order = `ORDER BY ${key.join(", ")}`;
  const place = key.map((_, index) => `$${index + 1}::bigint`).join(", ");
  const sizeBytes = texts.map((column) => `coalesce(octet_length(${column}), 0)`).join(" + ");
  // The first row always comes, whatever its size.
  return `
    SELECT ${columns} FROM (
      SELECT *, sum(size_bytes) OVER (${order}) - size_bytes AS bytes_before FROM (
        SELECT ${columns}, ${sizeBytes} AS size_bytes FROM ${table}
        WHERE (${key.join(", ")}) > (${place}) ${order} LIMIT ${pageRows}) AS page) AS measured
    WHERE bytes_before < ${pageBytes} ${order}`;
}
