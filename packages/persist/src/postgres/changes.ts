import { quoted } from "./postgres-options.ts";
import type { PostgresPool } from "./postgres-pool.ts";

/** A client that listens. */
interface Listening {
  /** Closes its connection. Later calls do nothing. */
  close(): void;
}

// While the server does not answer, it is asked at growing intervals.
const firstRetryMs = 100;
const longestRetryMs = 5_000;
// Whoever waits in a queue watches again and again, and a connection costs more than the wait.
const lingerMs = 1_000;

/**
 * Tells of changes that any process has notified a channel of. All that wait for changes share one client of the pool,
 * which is held from the first `watch` until nobody has watched for a second.
 */
export class Changes {
  readonly #pool: PostgresPool;
  readonly #channel: string;
  readonly #listeners = new Map<string, Set<() => void>>();
  #listening: Promise<Listening> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #linger: ReturnType<typeof setTimeout> | undefined;

  constructor(pool: PostgresPool, channel: string) {
    this.#pool = pool;
    this.#channel = channel;
  }

  /**
   * Calls `onChange` at each notification of a topic, and once after the connection was lost and made again: by then
   * something may have been missed.
   *
   * @param topic - The payload of its notifications.
   * @param onChange - Called in no transaction; it must not throw.
   * @returns What ends it, once the server has been asked to tell of changes.
   */
  async watch(topic: string, onChange: () => void): Promise<() => Promise<void>> {
    const listener = (): void => {
      onChange();
    };
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    clearTimeout(this.#linger);
    const stop = async (): Promise<void> => {
      if (!listeners.delete(listener) || listeners.size > 0) return;
      // After close() there may be others of this topic.
      if (this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
      if (this.#listeners.size > 0) return;
      clearTimeout(this.#linger);
      this.#linger = setTimeout(() => void this.close(), lingerMs);
    };
    try {
      await this.#connected();
    } catch (error) {
      await stop();
      throw error;
    }
    return stop;
  }

  /** Forgets who watches, and gives the client up. */
  async close(): Promise<void> {
    this.#listeners.clear();
    clearTimeout(this.#retry);
    clearTimeout(this.#linger);
    const listening = this.#listening;
    this.#listening = undefined;
    try {
      (await listening)?.close();
    } catch {
      // There was no connection after all, and whoever asked for it has been told.
    }
  }

  #connected(): Promise<Listening> {
    if (this.#listening !== undefined) return this.#listening;
    const listening = this.#listen();
    this.#listening = listening;
    listening.catch(() => {
      if (this.#listening === listening) this.#listening = undefined;
    });
    return listening;
  }

  async #listen(): Promise<Listening> {
    const client = await this.#pool.connect();
    let isOpen = true;
    let isListening = false;
    const close = (): void => {
      if (isOpen) client.release(true);
      isOpen = false;
    };
    const lost = (): void => {
      const wasOpen = isOpen;
      close();
      if (!wasOpen || !isListening) return;
      this.#listening = undefined;
      if (this.#listeners.size > 0) this.#reconnect(firstRetryMs);
    };
    // The listeners stay, also after release(): an error without one would end the process.
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ channel, payload = "" }) => {
      if (isOpen && channel === this.#channel) tell(this.#listeners.get(payload) ?? []);
    });
    try {
      await client.query({ text: `LISTEN ${quoted(this.#channel)}` });
    } catch (error) {
      close();
      throw error;
    }
    isListening = true;
    return { close };
  }

  #reconnect(delayMs: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      void this.#connectAgain(delayMs);
    }, delayMs);
  }

  async #connectAgain(delayMs: number): Promise<void> {
    try {
      await this.#connected();
    } catch {
      // The server is still gone. Those who watch need not know: they are told when it is back.
      if (this.#listeners.size > 0) this.#reconnect(Math.min(delayMs * 2, longestRetryMs));
      return;
    }
    for (const listeners of this.#listeners.values()) tell(listeners);
  }
}

function tell(listeners: Iterable<() => void>): void {
  for (const listener of Array.from(listeners)) listener(); // a copy: they may begin to watch, and stop
}
