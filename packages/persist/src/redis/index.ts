export type { RedisClient, RedisSubscriber } from "./redis-client.ts";
export { redisStore, type RedisStoreOptions } from "./redis-store.ts";
export { redisPersister } from "./redis-persister.ts";
