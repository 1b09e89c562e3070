import type { StoredChunks, StoredRow } from "@burrjs/core/persist";

/** A row as one text, without its index and snapshot. The sequence id comes first: the scripts read it. */
export function rowText({ sequenceId, atMs, body, delta }: StoredRow): string {
  return `${sequenceId} ${atMs} ${body.length} ${body}${delta}`;
}

/** The row that `rowText` made the text from. */
export function rowIn(text: string, index: number): StoredRow {
  const { fields, rest } = fieldsIn(text, 3);
  const [sequenceId = 0, atMs = 0, length = 0] = fields;
  return { index, sequenceId, body: rest.slice(0, length), delta: rest.slice(length), atMs };
}

/** A snapshot as one text, which no other row of the history can have. */
export function snapshotText(index: number, snapshot: string): string {
  return `${index} ${snapshot}`;
}

/** The snapshot and its index that `snapshotText` made the text from. */
export function snapshotIn(text: string): { readonly index: number; readonly snapshot: string } {
  const { fields, rest } = fieldsIn(text, 1);
  return { index: fields[0] ?? 0, snapshot: rest };
}

/** What a text of chunks begins with, of which the first parts are given; in the order of texts as in that of numbers. */
export function chunksPlace(...places: readonly number[]): string {
  return places.map((place) => `${place + chunksPlaceOffset} `).join("");
}

/** Added to a place, it gives 16 digits; places may be below zero, too. The scripts know this number. */
export const chunksPlaceOffset = 5e15;

/** A batch of chunks as one text. JSON on one line has no line break, not even within a string. */
export function chunksText({ sequenceId, attempt, index, chunks, atMs }: StoredChunks): string {
  return `${chunksPlace(sequenceId, attempt, index)}${atMs} ${chunks.join("\n")}`;
}

/** The batch that `chunksText` made the text from. */
export function chunksIn(text: string): StoredChunks {
  const { fields, rest } = fieldsIn(text, 4);
  const [sequenceId = 0, attempt = 0, index = 0, atMs = 0] = fields;
  return {
    sequenceId: sequenceId - chunksPlaceOffset,
    attempt: attempt - chunksPlaceOffset,
    index: index - chunksPlaceOffset,
    chunks: rest.split("\n"),
    atMs,
  };
}

/** The numbers that a text begins with, and what follows them. */
function fieldsIn(text: string, count: number): { readonly fields: readonly number[]; readonly rest: string } {
  const fields: number[] = [];
  let start = 0;
  while (fields.length < count) {
    const end = text.indexOf(" ", start);
    if (end === -1) throw new TypeError("A text in this store of Redis is none that Burr has written.");
    fields.push(Number(text.slice(start, end)));
    start = end + 1;
  }
  return { fields, rest: text.slice(start) };
}
