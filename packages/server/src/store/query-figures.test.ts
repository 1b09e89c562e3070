import { isObject, type Price, queryFields } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { noteMarks } from "../notes/note-marks.ts";
import { at, begin, end, firstMs, logText, run } from "../testing/log-lines.ts";
import { MemoryLogs } from "../testing/memory-logs.ts";
import { openStore } from "./open-store.ts";

// What queries find is compared with figures that are counted here, in the lines of the logs and nothing else.

type Line = Readonly<Record<string, unknown>>;

const prices: readonly Price[] = [
  { model: "gull-*", input: 100, cached: 10, output: 400 },
  { model: "tern", input: 1000, cached: 1000, output: 1000 },
];
const dollars: Readonly<Record<string, readonly [input: number, output: number]>> = {
  "gull-1": [100, 400],
  tern: [1000, 1000],
};

function attribute(step: number, span: string | null, key: string, value: unknown): object {
  return { type: "attribute", key: `gen_ai.${key}`, action_sequence_id: step, span_id: span, value, tags: {} };
}

function call(step: number, place: number, model: string, [input, output]: readonly [number, number]): object[] {
  const span = `${step}:${place}`;
  return [
    { type: "begin_span", start_time: at(step * 10 + 1), action_sequence_id: step, span_id: span, span_name: "llm", parent_span_id: null, span_dependencies: [] }, // prettier-ignore
    attribute(step, span, "usage.input_tokens", input),
    attribute(step, span, "request.model", model),
    attribute(step, span, "response.model", `${model}-2026`),
    attribute(step, span, "usage.output_tokens", output),
  ];
}

const ended = (status: string, ms: number): object => ({
  type: "end_run",
  run_id: "r1",
  t: at(ms),
  status,
  stopped: null,
});
const failure = { status: "failed", error: { name: "Declined", message: "no funds" }, exception: "Declined: no funds" };

const logs: Readonly<Record<string, readonly object[]>> = {
  shop: [
    run({ graph_hash: "3f9a" }),
    begin(0, "ask", { inputs: { prompt: "the refund policy" } }),
    { type: "access", sequence_id: 0, read: ["docs"], wrote: ["total"] },
    end(0, "ask", { state: { total: 1, docs: [] } }),
    begin(1, "answer"),
    ...call(1, 0, "gull-1", [1000, 200]),
    ...call(1, 1, "tern", [50, 50]),
    { type: "begin_stream", action_sequence_id: 1, span_id: null, stream_init_time: at(11) },
    { type: "stream_chunk", sequence_id: 1, i: 0, dt_us: [1500, 100, 2500], items: ["a", "b", "c"] },
    { type: "end_stream", action_sequence_id: 1, span_id: null, end_time: at(14), items_streamed: 3 },
    { type: "access", sequence_id: 1, read: ["total"], wrote: [] },
    end(1, "answer", { state: { total: 1, docs: [] } }),
    begin(2, "pay"),
    { type: "retry", sequence_id: 2, attempt: 1, t: at(22), delay_ms: 0, error: { name: "E", message: "" } },
    end(2, "pay", { ...failure, state: { total: 1, docs: [] } }),
    begin(2, "pay"),
    ...call(2, 0, "gull-1", [10, 5]),
    end(2, "pay", { recovered: failure.error, state: { total: 5, docs: [] } }),
    begin(5, "ask"),
    { type: "end_entry", end_time: at(60), action: "ask", result: null, exception: null, sequence_id: 5, state: { total: 5, docs: [] } }, // prettier-ignore
    ended("halted", 100),
  ],
  child: [run({ graph_hash: "77aa" }), begin(0, "work"), ...call(0, 0, "nobody", [7, 7]), end(0, "work"), begin(1, "pay"), end(1, "pay", failure), ended("failed", 20)], // prettier-ignore
  fork: [run(), begin(2, "pay"), ...call(2, 0, "tern", [400, 100]), end(2, "pay"), ended("completed", 30)],
  quiet: [run({ pid: 7 }), begin(0, "ask")],
};

const origins: Readonly<Record<string, Line>> = {
  shop: { partition_key: "ann" },
  child: { spawning_parent_pointer: { type: "pointer_data", app_id: "shop", partition_key: "ann", sequence_id: 1 } },
  fork: { parent_pointer: { type: "pointer_data", app_id: "shop", partition_key: "ann", sequence_id: 2 } },
  quiet: {},
};

const notes = [
  ["shop", "ann", 1, ["slow"], "the refund is wrong"],
  ["shop", "ann", 1, [], "too long"],
  ["shop", "ann", -1, ["review"], ""],
  ["fork", null, 2, ["slow"], ""],
] as const;

const noteLines = notes.map(([app, partition, step, tags, note], id) => ({
  id,
  project_id: "p",
  app_id: app,
  partition_key: partition,
  step_sequence_id: step,
  created: at(0),
  updated: at(0),
  span_id: null,
  step_name: "",
  tags,
  observations: note === "" ? [] : [{ data_fields: { note }, thumbs_up_thumbs_down: null, data_pointers: [] }],
}));

const source = new MemoryLogs();
for (const [app, lines] of Object.entries(logs)) {
  const metadata = { type: "application_metadata", partition_key: null, parent_pointer: null, spawning_parent_pointer: null, app_id: app, ...origins[app] }; // prettier-ignore
  source.put("p", app === "shop" ? "shop~ann" : app, { log: logText(...lines), metadata, modifiedAtMs: firstMs + 200 });
}
const store = openStore(source, {
  now: () => firstMs + 3_600_000,
  host: "here",
  isAlive: () => false,
  marks: noteMarks({
    read: () => Promise.resolve(logText(...noteLines)),
    append: () => Promise.resolve(false),
  }),
});

interface Counted {
  readonly app: string;
  readonly step: Line;
  readonly end: Line | undefined;
  readonly lines: readonly Line[];
  readonly before: Counted | undefined;
  readonly all: readonly Counted[];
}

const lines = (app: string): readonly Line[] =>
  logText(...(logs[app] ?? []))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

function stepsOf(app: string): readonly Counted[] {
  const all: Counted[] = [];
  const starts = lines(app).flatMap(({ type }, n) => (type === "begin_entry" ? [n] : []));
  for (const [place, start] of starts.entries()) {
    const own = lines(app).slice(start, starts[place + 1]);
    const [step] = own;
    if (step !== undefined)
      all.push({ app, step, end: own.find(({ type }) => type === "end_entry"), lines: own, before: all.at(-1), all });
  }
  return all;
}

const of = (counted: Counted, type: string): readonly Line[] => counted.lines.filter((line) => line["type"] === type);
const ms = (time: unknown): number => Date.parse(String(time));
const id = ({ step }: Counted): number => Number(step["sequence_id"]);
const failed = (one: Counted): boolean => one.end?.["status"] === "failed";
const took = (one: Counted): number => (one.end === undefined ? Number.NaN : ms(one.end["end_time"]) - ms(one.step["start_time"])); // prettier-ignore
const given = (one: Counted, key: string): readonly unknown[] => of(one, "attribute").flatMap((line) => (line["key"] === `gen_ai.${key}` ? [line["value"]] : [])); // prettier-ignore
const sum = (numbers: readonly unknown[]): number => numbers.reduce((total: number, one) => total + Number(one), 0);
const tokens = (one: Counted): number => sum([...given(one, "usage.input_tokens"), ...given(one, "usage.output_tokens")]); // prettier-ignore
const dts = (one: Counted): readonly number[] => of(one, "stream_chunk").flatMap((line) => line["dt_us"] as number[]);
const accessed = (one: Counted, how: "read" | "wrote"): readonly string[] => of(one, "access").flatMap((line) => line[how] as string[]); // prettier-ignore
const noted = (one: Counted) => notes.filter(([app, , step]) => app === one.app && step === id(one));
const total = (one: Counted | undefined): unknown => (isObject(one?.end?.["state"]) ? one.end["state"]["total"] : undefined); // prettier-ignore
const repeats = (one: Counted): boolean => one.all.slice(0, one.all.indexOf(one)).some((other) => id(other) === id(one)); // prettier-ignore
const children = (one: Counted): number => (one.app === "shop" ? Object.values(origins).flatMap((origin) => Object.values(origin)).filter((pointer) => isObject(pointer) && pointer["sequence_id"] === id(one)).length : 0); // prettier-ignore

/** `undefined`: a price is not known. */
function cost(steps: readonly Counted[]): number | undefined {
  let micros = 0;
  for (const one of steps) {
    for (const span of new Set(of(one, "attribute").map((line) => line["span_id"]))) {
      const [model = "", input, output] = ["request.model", "usage.input_tokens", "usage.output_tokens"].map((key) => of(one, "attribute").find((line) => line["span_id"] === span && line["key"] === `gen_ai.${key}`)?.["value"]); // prettier-ignore
      const price = dollars[String(model)];
      if (price === undefined) return undefined;
      micros += Number(input) * price[0] + Number(output) * price[1];
    }
  }
  return micros / 1e6;
}
const priced = (steps: readonly Counted[], test: (dollars: number) => boolean): boolean => {
  const known = cost(steps);
  return known !== undefined && test(known);
};

describe("What is asked of steps", () => {
  const all = Object.keys(logs).flatMap((app) => stepsOf(app));
  const table: readonly (readonly [query: string, is: (one: Counted) => boolean])[] = [
    ["action:pay", ({ step }) => step["action"] === "pay"],
    ["status:failed", failed],
    ["status:lost", ({ end: its }) => its === undefined],
    ["changed:total", (one) => (of(one, "access").length > 0 ? accessed(one, "wrote").includes("total") : one.end !== undefined && total(one) !== undefined && total(one) !== total(one.before))], // prettier-ignore
    ["read:docs", (one) => accessed(one, "read").includes("docs")],
    ["model:gull-*", (one) => given(one, "request.model").includes("gull-1")],
    ["model:tern", (one) => given(one, "request.model").includes("tern")],
    ["tag:slow", (one) => noted(one).some(([, , , tags]) => tags.some((tag) => tag === "slow"))],
    ["note:any", (one) => noted(one).length > 0],
    ["note:*refund*", (one) => noted(one).some(([, , , , text]) => text.includes("refund"))],
    ["notes:>1", (one) => noted(one).length > 1],
    ["error:*funds", failed],
    ["failed:pay", (one) => failed(one) && one.step["action"] === "pay"],
    ["role:fallback", ({ end: its }) => its?.["recovered"] !== undefined],
    ["kind:stream", (one) => of(one, "begin_stream").length > 0],
    ["is:gap", (one) => one.before !== undefined && id(one) > id(one.before) + 1],
    ["is:repeat", repeats],
    ["is:parent", (one) => children(one) > 0],
    ["children:1", (one) => children(one) === 1],
    ["dur:>5ms", (one) => took(one) > 5],
    ["dur:<=5ms", (one) => took(one) <= 5],
    ["ttft:1500us", (one) => dts(one)[0] === 1500],
    [
      "gap:>=2.5ms",
      (one) =>
        dts(one)
          .slice(1)
          .some((us) => us >= 2500),
    ],
    ["tokens:>15", (one) => tokens(one) > 15],
    ["tokens:15", (one) => tokens(one) === 15],
    ["cost:>0.2", (one) => priced([one], (known) => known > 0.2)],
    ["cost:0.28", (one) => priced([one], (known) => known === 0.28)],
    ["-cost:>0.2", (one) => priced([one], (known) => known <= 0.2)],
    ["errors:1", failed],
    ["seq:>=2", (one) => id(one) >= 2],
    ["attempt:2", (one) => of(one, "retry").length === 1],
    ["chunks:3", (one) => dts(one).length === 3],
    ["spans:2", (one) => of(one, "begin_span").length === 2],
    [`after:${at(20)}`, ({ step }) => ms(step["start_time"]) >= firstMs + 20],
    [`before:${at(20)}`, ({ step }) => ms(step["start_time"]) < firstMs + 20],
    ["edge:ask->answer", (one) => one.before?.step["action"] === "ask" && one.step["action"] === "answer"],
    ["state.total=5", (one) => total(one) === 5],
    ['"refund policy"', (one) => JSON.stringify(one.lines).includes("refund policy")],
  ];

  it.each(table)("%s finds just those", async (q, is) => {
    const found: string[] = [];
    for (const app of Object.keys(logs)) {
      const view = await store.run({ project: "p", partitionKey: app === "shop" ? "ann" : null, appId: app });
      const { items = [] } = (await view?.steps({ q, prices })) ?? {};
      found.push(...items.map(({ sequence_id: seq, repeat }) => `${app}@${seq}.${repeat}`));
    }
    const wanted = all.filter((one) => is(one)).map((one) => `${one.app}@${id(one)}.${repeats(one) ? 1 : 0}`);
    expect(found).toEqual(wanted);
    expect(found).not.toEqual([]);
  });

  it("is asked with every field", () => {
    const ofRuns = ["graph", "app", "partition", "steps", "size", "forks"];
    expect([...queryFields.keys()].filter((name) => !table.some(([q]) => q.replace("-", "").startsWith(`${name}:`)))).toEqual(ofRuns); // prettier-ignore
  });
});

describe("What is asked of runs", () => {
  const table: readonly (readonly [query: string, is: (steps: readonly Counted[], app: string) => boolean])[] = [
    ["action:work", (steps) => steps.some(({ step }) => step["action"] === "work")],
    ["status:failed", (steps, app) => app !== "shop" && steps.at(-1) !== undefined && failed(steps.at(-1)!)],
    ["status:paused", (_steps, app) => app === "shop"],
    ["status:lost", (_steps, app) => lines(app).every(({ type }) => type !== "end_run" && type !== "end_entry")],
    ["model:tern", (steps) => steps.some((one) => given(one, "request.model").includes("tern"))],
    ["tag:slow", (_steps, app) => notes.some(([on, , , tags]) => on === app && tags.some((tag) => tag === "slow"))],
    ["note:any", (_steps, app) => notes.some(([on]) => on === app)],
    ["notes:3", (_steps, app) => notes.filter(([on]) => on === app).length === 3],
    ["error:any", (steps) => steps.some(failed)],
    ["errors:1", (steps) => steps.filter(failed).length === 1],
    ["failed:pay", (steps) => steps.some((one) => failed(one) && one.step["action"] === "pay")],
    ["graph:3f9a", (_steps, app) => lines(app)[0]?.["graph_hash"] === "3f9a"],
    ["app:fo*", (_steps, app) => app.startsWith("fo")],
    ["partition:ann", (_steps, app) => origins[app]?.["partition_key"] === "ann"],
    ["is:fork", (_steps, app) => origins[app]?.["parent_pointer"] !== undefined],
    ["is:child", (_steps, app) => origins[app]?.["spawning_parent_pointer"] !== undefined],
    ["is:parent", (steps) => steps.some((one) => children(one) > 0)],
    ["children:1", (steps, app) => app === "shop" && steps.length > 0],
    ["forks:1", (steps, app) => app === "shop" && steps.length > 0],
    ["dur:100ms", (_steps, app) => lines(app).some(({ t }) => t === at(100))],
    ["tokens:>100", (steps) => sum(steps.map(tokens)) > 100],
    ["tokens:14", (steps) => sum(steps.map(tokens)) === 14],
    ["cost:>0.25", (steps) => priced(steps, (known) => known > 0.25)],
    ["cost:0.5", (steps) => priced(steps, (known) => known === 0.5)],
    ["-cost:>0.25", (steps) => priced(steps, (known) => known <= 0.25)],
    ["steps:>=2", (steps) => steps.length >= 2],
    ["size:>1kb", (_steps, app) => logText(...(logs[app] ?? [])).length > 1024],
    [`after:${at(1)}`, (_steps, app) => ms(lines(app)[0]?.["t"]) >= firstMs + 1],
    [`before:${at(1)}`, (_steps, app) => ms(lines(app)[0]?.["t"]) < firstMs + 1],
    ["edge:work->pay", (steps) => steps.some((one) => one.before?.step["action"] === "work" && one.step["action"] === "pay")], // prettier-ignore
    ["shop", (_steps, app) => app === "shop"],
  ];

  it.each(table)("%s finds just those", async (q, is) => {
    const found = (await store.runs("p", { q, prices, sort: "app_id" }))?.items.map(({ app_id: app }) => app);
    expect(found).toEqual(
      Object.keys(logs)
        .filter((app) => is(stepsOf(app), app))
        .toSorted(),
    );
  });

  it("is asked with every field that is known of runs", () => {
    const ofSteps = ["changed", "read", "role", "kind", "ttft", "gap", "seq", "attempt", "chunks", "spans"];
    expect([...queryFields.keys()].filter((name) => !table.some(([q]) => q.replace("-", "").startsWith(`${name}:`)))).toEqual(ofSteps); // prettier-ignore
  });

  it.each([
    ["tokens", ["child", "fork", "shop", "quiet"]],
    ["cost", ["shop", "fork", "child", "quiet"]],
    ["-cost", ["fork", "shop", "child", "quiet"]],
    ["-steps", ["shop", "child", "fork", "quiet"]],
    ["-duration_ms", ["shop", "fork", "child", "quiet"]],
    ["status", ["fork", "child", "shop", "quiet"]],
    ["last_action", ["quiet", "shop", "child", "fork"]],
  ])("are sorted by %s", async (sort, apps) => {
    expect((await store.runs("p", { sort, prices }))?.items.map(({ app_id: app }) => app)).toEqual(apps);
  });
});
