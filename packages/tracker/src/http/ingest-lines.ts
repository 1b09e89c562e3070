import { type IngestPlace, parseIngestLine } from "@burrjs/protocol";
import { base64Of } from "./base64.ts";
import { type Item, type Lane, lostLine } from "./cargo.ts";

/** A line of what is sent, or what it will be made of: its records keep their numbers, however often it is sent. */
export type WireLine =
  | { readonly lane: Lane; readonly kind: "lines"; readonly seq: number; readonly lines: readonly string[] }
  | { readonly lane: Lane; readonly kind: "other"; readonly isValue: boolean; readonly fields: string };

/**
 * Makes what is sent of what waits. The records of an application get their numbers, and go into as few lines as their order
 * to its large values permits.
 *
 * @param items - In order.
 * @returns The lines; each application's in order.
 */
export function wireLines(items: readonly Item[]): readonly WireLine[] {
  const byLane = new Map<Lane, WireLine[]>();
  const open = new Map<Lane, string[]>();
  for (const { lane, cargo } of items) {
    const wire = byLane.get(lane) ?? [];
    if (wire.length === 0) byLane.set(lane, wire);
    if (cargo.kind !== "line") {
      open.delete(lane);
      wire.push({ lane, kind: "other", isValue: cargo.kind === "blob", fields: fieldsOf(cargo) });
      continue;
    }
    const lines = open.get(lane);
    if (lines === undefined) {
      const first = [cargo.text];
      open.set(lane, first);
      wire.push({ lane, kind: "lines", seq: lane.nextLine, lines: first });
    } else lines.push(cargo.text);
    lane.nextLine += 1;
  }
  return [...byLane.values()].flat();
}

function fieldsOf(cargo: Exclude<Item["cargo"], { kind: "line" }>): string {
  if (cargo.kind === "open") return `"kind":"open","metadata":${cargo.metadata},"graph":${cargo.graph}`;
  if (cargo.kind === "graph") return `"kind":"graph","graph":${cargo.graph}`;
  if (cargo.kind === "child") return `"kind":"child","child":${cargo.child}`;
  return `"kind":"blob","hash":${JSON.stringify(cargo.hash)},"base64":"${base64Of(cargo.bytes)}"`;
}

/** The text that is sent, without its line break. */
export function wireText(line: WireLine): string {
  const { project, appId, partitionKey } = line.lane.place;
  const place: IngestPlace = { project, app_id: appId, partition_key: partitionKey };
  const fields =
    line.kind === "lines" ? `"kind":"lines","seq":${line.seq},"lines":${JSON.stringify(line.lines)}` : line.fields;
  return `{"place":${JSON.stringify(place)},"tracker":${JSON.stringify(line.lane.id)},${fields}}`;
}

/** How many records and large values are in it. */
export function recordsIn(line: WireLine): number {
  if (line.kind === "lines") return line.lines.length;
  return line.isValue ? 1 : 0;
}

/** Two halves, of which the second may be sent only after the first; `undefined` when it cannot be divided. */
export function halves(lines: readonly WireLine[]): readonly [readonly WireLine[], readonly WireLine[]] | undefined {
  if (lines.length > 1) {
    const middle = lines.length >> 1;
    return [lines.slice(0, middle), lines.slice(middle)];
  }
  const [line] = lines;
  if (line?.kind !== "lines" || line.lines.length < 2) return undefined;
  const middle = line.lines.length >> 1;
  return [
    [{ ...line, lines: line.lines.slice(0, middle) }],
    [{ ...line, seq: line.seq + middle, lines: line.lines.slice(middle) }],
  ];
}

/** What remains of lines that a receiver refuses, and how many records went. */
export interface Sifted {
  readonly kept: readonly WireLine[];
  readonly records: number;
  readonly problem: string | undefined;
}

/** Leaves out what no receiver can take. A record that goes leaves a `lost` record with its number. */
export function sift(lines: readonly WireLine[], nowMs: number): Sifted {
  const kept: WireLine[] = [];
  let records = 0;
  let problem: string | undefined;
  for (const line of lines) {
    const found = problemOf(line);
    if (found === undefined) {
      kept.push(line);
      continue;
    }
    problem ??= found;
    const { lane } = line;
    lane.isRefused = problemOf({ lane, kind: "lines", seq: 0, lines: [] }) !== undefined;
    if (line.kind !== "lines" || lane.isRefused) {
      records += recordsIn(line);
      continue;
    }
    const texts = line.lines.map((text) => {
      if (problemOf({ ...line, lines: [text] }) === undefined) return text;
      records += 1;
      lane.breaks += 1;
      return lostLine(1, "it was no record in one line of JSON", nowMs);
    });
    kept.push({ ...line, lines: texts });
  }
  return { kept, records, problem };
}

function problemOf(line: WireLine): string | undefined {
  const parsed = parseIngestLine(wireText(line));
  return "problem" in parsed ? parsed.problem : undefined;
}
