import type { ApplicationModel, ChildModel, MetadataModel } from "./files.ts";
import { isObject, type JsonObject } from "./parse/check.ts";

/** The path that trackers send their records to, below the address of a server. */
export const ingestPath = "/api/v1/ingest";

/** The media type of what they send: one JSON object per line. */
export const ingestContentType = "application/x-ndjson";

/** Whose log a line is for. */
export interface IngestPlace {
  readonly project: string;
  readonly app_id: string;
  readonly partition_key: string | null;
}

/** What each line has. */
interface IngestBase {
  readonly place: IngestPlace;
  /** The id of the tracker that sends: random, another one in each process. At most 64 of `A-Z a-z 0-9 _ -`. */
  readonly tracker: string;
}

/** The application was made: written unless its files are there. */
export interface IngestOpen extends IngestBase {
  readonly kind: "open";
  readonly metadata: MetadataModel;
  readonly graph: ApplicationModel;
}

/** Records for the log. Lines that this tracker has sent before (told by `seq`) are accepted and not written again. */
export interface IngestLines extends IngestBase {
  readonly kind: "lines";
  /** The number of the first of them among all lines that this tracker has for this application, from 0. */
  readonly seq: number;
  /** Each a record as JSON text, without line breaks. */
  readonly lines: readonly string[];
}

/** A large value. */
export interface IngestBlob extends IngestBase {
  readonly kind: "blob";
  /** The SHA-256 of the bytes, 64 hexadecimal digits in lower case. */
  readonly hash: string;
  readonly base64: string;
}

/** The application has another graph than before. */
export interface IngestGraph extends IngestBase {
  readonly kind: "graph";
  readonly graph: ApplicationModel;
}

/** A child or a fork; `place` is the parent's. Written once, however often it comes. */
export interface IngestChild extends IngestBase {
  readonly kind: "child";
  readonly child: ChildModel;
}

/** One line of what a tracker sends. */
export type IngestLine = IngestOpen | IngestLines | IngestBlob | IngestGraph | IngestChild;

/** The answer when all was written. Whatever else came back (or nothing): send the same again, or give it up. */
export interface IngestAnswer {
  /** The lines of the request. */
  readonly accepted: number;
}

/** What is wrong with a line. */
export interface IngestProblem {
  readonly problem: string;
}

/**
 * Tells whether a project may have this name: letters, digits and `_ - : .`, neither beginning nor ending with a `.`, at most 200,
 * and none that Windows takes for a device.
 *
 * @param name - The name.
 * @returns Whether it may.
 */
export function isProjectName(name: string): boolean {
  if (!/^[A-Za-z0-9_\-:][A-Za-z0-9_\-:.]{0,199}$/.test(name) || name.endsWith(".")) return false;
  return !/^(con|prn|aux|nul|com\d|lpt\d)([.:]|$)/i.test(name);
}

/**
 * Reads a line of an ingestion. Fields that it does not know are left out.
 *
 * @param text - The line, without its line break.
 * @returns The line, or what is wrong with it.
 */
export function parseIngestLine(text: string): IngestLine | IngestProblem {
  const line = parsed(text);
  if (!isObject(line)) return { problem: "is no JSON object" };
  const place = placeOf(line.place);
  if (place === undefined) return { problem: "`place` needs `project`, `app_id` and `partition_key` (null for none)" };
  const { tracker } = line;
  if (typeof tracker !== "string" || !/^[\w-]{1,64}$/.test(tracker)) {
    return { problem: "`tracker` has to be 1 to 64 letters, digits, `_` and `-`" };
  }
  const read = readers.get(String(line.kind));
  if (read === undefined) return { problem: "`kind` has to be open, lines, blob, graph or child" };
  return read(line, { place, tracker });
}

const readers = new Map<string, (line: JsonObject, base: IngestBase) => IngestLine | IngestProblem>([
  [
    "open",
    ({ metadata, graph }, base) =>
      isMetadata(metadata) && isGraph(graph)
        ? { ...base, kind: "open", metadata, graph }
        : { problem: "`metadata` and `graph` have to be the contents of metadata.json and graph.json" },
  ],
  ["lines", readLines],
  [
    "blob",
    ({ hash, base64 }, base) =>
      typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash) && isBase64(base64)
        ? { ...base, kind: "blob", hash, base64 }
        : { problem: "`hash` has to be 64 hexadecimal digits, and `base64` the bytes" },
  ],
  [
    "graph",
    ({ graph }, base) =>
      isGraph(graph) ? { ...base, kind: "graph", graph } : { problem: "`graph` has to be the content of graph.json" },
  ],
  [
    "child",
    ({ child }, base) =>
      isChild(child) ? { ...base, kind: "child", child } : { problem: "`child` has to be a line of children.jsonl" },
  ],
]);

function readLines({ seq, lines }: JsonObject, base: IngestBase): IngestLine | IngestProblem {
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 0) {
    return { problem: "`seq` has to be a whole number from 0" };
  }
  if (!Array.isArray(lines) || !lines.every((line) => typeof line === "string")) {
    return { problem: "`lines` has to be a list of texts" };
  }
  const wrong = lines.findIndex((line) => !isRecord(line));
  if (wrong !== -1) return { problem: `\`lines\`: number ${wrong} is no record in one line of JSON` };
  return { ...base, kind: "lines", seq, lines };
}

function isRecord(line: string): boolean {
  if (/[\r\n]/.test(line)) return false;
  const record = parsed(line);
  return isObject(record) && typeof record.type === "string";
}

function placeOf(value: unknown): IngestPlace | undefined {
  if (!isObject(value)) return undefined;
  const { project, app_id: appId, partition_key: partitionKey } = value;
  if (typeof project !== "string" || !isProjectName(project) || !isId(appId)) return undefined;
  if (partitionKey !== null && !isId(partitionKey)) return undefined;
  return { project, app_id: appId, partition_key: partitionKey };
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= 1024 && !/[\0\p{Surrogate}]/u.test(value);
}

// These three go into a file of their own as they are, and readers of those take nothing for granted; so it is enough to see
// that they are not something else.
function isMetadata(value: unknown): value is MetadataModel {
  return isObject(value) && value.type === "application_metadata";
}

function isGraph(value: unknown): value is ApplicationModel {
  if (!isObject(value) || value.type !== "application") return false;
  const hash = value.graph_hash;
  return hash === undefined || (typeof hash === "string" && /^[0-9a-f]{1,64}$/.test(hash));
}

function isChild(value: unknown): value is ChildModel {
  return (
    isObject(value) && value.type === "child_application_data" && isObject(value.child) && isId(value.child.app_id)
  );
}

function isBase64(value: unknown): value is string {
  return typeof value === "string" && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON is no object either: the caller says so
  }
}
