import { type Persister, persisterOn, type PersisterOptions } from "@burrjs/core/persist";
import type { RedisClient } from "./redis-client.ts";
import { redisStore, type RedisStoreOptions } from "./redis-store.ts";

/** Stores applications in Redis, through a connected client that is yours: the one of `redis`, or any of the same shape. */
export function redisPersister(client: RedisClient, options: PersisterOptions & RedisStoreOptions = {}): Persister {
  return persisterOn(redisStore(client, options), options);
}
