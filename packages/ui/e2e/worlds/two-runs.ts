import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const firstMs = Date.UTC(2026, 10, 29, 2, 30);
const at = (ms: number): string => new Date(firstMs + ms).toISOString();

/** What a step of these runs did. */
interface Did {
  readonly id: number;
  readonly action: string;
  /** When it began, and how long it took. */
  readonly fromMs: number;
  readonly tookMs: number;
  /** What it wrote. */
  readonly wrote: Readonly<Record<string, string>>;
  readonly stream?: { readonly items: readonly string[]; readonly everyMs: number };
  readonly call?: {
    readonly tookMs: number;
    readonly input: number;
    readonly cached: number;
    readonly output: number;
  };
}

/**
 * Writes two runs whose figures are known to the digit into the project `pairs`: `left` and `right` say and cost something else in
 * `answer`, decide otherwise, and go different ways from there. `twice` has one step twice.
 */
export async function writeTwoRuns(dir: string): Promise<void> {
  const boats = { what: "boats ", fromMs: 10, everyMs: 100 };
  const ships = { what: "ships ", fromMs: 10, everyMs: 150 };
  await writeRun(dir, "left", [
    ask(0, 0, "Gulls?"),
    { ...answer(boats), call: { tookMs: 300, input: 1000, cached: 0, output: 500 } },
    { id: 2, action: "decide", fromMs: 410, tookMs: 20, wrote: { mode: "review" } },
    { id: 3, action: "review", fromMs: 430, tookMs: 50, wrote: { verdict: "good" } },
    ask(4, 480, "Terns?"),
  ]);
  await writeRun(dir, "right", [
    ask(0, 0, "Gulls?"),
    { ...answer(ships), call: { tookMs: 450, input: 1000, cached: 400, output: 700 } },
    { id: 2, action: "decide", fromMs: 610, tookMs: 20, wrote: { mode: "draw" } },
    { id: 3, action: "draw", fromMs: 630, tookMs: 250, wrote: { picture: "gull.png" } },
    ask(4, 880, "Terns?"),
  ]);
  // Two runs with the same step, which started runs that are not all the same.
  for (const app of ["up", "down"]) {
    await writeRun(dir, app, [{ id: 0, action: "ask", fromMs: 0, tookMs: 10, wrote: { prompt: "Gulls?" } }]);
    const wrote = ["Gulls", app, ...(app === "up" ? [] : ["more"])];
    for (const [n, prompt] of wrote.entries())
      await writeRun(dir, `${app}-${n}`, [{ id: 0, action: "ask", fromMs: n, tookMs: 10, wrote: { prompt } }], app);
  }
  // The first try of its step 1 ended, and another run did that step again.
  await writeRun(dir, "twice", [ask(0, 0, "Gulls?"), answer(boats), answer({ ...ships, fromMs: 410, everyMs: 100 })]);
}

function ask(id: number, fromMs: number, prompt: string): Did {
  return { id, action: "ask", fromMs, tookMs: 10, wrote: { prompt } };
}

/** Step 1: three items, and as long again until its end. */
function answer({ what, fromMs, everyMs }: { what: string; fromMs: number; everyMs: number }): Did {
  const items = ["Gulls follow ", what, "for food."];
  return { id: 1, action: "answer", fromMs, tookMs: 4 * everyMs, wrote: { text: items.join("") }, stream: { items, everyMs } }; // prettier-ignore
}

const ways = [
  ["ask", "answer"],
  ["answer", "decide"],
  ["decide", "review"],
  ["decide", "draw"],
  ["review", "ask"],
  ["draw", "ask"],
] as const;

/** `startedBy`: the run whose step 0 started it. */
async function writeRun(dir: string, appId: string, steps: readonly Did[], startedBy?: string): Promise<void> {
  const folder = join(dir, "pairs", appId);
  await mkdir(folder, { recursive: true });
  const names = [...new Set(ways.flat())];
  const graph = {
    type: "application",
    entrypoint: "ask",
    graph_hash: "a1",
    actions: names.map((name) => ({ type: "action", name, reads: [], writes: [], code: "", inputs: [], optional_inputs: [] })), // prettier-ignore
    transitions: ways.map(([from, to]) => ({ type: "transition", from_: from, to, condition: "default" })),
  };
  const metadata = { type: "application_metadata", app_id: appId, partition_key: null, parent_pointer: null, spawning_parent_pointer: startedBy === undefined ? null : { type: "pointer_data", app_id: startedBy, sequence_id: 0, partition_key: null } }; // prettier-ignore
  const records = [
    {
      type: "run",
      v: 1,
      run_id: "r1",
      t: at(steps[0]?.fromMs ?? 0),
      method: "run",
      pid: 1,
      host: "elsewhere",
      graph_hash: "a1",
      state: {},
    },
    ...steps.flatMap((step) => recordsOf(step)),
    { type: "end_run", run_id: "r1", t: at(900), status: "completed", stopped: "after" },
  ];
  await writeFile(join(folder, "graph.json"), JSON.stringify(graph));
  await writeFile(join(folder, "metadata.json"), JSON.stringify(metadata));
  await writeFile(join(folder, "log.jsonl"), records.map((record) => `${JSON.stringify(record)}\n`).join(""));
}

function recordsOf({ id, action, fromMs, tookMs, wrote, stream, call }: Did): readonly object[] {
  const endMs = fromMs + tookMs;
  const patch = Object.entries(wrote).map(([key, value]) => ({ op: "add", path: `/${key}`, value }));
  return [
    { type: "begin_entry", start_time: at(fromMs), action, inputs: {}, sequence_id: id },
    ...(stream === undefined ? [] : streamRecords(id, fromMs, stream)),
    ...(call === undefined ? [] : callRecords(id, fromMs, call)),
    {
      type: "end_entry",
      end_time: at(endMs),
      action,
      result: null,
      exception: null,
      form: "patch",
      state: { $patch: patch },
      sequence_id: id,
    },
  ];
}

function streamRecords(id: number, fromMs: number, { items, everyMs }: NonNullable<Did["stream"]>): readonly object[] {
  const of = { action_sequence_id: id, span_id: null };
  return [
    { type: "begin_stream", ...of, stream_init_time: at(fromMs) },
    { type: "first_item_stream", ...of, first_item_time: at(fromMs + everyMs) },
    { type: "stream_chunk", sequence_id: id, i: 0, dt_us: items.map(() => everyMs * 1000), items },
    { type: "end_stream", ...of, end_time: at(fromMs + items.length * everyMs), items_streamed: items.length },
  ];
}

function callRecords(id: number, fromMs: number, call: NonNullable<Did["call"]>): readonly object[] {
  const of = { action_sequence_id: id, span_id: `${id}:0` };
  const attributes = {
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.usage.input_tokens": call.input,
    "gen_ai.usage.cache_read.input_tokens": call.cached,
    "gen_ai.usage.output_tokens": call.output,
  };
  return [
    { type: "begin_span", ...of, start_time: at(fromMs), span_name: "chat gpt-4o", parent_span_id: null, span_dependencies: [] }, // prettier-ignore
    ...Object.entries(attributes).map(([key, value]) => ({ type: "attribute", ...of, key, value, tags: {}, time_logged: at(fromMs) })), // prettier-ignore
    { type: "end_span", ...of, end_time: at(fromMs + call.tookMs) },
  ];
}
