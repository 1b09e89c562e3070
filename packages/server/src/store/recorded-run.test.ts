import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { burr } from "@burrjs/core";
import { localLogs, localTracker } from "@burrjs/tracker";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openStore } from "./open-store.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "burr-recorded-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

interface Chat {
  prompt: string;
  reply: string;
  turns: readonly string[];
}

it("What a tracker has recorded of a real run is what the store tells", async () => {
  const b = burr<Chat>();
  let tries = 0;
  const ask = b.action({ reads: [], writes: ["prompt"], run: (state) => state.update({ prompt: "hi" }) });
  const answer = b.action({
    reads: ["prompt"],
    writes: ["reply", "turns"],
    async *run(state, _inputs, context) {
      tries += 1;
      await context.span("model", async (span) => {
        span.log({ "gen_ai.usage.input_tokens": 12, "gen_ai.request.model": "large" });
        await Promise.resolve();
      });
      for (const piece of ["yo", "!", "?"]) yield { piece };
      if (tries === 2) throw new TypeError("no more");
      return [{ length: 3 }, state.update({ reply: "yo!?" }).append({ turns: `${state.prompt} yo!?` })];
    },
  });
  const tracker = localTracker({ project: "chats", dir });
  const app = b.application({
    actions: { ask, answer },
    transitions: [
      ["ask", "answer"],
      ["answer", "ask"],
    ],
    entrypoint: "ask",
    state: { turns: [] },
    appId: "chat 1",
    partitionKey: "anna",
    tracker,
  });
  for await (const chunk of await app.streamResult({ haltAfter: "answer" })) expect(chunk).toHaveProperty("piece");
  await expect(app.run({ haltAfter: "answer" })).rejects.toThrow("no more");
  await tracker.flush();

  const store = openStore(localLogs(dir));
  const page = await store.runs("chats", {});
  expect(page?.items).toMatchObject([
    {
      app_id: "chat 1",
      partition_key: "anna",
      status: "failed",
      steps: 4,
      errors: 1,
      last_action: "answer",
      actions: ["ask", "answer"],
      tokens: { input: 24 },
      models: ["large"],
    },
  ]);
  const view = await store.run({ project: "chats", partitionKey: "anna", appId: "chat 1" });
  expect(await view?.header()).toMatchObject({
    format: "burrjs",
    unreadable_lines: 0,
    run_error: "TypeError: no more",
    clock_went_back: false,
    process: { pid: process.pid },
    first_sequence_id: 0,
    last_sequence_id: 3,
  });
  expect((await view?.steps({}))?.items).toMatchObject([
    { sequence_id: 0, action: "ask", status: "completed", kind: "action" },
    { sequence_id: 1, action: "answer", status: "completed", kind: "stream", chunks: 3, spans: 1 },
    { sequence_id: 2, action: "ask", status: "completed" },
    { sequence_id: 3, action: "answer", status: "failed", error: "TypeError: no more" },
  ]);
  expect(await view?.step(1)).toMatchObject({
    why: { from: "ask", to: "answer", tried: [{ to: "answer", condition: "default", result: true }] },
    next: { from: "answer", to: "ask" },
    read: [{ key: "prompt", preview: { value: "hi" }, last_writer: { sequence_id: 0, action: "ask" } }],
    access_recorded: true,
    result: { value: { length: 3 } },
    spans_list: [
      { name: "model", attributes: [{ key: "gen_ai.usage.input_tokens" }, { key: "gen_ai.request.model" }] },
    ],
    streams: [{ items: 3, recorded: true }],
  });
  expect(await view?.stream(1)).toMatchObject({ items: [{ piece: "yo" }, { piece: "!" }, { piece: "?" }], total: 3 });
  expect(await view?.stateValue(1)).toMatchObject({ prompt: "hi", reply: "yo!?", turns: ["hi yo!?"] });
  expect(await view?.stateValue(1, "before")).toMatchObject({ prompt: "hi", turns: [] });
  expect((await view?.keyHistory("/reply"))?.items).toMatchObject([{ sequence_id: 1, action: "answer" }]);
  expect((await view?.steps({ q: "edge:ask->answer changed:reply" }))?.total).toBe(1);
  await store.close();
  const kept = await readFile(join(dir, "chats", ".cache", "runs.idx"));
  expect(kept.length).toBeGreaterThan(100);
});
