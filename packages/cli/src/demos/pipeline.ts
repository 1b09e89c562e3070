import { burr, onError } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import type { Demo, DemoRun, DemoTools } from "./demo.ts";
import { Random } from "./random.ts";

interface Order {
  readonly id: bigint;
  readonly placedAt: Date;
  readonly total: number;
}

interface Load {
  source: string;
  orders: Order[];
  broken: string[];
  totals: Map<string, number>;
  loadedAt: Date;
  notes: string[];
}

class SourceError extends Error {
  override readonly name = "SourceError";
}
class InvalidOrder extends Error {
  override readonly name = "InvalidOrder";
}

const b = burr<Load>();

/** How often the source fails, and whether its orders are whole. */
interface Weather {
  readonly failures: number;
  readonly hasBrokenOrder?: boolean;
  readonly isReadOnly?: boolean;
}

/** A nightly load of orders: sources that fail, orders that are broken, and a fork that goes on from before the trouble. */
export const pipeline: Demo = {
  project: "demo-pipeline",
  about: "retries, errors, fallbacks, a fork",
  runs: (random) => {
    const of = (name: string): string => `${name}-${random.fork(name).hex(6)}`;
    const simple = (name: string, weather: Weather, ok: boolean): DemoRun => ({
      appId: of(name),
      run: async (tools) => {
        const app = load(tools, weather)
          .withIdentifiers({ appId: of(name) })
          .withState({ source: name });
        const end = app.withEntrypoint("fetchOrders").build().run();
        await (ok ? end : end.catch(expected));
      },
    });
    return [
      simple("monday", { failures: 0 }, true),
      simple("tuesday", { failures: 2 }, true),
      simple("wednesday", { failures: 0, hasBrokenOrder: true }, true),
      simple("thursday", { failures: 9 }, false),
      {
        appId: of("friday"),
        run: async (tools) => {
          const persister = memoryPersister();
          // The disk is full; then somebody makes room, and a fork of the night goes on from there.
          const night = load(tools, { failures: 0, isReadOnly: true })
            .withIdentifiers({ appId: of("friday") })
            .withState({ source: "friday" })
            .withEntrypoint("fetchOrders")
            .withPersister(persister)
            .build();
          await night.run().catch(expected);
          const mended = await load(tools, { failures: 0 })
            .initializeFrom(persister, {
              forkFromAppId: of("friday"),
              forkFromSequenceId: 1,
              defaultState: { source: "friday" },
              defaultEntrypoint: "fetchOrders",
            })
            .withPersister(persister)
            .withIdentifiers({ appId: of("friday-mended") })
            .build();
          await mended.run();
        },
      },
    ];
  },
};

function expected(error: unknown): void {
  if (!(error instanceof SourceError) && !(error instanceof Error && error.message.startsWith("EROFS"))) throw error;
}

function load({ tracker, random, pace }: DemoTools, { failures, hasBrokenOrder = false, isReadOnly = false }: Weather) {
  const fetchOrders = b.action({
    reads: ["source"],
    writes: ["orders"],
    retry: { attempts: 4, baseMs: 40, on: SourceError },
    async run({ source }, _inputs, ctx) {
      const orders = await ctx.span("GET /orders", async ({ log }) => {
        log({ "url.full": `https://shop.example/orders?night=${source}`, attempt: ctx.attempt });
        await pace(random.whole(40, 160), ctx.signal);
        if (ctx.attempt <= failures) throw new SourceError(`503 Service Unavailable (try ${ctx.attempt})`);
        const numbers = new Random(24); // each night the same orders
        return Array.from({ length: 24 }, (_, index) => order(numbers, index));
      });
      return [{ orders: orders.length }, { orders }];
    },
  });
  const validate = b.action({
    reads: ["orders"],
    writes: [],
    run({ orders }) {
      const odd = hasBrokenOrder ? orders[7] : undefined;
      if (odd !== undefined) throw new InvalidOrder(`Order ${odd.id} has a negative total.`);
      return [{ valid: orders.length }, {}];
    },
  });
  const quarantine = b.action({
    reads: ["orders"],
    writes: ["orders", "broken"],
    handles: [InvalidOrder],
    run: ({ orders }, _inputs, { error }) => ({
      orders: orders.filter((_order, index) => index !== 7),
      broken: [error?.message ?? "unknown"],
    }),
  });
  const total = b.action({
    reads: ["orders"],
    writes: ["totals"],
    async *run({ orders }, _inputs, ctx) {
      const totals = new Map<string, number>();
      for (const [index, one] of orders.entries()) {
        await pace(random.whole(3, 14), ctx.signal);
        const day = one.placedAt.toISOString().slice(0, 10);
        totals.set(day, (totals.get(day) ?? 0) + one.total);
        yield { done: index + 1, of: orders.length };
      }
      return [{ days: totals.size }, { totals }];
    },
  });
  const store = b.action({
    reads: ["totals"],
    writes: ["loadedAt"],
    async run({ totals }, _inputs, ctx) {
      await ctx.span("INSERT", async ({ log }) => {
        log({ "db.system.name": "sqlite", rows: totals.size });
        await pace(random.whole(10, 40), ctx.signal);
        if (isReadOnly) throw new Error("EROFS: the disk is full, and was made read-only");
      });
      return { loadedAt: new Date() };
    },
  });
  const report = b.action({
    reads: ["totals"],
    writes: ["notes"],
    run(): { notes: string[] } {
      throw new Error("The printer is out of paper.");
    },
    fallback: ({ totals }) => ({ notes: [`${totals.size} days, not printed`] }),
  });
  return b
    .app()
    .withActions({ fetchOrders, validate, quarantine, total, store, report })
    .withTransitions(
      ["fetchOrders", "validate"],
      ["validate", "quarantine", onError(InvalidOrder, { max: 1 })],
      [["validate", "quarantine"], "total"],
      ["total", "store"],
      ["store", "report"],
    )
    .withTracker(tracker);
}

function order(random: Random, index: number): Order {
  const placedAt = new Date(Date.UTC(2026, 9, 1 + (index % 5), random.whole(0, 23)));
  return { id: 9_007_199_254_740_993n + BigInt(index), placedAt, total: random.whole(100, 9900) / 100 };
}
