import { randomUUID } from "node:crypto";
import { type AnyRunEvent, readStream } from "@burrjs/core";
import { startPostgres, startRedis } from "@burrjs/testing/servers";
import { it } from "vitest";
import { readChunks, TestClient, textsOf } from "./test-client.ts";
import { openFolder, startMain } from "./test-main.ts";
import { type ModelCall, startModel } from "./test-model.ts";

const question = "What do gulls follow?";
const pieces = ["Gulls ", "follow ", "the boat [1]."];

function answer(call: ModelCall): void {
  for (const piece of pieces) call.send(piece);
  call.end();
}

it.concurrent.for([
  { name: "SQLite", start: undefined },
  { name: "PostgreSQL", start: startPostgres },
  { name: "Redis", start: startRedis },
])(
  "$name keeps a conversation over kill -9 in mid-answer, and the answer is made once",
  { timeout: 60_000 },
  async ({ start }, { expect, onTestFinished }) => {
    const folder = await openFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    const model = await startModel();
    onTestFinished(() => model.close());
    const database = await start?.();
    onTestFinished(() => database?.stop());
    const serve = async () => {
      const main = await startMain(folder.documents, database?.url ?? folder.store, model.baseURL);
      onTestFinished(() => main.kill());
      return { main, client: new TestClient(main.url) };
    };

    const first = await serve();
    const [whole, cut] = [randomUUID(), randomUUID()];
    const asked = first.client.post(whole, "questions", { question });
    answer(await model.nextCall());
    await (await asked).text();

    const events = readStream(await first.client.post(cut, "questions", { question }));
    const chunk = readChunks(events, 1);
    (await model.nextCall()).send("Gulls ");
    await chunk;
    // What others can read is stored.
    const { step } = await first.client.snapshot(cut);
    await readChunks(readStream(await first.client.follow(cut, step ?? -1)), 1);
    await first.main.kill();
    await expect(events.next()).rejects.toMatchObject({ code: "stream-interrupted" });

    const { client } = await serve();
    expect(await client.snapshot(cut)).toMatchObject({ history: [{ text: question }], step });
    const seen: AnyRunEvent[] = [];
    for await (const event of readStream(await client.follow(cut, step ?? -1))) seen.push(event);
    expect(textsOf(seen)).toEqual(["Gulls "]);
    expect(seen.at(-1)).toMatchObject({ status: "failed", error: { message: expect.stringContaining("interrupted") } });
    expect(await client.snapshot(cut)).toMatchObject({
      isRunning: false,
      failure: expect.stringContaining("Try again"),
    });

    const retried: AnyRunEvent[] = [];
    const again = client.post(cut, "retry");
    answer(await model.nextCall());
    for await (const event of readStream(await again)) retried.push(event);
    expect(textsOf(retried)).toEqual(pieces);
    const { history, failure } = await client.snapshot(cut);
    expect(failure).toBeNull();
    expect(history).toHaveLength(2);
    expect(history).toEqual((await client.snapshot(whole)).history);
  },
);
