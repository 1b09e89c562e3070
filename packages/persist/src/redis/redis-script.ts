import { createHash } from "node:crypto";

import type { RedisClient } from "./redis-client.ts";

/** A Lua script, which the server runs as a whole, with nothing in between. */
export class RedisScript {
  readonly #source: string;
  readonly #hash: string;

  constructor(source: string) {
    this.#source = source.trim();
    this.#hash = createHash("sha1").update(this.#source).digest("hex");
  }

  /** Runs it by its hash, and sends it whole only if the server does not know it, or no longer. */
  async run(client: RedisClient, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...values.map(String)];
    try {
      return await client.sendCommand(["EVALSHA", this.#hash, ...rest]);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
    }
    return client.sendCommand(["EVAL", this.#source, ...rest]);
  }
}
