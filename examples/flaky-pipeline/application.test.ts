import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { type Persister } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { toMermaid } from "@burrjs/core/pictures";
import { expect, it, vi } from "vitest";
import type { Pace } from "./actions.ts";
import { type Faults, scriptedFaults, seededFaults } from "./apis/faults.ts";
import { emptyCard } from "./apis/routes.ts";
import { type Apis, startApis } from "./apis/server.ts";
import { tripApplication } from "./application.ts";
import { audit } from "./audit.ts";
import { TravelApis } from "./client.ts";
import { Declined, isPassing } from "./client-errors.ts";
import { Log } from "./log.ts";
import { settleTrip } from "./session.ts";
import { openStore } from "./store.ts";
import { testFolder } from "./test-main.ts";
import { standOf } from "./trip.ts";

vi.setConfig({ testTimeout: 30_000 }); // some of what goes wrong takes its time

const hotels = ["Park Hotel", "Station Inn", "Garden House", "Capsule 9"];
const pace: Pace = { baseMs: 1, timeoutMs: 5000, rateTimeoutMs: 300, idleTimeoutMs: 5000 };
/** Where it does not matter whether something counts as too late. */
const hasty: Pace = { baseMs: 1, timeoutMs: 100, rateTimeoutMs: 50, idleTimeoutMs: 50 };

/** The trip, as another process would open it. */
async function open(apis: Apis, persister: Persister, more: { card?: string; pace?: Pace } = {}) {
  const waits: number[] = [];
  const log = new Log(new PassThrough().resume());
  const app = await tripApplication({
    apis: new TravelApis(apis.url),
    persister,
    id: "trip",
    wish: { from: "Berlin", to: "Tokyo", hotels, card: more.card ?? "4000-0001" },
    rate: { eurPerYen: 0.006, asOf: "2026-07-01" },
    pace: more.pace ?? pace,
    hooks: log.hooks,
    wait: async (ms) => void waits.push(ms),
  });
  return { app, waits, log };
}

async function withApis(faults: Faults, soldOut: readonly string[], test: (apis: Apis) => Promise<void>) {
  const apis = await startApis({ faults, soldOut });
  try {
    await test(apis);
  } finally {
    await apis.close();
  }
}

const seeds = Array.from({ length: 8 }, (_, seed) => seed);

it.concurrent.for([
  { name: "all can be had", soldOut: 0, card: "4000-0001", stands: "booked" },
  { name: "two hotels are sold out", soldOut: 2, card: "4000-0001", stands: "booked" },
  { name: "three hotels are sold out", soldOut: 3, card: "4000-0001", stands: "undone" },
  { name: "the card is declined", soldOut: 1, card: emptyCard, stands: "undone" },
])(
  "whatever fails, and however often it is begun again, the books agree: $name",
  async (wanted, { expect: expectHere }) => {
    for (const seed of seeds) {
      await withApis(seededFaults(seed), hotels.slice(0, wanted.soldOut), async (apis) => {
        const persister = memoryPersister();
        const { signal } = new AbortController();
        for (let isSettled = false; !isSettled;) {
          const { app, log } = await open(apis, persister, { card: wanted.card, pace: hasty });
          isSettled = await settleTrip(app, { log, maxMs: 60_000, signal }).catch((error: unknown) => {
            if (!isPassing(error)) throw error;
            return false;
          });
          expectHere({ seed, wrong: isSettled ? audit(app.state, apis.ledger.entries()) : [] }).toEqual({
            seed,
            wrong: [],
          });
          if (isSettled) expectHere(standOf(app.state)).toBe(wanted.stands);
        }
      });
    }
  },
);

it("waits as long as the API has asked for, and does not count that as a try", async () => {
  const faults = scriptedFaults({ charge: Array.from({ length: 9 }, () => "busy" as const) });
  await withApis(faults, [], async (apis) => {
    const { app, waits } = await open(apis, memoryPersister());
    expect(await app.run()).toMatchObject({ stopped: "end", action: "confirm" });
    expect(waits).toEqual(Array.from({ length: 9 }, () => 1000));
  });
});

it("asks for the live rate twice, and then takes the last one that is known", async () => {
  for (const { count, asOf } of [
    { count: 1, asOf: "2026-07-14" },
    { count: 2, asOf: "2026-07-01" },
  ]) {
    await withApis(
      scriptedFaults({ rate: Array.from({ length: count }, () => "silent" as const) }),
      [],
      async (apis) => {
        const { app } = await open(apis, memoryPersister());
        expect((await app.run({ haltAfter: "convert" })).state.rate?.asOf).toBe(asOf);
      },
    );
  }
});

it("finds the error that it was led on by as what it was, also in another process", async () => {
  const folder = testFolder();
  await withApis(
    () => undefined,
    [],
    async (apis) => {
      const before = openStore(folder, { staleAfterMs: 1000 });
      const first = await open(apis, before.persister, { card: emptyCard });
      expect(await first.app.run({ haltBefore: "giveUp" })).toMatchObject({ stopped: "before" });
      await before.close();
      const after = openStore(folder, { staleAfterMs: 1000 });
      const stored = await after.persister.load({ appId: "trip" });
      expect(stored?.meta?.failure?.error).toBeInstanceOf(Declined);
      const second = await open(apis, after.persister, { card: emptyCard });
      expect(await second.app.run()).toMatchObject({ stopped: "end", state: { reason: "The card was declined." } });
      await after.close();
    },
  );
});

it("cannot be paid for twice: the bank refuses a key that was used for something else", async () => {
  await withApis(
    () => undefined,
    [],
    async (apis) => {
      const client = new TravelApis(apis.url);
      const call = { appId: "trip", idempotencyKey: "key", signal: new AbortController().signal };
      expect(await client.charge("1", 100, call)).toEqual(await client.charge("1", 100, call));
      await expect(client.charge("1", 200, call)).rejects.toThrow("422 This key was used already.");
      expect(apis.ledger.entries()).toHaveLength(1);
    },
  );
});

it("is the graph that the README shows", async () => {
  const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
  await withApis(
    () => undefined,
    [],
    async (apis) => {
      const { app } = await open(apis, memoryPersister());
      expect(readme).toContain(`\`\`\`mermaid\n${toMermaid(app.graph, { show: { state: false } })}\`\`\``);
    },
  );
});
