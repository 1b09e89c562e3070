import type { Clock } from "./clock.ts";
import type { Item } from "./cargo.ts";
import type { Delivery, Outcome } from "./delivery.ts";
import { beforeExit } from "./exit.ts";
import type { Outbox } from "./outbox.ts";
import type { Reporter } from "./reporter.ts";
import { retryDelay, type RetryOptions } from "./retry.ts";

/** What a shipper works with. */
export interface ShipperOptions {
  readonly outbox: Outbox;
  /** Makes a delivery of items. Must not throw. */
  readonly pack: (items: readonly Item[]) => Delivery;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly retry: RetryOptions;
  readonly flushMs: number;
  readonly maxBatchBytes: number;
}

interface Waiter {
  /** The order of the last item that it waits for. */
  readonly upTo: number;
  readonly finish: () => void;
}

// How long a process that has nothing else left to do waits for its records to be taken.
const exitMs = 5_000;

/** Sends what is in an outbox, batch by batch, in order, one at a time, and again until it is taken. */
export class Shipper {
  readonly #options: ShipperOptions;
  readonly #cancel = new AbortController();
  readonly #waiters = new Set<Waiter>();
  #delivery: Delivery | undefined;
  /** The order of the last item that has waited long enough. */
  #dueUpTo = 0;
  #isRunning = false;
  #isOver = false;
  #stopTimer: (() => void) | undefined;
  #endPause: (() => void) | undefined;
  #letExit: (() => void) | undefined;

  constructor(options: ShipperOptions) {
    this.#options = options;
  }

  /** Whether nothing more is sent. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Something was put into the outbox. */
  wake(): void {
    const { outbox, clock, flushMs, maxBatchBytes } = this.#options;
    if (this.#isOver || this.#isRunning) return;
    this.#letExit ??= beforeExit(() => this.#useLastChance());
    if (outbox.bytes >= maxBatchBytes) this.#start();
    else this.#stopTimer ??= clock.after(flushMs, () => this.#start());
  }

  /**
   * Sends what waits now. Resolves when that is taken or lost, or after `timeoutMs`; then it still waits. With `keepAlive`, the
   * process lives until then.
   */
  flush(timeoutMs: number, { keepAlive }: { readonly keepAlive: boolean } = { keepAlive: true }): Promise<void> {
    const { outbox, clock } = this.#options;
    if (this.#isOver || this.#isIdle) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        stopTimer();
        this.#waiters.delete(waiter);
        resolve();
      };
      const waiter: Waiter = { upTo: outbox.lastOrder, finish };
      const stopTimer = clock.after(timeoutMs, finish, { keepAlive });
      this.#waiters.add(waiter);
      this.#dueUpTo = waiter.upTo;
      if (!this.#isRunning) this.#start();
    });
  }

  /** Sends what waits, for at most `timeoutMs`; gives up the rest, and whatever comes later. */
  async close(timeoutMs: number): Promise<void> {
    await this.flush(timeoutMs);
    if (this.#isOver) return;
    this.#tellUnsent("the tracker was closed before they could be sent");
    this.#end();
  }

  get #isIdle(): boolean {
    return this.#delivery === undefined && this.#options.outbox.isEmpty;
  }

  #start(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#dueUpTo = this.#options.outbox.lastOrder;
    void this.#run();
  }

  async #run(): Promise<void> {
    const { outbox, pack, maxBatchBytes, reporter } = this.#options;
    this.#isRunning = true;
    let failures = 0;
    while (!this.#isOver && (this.#delivery !== undefined || this.#isDue())) {
      this.#delivery ??= pack(outbox.take(maxBatchBytes));
      const outcome = await this.#delivery.attempt(this.#cancel.signal);
      if (this.#isOver) break; // closed meanwhile
      if (outcome.kind === "stop") {
        reporter.stopped(outcome.status, outcome.advice);
        this.#end();
      } else if (outcome.kind === "done") {
        reporter.succeeded();
        failures = 0;
        this.#delivery = undefined;
        this.#tellWaiters();
      } else {
        failures += 1;
        reporter.failed(outcome.error, failures);
        await this.#pause(failures, outcome);
      }
    }
    this.#isRunning = false;
    if (!this.#isIdle) this.wake();
    else this.#letGo();
  }

  /** Whether something has to be sent at once. */
  #isDue(): boolean {
    const { outbox, maxBatchBytes } = this.#options;
    return outbox.firstOrder <= this.#dueUpTo || outbox.bytes >= maxBatchBytes;
  }

  async #pause(failures: number, { askedMs }: Extract<Outcome, { kind: "retry" }>): Promise<void> {
    const { clock, retry } = this.#options;
    await new Promise<void>((resolve) => {
      const stop = clock.after(retryDelay(failures, askedMs, { ...retry, random: clock.random }), resolve);
      this.#endPause = () => {
        stop();
        resolve();
      };
    });
    this.#endPause = undefined;
  }

  #tellWaiters(): void {
    const { firstOrder } = this.#options.outbox;
    for (const { upTo, finish } of this.#waiters) if (upTo < firstOrder) finish();
  }

  async #useLastChance(): Promise<void> {
    await this.flush(exitMs);
    if (!this.#isOver && !this.#isIdle) this.#tellUnsent("the process ends before they could be sent");
  }

  #tellUnsent(why: string): void {
    const { outbox, reporter } = this.#options;
    const records = (this.#delivery?.records ?? 0) + outbox.records;
    if (records > 0) reporter.lost(records, why);
  }

  #end(): void {
    this.#isOver = true;
    this.#delivery = undefined;
    this.#options.outbox.clear();
    this.#stopTimer?.();
    this.#endPause?.();
    this.#cancel.abort();
    for (const { finish } of this.#waiters) finish();
    this.#letGo();
  }

  #letGo(): void {
    this.#letExit?.();
    this.#letExit = undefined;
  }
}
