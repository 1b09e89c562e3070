import { Buffer } from "node:buffer";
import { isObject, type JsonObject } from "@burrjs/protocol";
import type { RunRef } from "../store/store.ts";

// A run as a file: a line that says which run it is, its small files, its notes, its records as they stand in the log, each large
// value before the record that needs it, and a last line. Files of several runs can be put one behind the other; a line before them
// says how many runs follow, so that it tells when some are missing.

/** A line of an archive. What is no `record` has a `kind`, which records have not. */
export type ArchiveLine =
  | { readonly kind: "runs"; /** How many follow, up to the next such line. */ readonly count: number }
  | { readonly kind: "run"; readonly ref: RunRef; /** `null`: it has no log. */ readonly writtenMs: number | null }
  | { readonly kind: "file"; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: "note"; readonly note: unknown }
  /** Of the log: without its line break. */
  | { readonly kind: "record"; readonly bytes: Uint8Array }
  /** How many lines the run has between its first and its last. */
  | { readonly kind: "end"; readonly lines: number };

/** The version of the format. */
const version = 1;
const fileName = /^(?:metadata\.json|graph\.json|children\.jsonl|graph-[0-9A-Za-z]{1,128}\.json|blobs\/[0-9a-f]{64})$/;

/** Writes a line of an archive, with its line break. */
export function archiveLine(line: ArchiveLine): string {
  switch (line.kind) {
    case "runs":
      return jsonLine(line);
    case "run": {
      const { project, appId, partitionKey } = line.ref;
      const ids = { project, app_id: appId, partition_key: partitionKey };
      return jsonLine({ kind: "run", v: version, ...ids, written_ms: line.writtenMs });
    }
    case "file":
      return jsonLine({ kind: "file", name: line.name, ...contentOf(line.bytes) });
    case "note":
      return jsonLine({ kind: "note", note: line.note });
    case "record": {
      const { text } = contentOf(line.bytes);
      return text !== undefined && isRecord(text) ? `${text}\n` : jsonLine({ kind: "line", ...contentOf(line.bytes) });
    }
    default:
      return jsonLine({ kind: "end", lines: line.lines });
  }
}

/** Reads a line of an archive, without its line break. A text is what is wrong with it. */
export function parseArchiveLine(bytes: Buffer): ArchiveLine | string {
  const line = objectOf(bytes.toString());
  if (line === undefined) return "it is no JSON object";
  if (!("kind" in line)) return { kind: "record", bytes };
  switch (line["kind"]) {
    case "runs":
      return Number.isSafeInteger(line["count"]) ? { kind: "runs", count: Number(line["count"]) } : "it has no count";
    case "run":
      return runOf(line);
    case "file": {
      const { name } = line;
      const content = bytesOf(line);
      return typeof name === "string" && fileName.test(name) && content !== undefined
        ? { kind: "file", name, bytes: content }
        : "it is no file that a run has";
    }
    case "note":
      return { kind: "note", note: line["note"] };
    case "line": {
      const content = bytesOf(line);
      return content === undefined ? "it has no content" : { kind: "record", bytes: content };
    }
    case "end":
      return Number.isSafeInteger(line["lines"]) ? { kind: "end", lines: Number(line["lines"]) } : "it has no count";
    default:
      return "it is of a kind that is not known";
  }
}

function runOf({ v, project, app_id, partition_key = null, written_ms = null }: JsonObject): ArchiveLine | string {
  if (v !== version) return `it is of version ${String(v)} of the format, and this program reads version ${version}`;
  if (typeof project !== "string" || typeof app_id !== "string" || app_id === "") return "it does not say which run";
  if (partition_key !== null && typeof partition_key !== "string") return "its partition key is no text";
  if (written_ms !== null && !Number.isSafeInteger(written_ms)) return "its time is none";
  const ref = { project, appId: app_id, partitionKey: partition_key };
  return { kind: "run", ref, writtenMs: written_ms === null ? null : Number(written_ms) };
}

/** Bytes as text; those that are no UTF-8 as base64. */
function contentOf(bytes: Uint8Array): { readonly text?: string; readonly base64?: string } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { base64: Buffer.from(bytes).toString("base64") };
  }
}

function bytesOf({ text, base64 }: JsonObject): Uint8Array | undefined {
  if (typeof text === "string") return Buffer.from(text);
  return typeof base64 === "string" ? Buffer.from(base64, "base64") : undefined;
}

/** Whether a line of a log can stand in an archive as it is. */
function isRecord(text: string): boolean {
  const value = objectOf(text);
  return value !== undefined && !("kind" in value);
}

function objectOf(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // the caller says so
  }
}

function jsonLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
