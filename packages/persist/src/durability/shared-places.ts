import { startPostgres, startRedis, type TestServer } from "@burrjs/testing/servers";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Place } from "./place.ts";

/** Places that several processes can use at once. They stand between the first test of a file and its last. */
export function sharedPlaces() {
  let postgres: TestServer;
  let redis: TestServer;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "burr-shared-"));
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  }, 60_000);

  afterAll(async () => {
    await postgres.stop();
    await redis.stop();
    await rm(folder, { recursive: true });
  });

  const places: readonly { readonly name: string; readonly place: () => Place }[] = [
    { name: "SQLite", place: () => ({ kind: "sqlite", path: join(folder, "burr.db") }) },
    { name: "PostgreSQL", place: () => ({ kind: "postgres", url: postgres.url }) },
    { name: "Redis", place: () => ({ kind: "redis", url: redis.url }) },
  ];
  /** The environment of the processes: what they compile is kept for each other. */
  const environment = (): Record<string, string> => ({ NODE_COMPILE_CACHE: join(folder, "compiled") });
  return { places, environment };
}
