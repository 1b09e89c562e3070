import { type Persister, persisterOn } from "@burrjs/core/persist";
import { startPostgres, type TestServer } from "@burrjs/testing/servers";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Child } from "./child.ts";
import { openPlace, type OpenPlace, type Place } from "./place.ts";
import { storedSteps } from "./stored-steps.ts";
import { waiting } from "./waiting.ts";
import type { WaitingFact, WaitingTask } from "./waiting-child.ts";

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "burr-other-process-"));
  server = await startPostgres();
}, 60_000);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const places: { readonly name: string; readonly place: () => Place }[] = [
  { name: "SQLite", place: () => ({ kind: "sqlite", path: join(folder, "burr.db") }) },
  { name: "PostgreSQL", place: () => ({ kind: "postgres", url: server.url }) },
];

describe.each(places)("on $name", { timeout: 60_000 }, ({ place: placeOf }) => {
  let open: OpenPlace;
  let persister: Persister;
  const children: Child<WaitingFact>[] = [];

  beforeAll(async () => {
    open = await openPlace(placeOf());
    persister = persisterOn(open.store, { staleAfterMs: 100 });
  });

  afterAll(async () => {
    for (const child of children) await child[Symbol.asyncDispose]();
    await open[Symbol.asyncDispose]();
  });

  /** A process whose stream has begun. */
  async function begun(options: Pick<WaitingTask, "heartbeatMs" | "waitsFor">) {
    const appId = `app ${children.length}`;
    const child = new Child<WaitingFact>("./waiting-child.ts", { place: placeOf(), appId, ...options });
    children.push(child);
    await child.fact((fact) => fact.type === "begun");
    return { appId, child };
  }

  it.each([
    { when: "when it wants to commit", heartbeatMs: 100_000_000, line: "end" },
    { when: "at its next sign of life", heartbeatMs: 20, line: undefined },
  ])("a process that was paused while another took over is refused $when", async ({ heartbeatMs, line }) => {
    const { appId, child } = await begun({ heartbeatMs, waitsFor: "line" });
    child.signal("SIGSTOP");
    const app = await waiting(persister, appId, { name: "other", wait: async () => "end", onConflict: "queue" });
    await app.run();
    const state = { by: ["tick of other", "end of other"], ticks: 0 };
    expect(app.state).toEqual(state);

    child.signal("SIGCONT");
    if (line !== undefined) child.write(line);
    expect(await child.fact(isStopped)).toMatchObject({ error: "concurrent-run", state: { by: [], ticks: 0 } });
    expect(await child.end).toEqual({ code: 0, signal: null, complaints: "" });
    expect(await persister.load({ appId })).toMatchObject({ state, status: "completed", after: "end" });
    const { indexes, steps, headStatus } = await storedSteps(open.store, appId);
    expect(indexes).toEqual([0, 1, 2, 3]);
    expect(headStatus).toBe("idle");
    expect(steps.map(({ action, status }) => `${action} ${status}`)).toEqual([
      "tick unfinished",
      "tick completed",
      "end completed",
    ]);
  });

  it("another process stops a stream with abort(), and what onAbort keeps is stored", async () => {
    const { appId, child } = await begun({ heartbeatMs: 20, waitsFor: "moment" });
    expect(await persister.abort({ appId })).toBe(true);
    const { error, state, lastTick } = await child.fact(isStopped);
    expect(error).toBe("AbortError");
    expect(state).toEqual({ by: ["abort of child"], ticks: lastTick });
    expect(await child.end).toEqual({ code: 0, signal: null, complaints: "" });
    expect(await persister.load({ appId })).toMatchObject({ state, status: "aborted", after: "tick" });
    expect(await persister.abort({ appId })).toBe(false);
    expect((await storedSteps(open.store, appId)).steps).toMatchObject([{ action: "tick", status: "aborted" }]);
  });

  it("abort() of an application that nobody runs finds nothing to abort", async () => {
    expect(await persister.abort({ appId: "nobody's" })).toBe(false);
  });
});

function isStopped(fact: WaitingFact): fact is WaitingFact & { readonly type: "stopped" } {
  return fact.type === "stopped";
}
