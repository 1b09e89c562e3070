import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { parse } from "csv-parse";

/** One row of a CSV file. */
export interface Row {
  readonly fields: readonly string[];
  /** Where the row ends in the file, in bytes: reading on from here gives the next row. */
  readonly endBytes: number;
}

/** Where to read, and what stops it. */
export interface ReadOptions {
  /** Offset of the first row to read: 0, or the `endBytes` of the row before it. */
  readonly startBytes: number;
  readonly signal: AbortSignal;
}

/**
 * The rows of a CSV file, read as they are asked for. Rows may have any number of fields.
 *
 * @param path - The file, opened at the first pull.
 * @param options - Where to begin, and the signal that stops the reading.
 * @yields A row.
 */
export async function* readRows(path: string, { startBytes, signal }: ReadOptions): AsyncGenerator<Row, void, void> {
  const parser = parse({ relax_column_count: true, info: true });
  // Whoever reads `parser` gets the errors; `pipeline` is here so that each of the two closes the other.
  pipeline(createReadStream(path, { start: startBytes, signal }), parser, () => {});
  const items: AsyncIterable<ParsedRow> = parser;
  for await (const { record, info } of items) yield { fields: record, endBytes: startBytes + info.bytes };
}

/** What `csv-parse` gives with `info: true`; its types do not say it. */
interface ParsedRow {
  readonly record: readonly string[];
  /** `bytes` is the end of the record and its line break. */
  readonly info: { readonly bytes: number };
}
