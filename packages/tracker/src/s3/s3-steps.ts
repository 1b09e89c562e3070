import type { Cargo, Item, Lane } from "../http/cargo.ts";
import { machine } from "../machine/machine.ts";
import type { Bucket } from "./bucket.ts";
import { orderOf, orderText, parsePart, partName } from "./part-name.ts";
import type { S3CallOptions } from "./s3-calls.ts";

/** What is known of a log that is written. */
export interface Writer {
  /** What the keys of its objects begin with; ends with `/`. */
  readonly base: string;
  /** 16 hexadecimal digits that no other writer has. */
  readonly id: string;
  /** The position of its last part, or of others' that was there before. */
  lastOrder: number;
  /** When that was looked up, or a part was written; by the clock of this process. */
  lastAtMs: number;
}

// Meanwhile another process may have written: then it is looked up what is there.
const alignedMs = 30_000;

/** What a step works with. */
interface StepContext {
  readonly bucket: Bucket;
  readonly writer: Writer;
  readonly now: () => number;
  readonly options: S3CallOptions;
}

/** Something that has to be done for an application. It may be done again when it is not known whether it was. */
export interface Step {
  /** How many records and large values it is about. */
  readonly records: number;
  readonly run: (context: StepContext) => Promise<void>;
}

/** What has to be done, by application. The records of one go into one object, as far as their order to large values permits. */
export function stepsOf(items: readonly Item[]): Map<Lane, Step[]> {
  const cargo = new Map<Lane, Cargo[]>();
  for (const item of items) {
    const list = cargo.get(item.lane) ?? [];
    cargo.set(item.lane, list);
    list.push(item.cargo);
  }
  return new Map(Array.from(cargo, ([lane, list]) => [lane, stepsOfOne(list)]));
}

function stepsOfOne(list: readonly Cargo[]): Step[] {
  const steps: Step[] = [];
  const lines: string[] = [];
  // Large values may come before the records that name them, so all of them may: then there is one part.
  for (const cargo of list) {
    if (cargo.kind === "line") lines.push(cargo.text);
    else steps.push(stepOf(cargo));
  }
  if (lines.length > 0) steps.push({ records: lines.length, run: partStep(lines) });
  return steps;
}

function stepOf(cargo: Exclude<Cargo, { kind: "line" }>): Step {
  if (cargo.kind === "blob") {
    const { hash, bytes } = cargo;
    return {
      records: 1,
      run: ({ bucket, writer, options }) => bucket.put(`${writer.base}blobs/${hash}`, bytes, options),
    };
  }
  if (cargo.kind === "child") return { records: 0, run: (context) => putChild(cargo.child, context) };
  if (cargo.kind === "graph") return { records: 0, run: (context) => putGraph(cargo, context) };
  return { records: 0, run: (context) => open(cargo, context) };
}

function partStep(lines: readonly string[]): Step["run"] {
  let key: string | undefined;
  return async (context) => {
    const { bucket, writer, now, options } = context;
    if (key === undefined) {
      if (now() - writer.lastAtMs > alignedMs) writer.lastOrder = await lastOrderOf(context);
      const order = Math.max(Math.floor(now()), writer.lastOrder + 1);
      writer.lastOrder = order;
      writer.lastAtMs = now();
      key = `${writer.base}log/${partName(order, writer.id)}`; // it stays, so that it does no harm to write it again
    }
    await bucket.put(key, lines.map((line) => `${line}\n`).join(""), options);
  };
}

/** A process whose clock is behind goes on after what another one has written. */
async function lastOrderOf({ bucket, writer, now, options }: StepContext): Promise<number> {
  const folder = `${writer.base}log/`;
  let last = writer.lastOrder;
  for await (const listed of bucket.list(folder, folder + orderText(now()), options)) {
    const part = parsePart(listed, listed.key.slice(folder.length));
    if (part !== undefined) last = Math.max(last, orderOf(part.stem));
  }
  return last;
}

/** Writes what is not there: an application that is gone on with keeps its files. */
async function open(cargo: Extract<Cargo, { kind: "open" }>, context: StepContext): Promise<void> {
  const { bucket, writer, options } = context;
  const names = await bucket.names(writer.base, options);
  if (!names.has("graph.json")) await bucket.put(`${writer.base}graph.json`, cargo.graph, options);
  else if (cargo.graphHash !== undefined && !names.has(`graph-${cargo.graphHash}.json`)) await putGraph(cargo, context);
  if (!names.has("metadata.json")) await bucket.put(`${writer.base}metadata.json`, cargo.metadata, options);
}

async function putGraph(
  { graph, graphHash }: { readonly graph: string; readonly graphHash: string | undefined },
  { bucket, writer, options }: StepContext,
): Promise<void> {
  const first = await bucket.text(`${writer.base}graph.json`, options);
  if (first === undefined || graphHash === undefined) return bucket.put(`${writer.base}graph.json`, graph, options);
  if (hashIn(first) === graphHash) return;
  await bucket.put(`${writer.base}graph-${graphHash}.json`, graph, options);
}

function hashIn(graph: string): unknown {
  try {
    const value: unknown = JSON.parse(graph);
    return typeof value === "object" && value !== null && "graph_hash" in value ? value.graph_hash : undefined;
  } catch {
    return undefined; // then it is another one
  }
}

/** Noted once: the first time counts. */
async function putChild(text: string, { bucket, writer, options }: StepContext): Promise<void> {
  const { event_time: _, ...child } = JSON.parse(text) as Record<string, unknown>; // we have made it of an object
  const key = `${writer.base}children/${machine.sha256(JSON.stringify(child)).slice(0, 32)}.json`;
  if ((await bucket.get(key, undefined, options)) === undefined) await bucket.put(key, text, options);
}
