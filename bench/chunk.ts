import { burr, type Hooks } from "@burrjs/core";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { compare, type Contender, type Effort } from "./measure.ts";
import { atMost, type Findings, type Row } from "./table.ts";

const chunks = 20_000;

interface Chunk {
  readonly delta: number;
}

async function* asyncSource(): AsyncGenerator<Chunk, { total: number }, void> {
  for (let delta = 0; delta < chunks; delta += 1) yield { delta };
  return { total: chunks };
}

function* syncSource(): Generator<Chunk, { total: number }, void> {
  for (let delta = 0; delta < chunks; delta += 1) yield { delta };
  return { total: chunks };
}

async function* pairSource(): AsyncGenerator<[Chunk, null] | [Chunk, { total: number }], void, void> {
  for (let delta = 0; delta < chunks; delta += 1) yield [{ delta }, null];
  yield [{ delta: chunks }, { total: chunks }];
}

const b = burr<{ total: number }>();
const actions = {
  async: b.action({ reads: [], writes: ["total"], run: asyncSource }),
  sync: b.action({ reads: [], writes: ["total"], run: syncSource }),
  pairs: b.streamingAction({ reads: [], writes: ["total"], run: pairSource }),
};

/** What one chunk costs on its way from an action to `for await`. */
export async function measure(effort: Effort): Promise<Findings> {
  const graph = writerGraph();
  const times = await compare(
    {
      raw: each(() => consume(asyncSource())),
      rawPairs: each(() => consume(pairSource())),
      async: each(async () => consume(await streamOf("async"))),
      sync: each(async () => consume(await streamOf("sync"))),
      pairs: each(async () => consume(await streamOf("pairs"))),
      signal: each(async () => consume(await streamOf("async", { signal: new AbortController().signal }))),
      hooks: each(async () => consume(await streamOf("async", { hooks: threeHooks() }))),
      events: each(() => consume(appOf("async").stream())),
      eventsSync: each(() => consume(appOf("sync").stream())),
      langgraph: each(async () => consume(await graph.stream({ total: 0 }, { streamMode: "custom" }))),
    },
    effort,
  );
  const row = (benchmark: string, name: Parameters<typeof times.micros>[0], base: "raw" | "rawPairs"): Row => ({
    benchmark,
    unit: "µs",
    ours: times.micros(name),
    base: times.micros(base),
    excess: times.excess(name, base),
    langgraph: times.micros("langgraph"),
  });
  const limited = (limitMicros: number, one: Row): Row => ({
    ...one,
    targets: [atMost(one.excess ?? Number.NaN, limitMicros, "µs over base")],
  });
  const sync = limited(0.25, row("chunk: streamResult, sync source", "sync", "raw"));
  return {
    rows: [
      limited(0.25, row("chunk: streamResult, async source", "async", "raw")),
      {
        ...sync,
        targets: [...(sync.targets ?? []), { text: "≤ async source", isMet: times.ratio("sync", "async") <= 1 }],
      },
      limited(0.25, row("chunk: streamResult, pairs", "pairs", "rawPairs")),
      row("chunk: streamResult, with a signal", "signal", "raw"),
      row("chunk: streamResult, 3 hooks", "hooks", "raw"),
      limited(0.5, row("chunk: stream(), async source", "events", "raw")),
      limited(0.5, row("chunk: stream(), sync source", "eventsSync", "raw")),
    ],
    notes: [
      "Chunk: base is the same async generator without us, read by for await (for a sync source too; for pairs one that yields " +
        "them). LangGraph: its custom stream writer, which does not wait for the reader. Each of the 3 hooks has postStreamItem.",
    ],
  };
}

function each(consumeAll: () => Promise<number>): Contender {
  const run = async (): Promise<void> => {
    const count = await consumeAll();
    if (count < chunks) throw new Error(`Got ${count} of ${chunks} chunks.`);
  };
  return { operations: chunks, run };
}

async function consume(source: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const chunk of source) count += chunk === undefined ? 0 : 1;
  return count;
}

function appOf(source: keyof typeof actions, hooks: readonly Hooks[] = []) {
  return b.application({
    actions: { generate: actions[source] },
    transitions: [],
    entrypoint: "generate",
    state: {},
    freeze: false,
    hooks,
  });
}

async function streamOf(
  source: keyof typeof actions,
  { hooks, signal }: { readonly hooks?: readonly Hooks[]; readonly signal?: AbortSignal } = {},
) {
  return appOf(source, hooks).streamResult({ haltAfter: "generate", ...(signal && { signal }) });
}

function threeHooks() {
  let calls = 0;
  const count = (): void => {
    calls += 1;
  };
  return Array.from({ length: 3 }, () => ({ postStreamItem: count }));
}

function writerGraph() {
  return new StateGraph(Annotation.Root({ total: Annotation<number> }))
    .addNode("generate", async (_state, { writer }) => {
      for await (const chunk of asyncSource()) writer?.(chunk);
      return { total: chunks };
    })
    .addEdge(START, "generate")
    .addEdge("generate", END)
    .compile();
}
