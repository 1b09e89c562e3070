import { burr, task } from "@burrjs/core";
import { compare, type Effort } from "./measure.ts";
import { atMost, type Findings } from "./table.ts";

const branches = 64;

const b = burr<{ n: number; out: number }>();

/** What a chunk costs that comes out of one of many branches, and whether some of them are left behind. */
export async function measure({ rounds, warmUpMs }: Effort): Promise<Findings> {
  const chunks = rounds < 10 ? 1_000 : 10_000;
  const operations = branches * chunks;
  const times = await compare(
    {
      raw: { operations, run: () => consume(mergeByHand(sources(chunks))) },
      stream: { operations, run: () => consume(appOf(chunks).stream()) },
      items: { operations, run: async () => consume(await appOf(chunks).streamResult({ haltAfter: "all" })) },
    },
    { rounds: Math.min(rounds, 9), warmUpMs },
  );
  const spread = await progressOf(chunks);
  const row = (how: "stream" | "items", name: string) => ({
    benchmark: `branches: a chunk of ${branches} × ${chunks}, ${name}`,
    unit: "µs" as const,
    ours: times.micros(how),
    base: times.micros("raw"),
    targets: [{ text: "≤ 3× base", isMet: times.ratio(how, "raw") <= 3 }],
  });
  return {
    rows: [
      row("stream", "stream()"),
      row("items", "streamResult()"),
      {
        benchmark: "branches: chunks of the one furthest on, to those of the one furthest behind, at most",
        unit: "×",
        ours: spread,
        targets: [atMost(spread, 1.5, "×")],
      },
    ],
    notes: [
      `Branches: base is a hand-written merge of ${branches} async generators, read by one loop. ` +
        "Who is furthest on is looked at after each chunk, from the tenth of one of them on.",
    ],
  };
}

/** The largest ratio, at any moment, between the branch that is furthest and the one that is least far. */
async function progressOf(chunks: number): Promise<number> {
  const counts = Array.from({ length: branches }, () => 0);
  let worst = 1;
  for await (const event of appOf(Math.min(chunks, 500)).stream()) {
    if (event.type !== "chunk") continue;
    const place = Number(event.path[1]);
    counts[place] = (counts[place] ?? 0) + 1;
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    if (most >= 10) worst = Math.max(worst, most / least);
  }
  return worst;
}

function appOf(chunks: number) {
  const talk = b.action({
    reads: ["n"],
    writes: ["out"],
    async *run({ n }) {
      for (let index = 0; index < chunks; index += 1) yield index;
      return { out: n };
    },
  });
  const all = b.parallel({
    reads: [],
    writes: ["out"],
    concurrency: branches,
    tasks: () => Array.from({ length: branches }, (_, n) => task(talk, { state: { n } })),
    reduce: (_state, results) => ({ out: results.length }),
  });
  return b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
}

function sources(chunks: number): AsyncGenerator<number, void, void>[] {
  return Array.from({ length: branches }, async function* source() {
    for (let index = 0; index < chunks; index += 1) yield index;
  });
}

/** The raw limit: whoever is ready first is read first, and asked for more when its item was taken. */
async function* mergeByHand<TItem>(
  iterators: readonly AsyncGenerator<TItem, void, void>[],
): AsyncGenerator<TItem, void, void> {
  const ready: { readonly index: number; readonly item: IteratorResult<TItem, void> }[] = [];
  let taken = 0;
  let open = iterators.length;
  let wake = (): void => {};
  const take = (index: number, item: IteratorResult<TItem, void>): void => {
    ready.push({ index, item });
    wake();
  };
  const ask = (index: number): void => void iterators[index]?.next().then((item): void => take(index, item));
  for (const index of iterators.keys()) ask(index);
  while (open > 0) {
    const next = ready[taken];
    if (next === undefined) {
      ready.length = 0;
      taken = 0;
      await new Promise<void>((resolve) => (wake = resolve));
      continue;
    }
    taken += 1;
    if (next.item.done === true) open -= 1;
    else {
      yield next.item.value;
      ask(next.index);
    }
  }
}

async function consume(source: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const item of source) count += item === undefined ? 0 : 1;
  return count;
}
