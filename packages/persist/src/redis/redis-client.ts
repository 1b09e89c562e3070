/** The calls that a store makes of a client of Redis. A connected client of `redis` (node-redis) has them. */
export interface RedisClient {
  /** Sends a command, and resolves to its reply: texts as strings, or rejects with the error that the server replied. */
  sendCommand(args: string[]): Promise<unknown>;
  /** A new client of the same server, not yet connected. */
  duplicate(): RedisSubscriber;
}

/** The calls that a store makes of the connection by which it hears of changes. */
export interface RedisSubscriber {
  connect(): Promise<unknown>;
  /** Calls `listener` at every message of the channel, also after the connection was lost and made again. */
  subscribe(channel: string, listener: () => void): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  /** Calls `listener` each time that the connection is made and its channels are subscribed, or has an error. */
  on(event: "ready" | "error", listener: () => void): unknown;
  /** Ends the connection at once. */
  destroy(): void;
}
