import { Buffer } from "node:buffer";
import { blobReference, type RunFiles, type SmallFile } from "@burrjs/protocol";
import type { Annotation } from "../notes/annotation.ts";
import { logBlocks } from "../store/index/log-blocks.ts";
import type { RunView } from "../store/store.ts";
import { type ArchiveLine, archiveLine } from "./archive-line.ts";
import { archivedNotes } from "./archived-notes.ts";

/** What is read of a run. */
type ArchivedRun = Pick<RunView, "ref" | "files" | "header">;

/**
 * A run as an archive, as its log is now: what `burr import` reads back.
 *
 * @param run - The run.
 * @param notes - The notes of its project.
 * @yields Lines with their line breaks.
 */
export async function* archiveLines(
  run: ArchivedRun,
  notes: readonly Annotation[],
): AsyncGenerator<string, void, void> {
  const { files, ref } = run;
  const stat = await files.stat();
  yield archiveLine({ kind: "run", ref, writtenMs: stat === undefined ? null : Math.round(stat.modifiedAtMs) });
  let lines = 0;
  for await (const line of linesOf(run, stat?.sizeBytes ?? 0, notes)) {
    yield archiveLine(line);
    lines += 1;
  }
  yield archiveLine({ kind: "end", lines });
}

async function* linesOf(
  run: ArchivedRun,
  sizeBytes: number,
  notes: readonly Annotation[],
): AsyncGenerator<ArchiveLine, void, void> {
  const { files, ref } = run;
  const { graphs } = await run.header();
  const names: readonly SmallFile[] = [
    "metadata.json",
    "graph.json",
    ...graphs.map((hash) => `graph-${hash}.json` as const),
    "children.jsonl",
  ];
  for (const name of names) {
    const text = await files.text(name);
    if (text !== undefined) yield { kind: "file", name, bytes: Buffer.from(text) };
  }
  for (const note of archivedNotes(notes, ref)) yield { kind: "note", note };
  const told = new Set<string>();
  for await (const { bytes: block } of logBlocks(files, { from: 0, to: sizeBytes })) {
    for (let at = 0; at < block.length;) {
      const end = block.indexOf(0x0a, at);
      const bytes = block.subarray(at, end === -1 ? block.length : end);
      yield* blobsOf(files, bytes, told);
      yield { kind: "record", bytes };
      at += bytes.length + 1;
    }
  }
}

/** The large values that a line refers to, and those that they refer to, if they were not told yet. */
async function* blobsOf(files: RunFiles, line: Uint8Array, told: Set<string>): AsyncGenerator<ArchiveLine, void, void> {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  if (!text.includes('"$burr"')) return;
  for (const hash of hashesIn(text.toString())) {
    if (told.has(hash)) continue;
    told.add(hash);
    const bytes = await files.blob(hash);
    if (bytes === undefined) continue; // the reference tells what it was
    yield* blobsOf(files, bytes, told);
    yield { kind: "file", name: `blobs/${hash}`, bytes };
  }
}

function hashesIn(text: string): ReadonlySet<string> {
  const hashes = new Set<string>();
  try {
    JSON.parse(text, (_key, value: unknown) => {
      const hash = blobReference(value)?.sha256;
      if (hash !== undefined) hashes.add(hash);
      return value;
    });
  } catch {
    // A line that cannot be read refers to nothing.
  }
  return hashes;
}
