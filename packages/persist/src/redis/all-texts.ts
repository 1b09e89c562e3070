import { appKeyOf } from "../app-name.ts";
import { pagesOfApps } from "./pages-of-apps.ts";
import { pageScript, rangeScript } from "./read-scripts.ts";
import type { RedisClient } from "./redis-client.ts";
import type { AppKeys, RedisKeys } from "./redis-keys.ts";
import { listIn, textIn } from "./replies.ts";
import { chunksIn, chunksPlace, rowIn, snapshotIn } from "./stored-text.ts";

const rowsPerPage = 100;

/**
 * Every text of a store. What moves meanwhile is met at its new place, if not at its old one: from a head or a chunk to a
 * row, and from rows to the snapshot of a later one; and an application that is written comes at the end.
 */
export async function* allTexts(client: RedisClient, keys: RedisKeys): AsyncGenerator<string, void, void> {
  const seen = new Set<string>();
  for await (const names of pagesOfApps(client, keys.apps(), "latest last")) {
    for (const name of names) {
      if (seen.has(name)) continue;
      seen.add(name);
      const app = keys.app(appKeyOf(name));
      yield* headTexts(client, app);
      yield* chunkTexts(client, app);
      yield* rowTexts(client, app);
      yield* snapshotTexts(client, app);
    }
  }
}

async function* headTexts(client: RedisClient, { head }: AppKeys): AsyncGenerator<string, void, void> {
  const texts = listIn(await client.sendCommand(["HMGET", head, "body", "checkpoint"]));
  for (const text of texts) if (text !== null) yield textIn(text);
}

async function* chunkTexts(client: RedisClient, { chunks }: AppKeys): AsyncGenerator<string, void, void> {
  for (let from = "-"; ;) {
    const page = listIn(await client.sendCommand(["ZRANGEBYLEX", chunks, from, "+", "LIMIT", "0", "20"])).map(textIn);
    if (page.length === 0) return;
    for (const text of page) {
      const batch = chunksIn(text);
      yield* batch.chunks;
      // Behind its place there is a time, of digits: a tilde comes after all of them.
      from = `(${chunksPlace(batch.sequenceId, batch.attempt, batch.index)}~`;
    }
  }
}

async function* rowTexts(client: RedisClient, { head, rows }: AppKeys): AsyncGenerator<string, void, void> {
  for (let next = 0; ;) {
    const [start, found] = listIn(await rangeScript.run(client, [head, rows], [next, next + rowsPerPage - 1]));
    const first = Number(start); // beyond `next` when the rows between have been trimmed
    const page = listIn(found);
    if (page.length === 0 && first <= next) return;
    for (const [place, text] of page.entries()) {
      const { body, delta } = rowIn(textIn(text), first + place);
      yield body;
      yield delta;
    }
    next = first + page.length;
  }
}

async function* snapshotTexts(client: RedisClient, { snapshots }: AppKeys): AsyncGenerator<string, void, void> {
  for (let from = "-inf"; ;) {
    const [text, score] = listIn(await pageScript.run(client, [snapshots], ["ZRANGEBYSCORE", from, "+inf", 1]));
    if (text === undefined) return;
    yield snapshotIn(textIn(text)).snapshot;
    from = `(${textIn(score)}`;
  }
}
