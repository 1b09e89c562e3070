import type { RedisClient, RedisSubscriber } from "./redis-client.ts";

/** Tells listeners of messages on channels, by one connection for all of them that is made when the first one comes. */
export class RedisWatch {
  readonly #client: RedisClient;
  readonly #listeners = new Map<string, Set<() => void>>();
  #connection: Connection | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(client: RedisClient) {
    this.#client = client;
  }

  /** Calls `onChange` at every message of a channel, and after the connection was lost, since some may have been missed. */
  async add(channel: string, onChange: () => void): Promise<() => Promise<void>> {
    const listener = (): void => {
      onChange();
    };
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    const remove = async (): Promise<void> => {
      if (listeners.delete(listener) && listeners.size === 0) this.#listeners.delete(channel);
      await this.#settle(channel);
    };
    try {
      await this.#settle(channel);
    } catch (error) {
      await remove();
      throw error;
    }
    return remove;
  }

  /** Ends the connection, and forgets all listeners. */
  close(): void {
    this.#listeners.clear();
    this.#disconnect();
  }

  /** Subscribes to a channel that has listeners, or unsubscribes from one that has none. One after the other. */
  #settle(channel: string): Promise<void> {
    const settling = this.#turn.then(() => this.#subscribe(channel));
    this.#turn = settling.catch(() => {}); // whoever asked gets the error
    return settling;
  }

  async #subscribe(channel: string): Promise<void> {
    const isWanted = this.#listeners.has(channel);
    if (isWanted === (this.#connection?.channels.has(channel) ?? false)) return;
    const { subscriber, channels } = await this.#connect();
    if (isWanted) {
      await subscriber.subscribe(channel, () => {
        this.#tell(channel);
      });
      channels.add(channel);
    } else {
      await subscriber.unsubscribe(channel);
      channels.delete(channel);
    }
  }

  async #connect(): Promise<Connection> {
    const connection = (this.#connection ??= this.#newConnection());
    try {
      await connection.connected;
    } catch (error) {
      if (this.#connection === connection) this.#disconnect();
      throw error;
    }
    return connection;
  }

  #newConnection(): Connection {
    const subscriber = this.#client.duplicate();
    subscriber.on("error", () => {}); // it connects again by itself; without a listener the process would end
    subscriber.on("ready", () => {
      for (const channel of this.#listeners.keys()) this.#tell(channel);
    });
    return { subscriber, connected: subscriber.connect(), channels: new Set() };
  }

  #disconnect(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    try {
      connection?.subscriber.destroy();
    } catch {
      // It has ended already: that is all we wanted.
    }
  }

  #tell(channel: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener();
  }
}

interface Connection {
  readonly subscriber: RedisSubscriber;
  readonly connected: Promise<unknown>;
  /** The channels that it is subscribed to. */
  readonly channels: Set<string>;
}
