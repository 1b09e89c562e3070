import { memoryPersister } from "@burrjs/core/persist";
import { startPostgres, type TestServer } from "@burrjs/testing/servers";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { essay, PublishFailure } from "./essay.ts";
import { expectWhole } from "./expect-whole.ts";
import { live } from "./life.ts";
import { deaths, seeded } from "./moments.ts";
import { openPlace, type Place } from "./place.ts";

// Another one is another selection of moments.
const seed = Number(process.env["KILL_SEED"] ?? 1);
let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "burr-kill-"));
  server = await startPostgres(); // the server itself is not killed: that is a matter of its own
}, 60_000);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const places: { readonly name: string; readonly place: () => Place }[] = [
  { name: "SQLite", place: () => ({ kind: "sqlite", path: join(folder, "burr.db") }) },
  { name: "PostgreSQL", place: () => ({ kind: "postgres", url: server.url }) },
];

describe.each(places)("on $name", ({ place: placeOf }) => {
  it(
    `loses and doubles nothing when processes are killed at many moments (seed ${seed})`,
    { timeout: 300_000 },
    async () => {
      const place = placeOf();
      // Children are killed before they could fill a cache: the undisturbed one, which comes first, does.
      const environment = { NODE_COMPILE_CACHE: join(folder, "compiled") };
      await using open = await openPlace(place);
      const state = await undisturbedState();
      const undisturbed = await live({ place, appId: "undisturbed", environment }, []);
      await expectWhole(open.store, undisturbed, { appId: "undisturbed", state });
      const facts = undisturbed.processes[0] ?? [];
      const end = facts.at(-1);
      const calls = end?.type === "ended" ? end.calls : 0;

      const lives = deaths({ facts: facts.length, calls }, seeded(seed));
      let apps = 0;
      let kills = 0;
      const liveMany = async (): Promise<void> => {
        for (const moments of lives) {
          const appId = `life ${(apps += 1)}`;
          const life = await live({ place, appId, environment }, moments);
          kills += life.kills;
          await expectWhole(open.store, life, { appId, state });
        }
      };
      // Side by side: one uses the processor while another waits for the disk.
      const lanes = [liveMany(), liveMany(), liveMany()];
      await Promise.allSettled(lanes); // no process outlives the test, also where one lane has failed
      await Promise.all(lanes);
      expect(kills).toBeGreaterThanOrEqual(100);
    },
  );
});

/** The state at the end of a run that nobody has killed. */
async function undisturbedState(): Promise<unknown> {
  const app = await essay(memoryPersister(), "essay");
  for (;;) {
    try {
      await app.run();
      return app.state.toJSON();
    } catch (error) {
      if (!(error instanceof PublishFailure)) throw error;
    }
  }
}
