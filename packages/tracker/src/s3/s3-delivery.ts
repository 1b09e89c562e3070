import { folderName } from "../local/folder-name.ts";
import type { Item, Lane } from "../http/cargo.ts";
import type { Clock } from "../http/clock.ts";
import type { Delivery, Outcome } from "../http/delivery.ts";
import type { Reporter } from "../http/reporter.ts";
import { eachAtOnce } from "./at-once.ts";
import type { Bucket } from "./bucket.ts";
import type { S3CallOptions } from "./s3-calls.ts";
import { type Step, stepsOf, type Writer } from "./s3-steps.ts";

/** What deliveries to S3 share. */
export interface S3DeliveryOptions {
  readonly bucket: Bucket;
  readonly prefix: string;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** What is known of each log that is written. */
  readonly writers: WeakMap<Lane, Writer>;
}

/** A batch for S3: for each application some objects, one after the other; for several at once. */
export class S3Delivery implements Delivery {
  readonly #options: S3DeliveryOptions;
  /** What has to be done yet, by application. */
  readonly #left: Map<Lane, Step[]>;

  constructor(items: readonly Item[], options: S3DeliveryOptions) {
    this.#options = options;
    this.#left = stepsOf(items);
  }

  /** How many records and large values may not be there yet. */
  get records(): number {
    return [...this.#left.values()].flat().reduce((sum, { records }) => sum + records, 0);
  }

  /** See `Delivery`. */
  async attempt(signal: AbortSignal): Promise<Outcome> {
    const failures: unknown[] = [];
    await eachAtOnce([...this.#left], async ([lane, steps]) => {
      try {
        await this.#work(lane, steps, signal);
        this.#left.delete(lane);
      } catch (error) {
        failures.push(error); // the other applications go on
      }
    });
    return this.#left.size === 0 ? { kind: "done" } : { kind: "retry", error: failures[0] };
  }

  async #work(lane: Lane, steps: Step[], signal: AbortSignal): Promise<void> {
    const { bucket, writers, clock, reporter } = this.#options;
    const writer = writers.get(lane) ?? this.#newWriter(lane);
    writers.set(lane, writer);
    let step = steps[0];
    while (step !== undefined) {
      const { run, records } = step;
      try {
        await this.#limited(signal, (options) => run({ bucket, writer, now: clock.now, options }));
      } catch (error) {
        const status = refusalOf(error);
        if (status === undefined) throw error;
        lane.breaks += 1;
        reporter.refused(records, status, error instanceof Error ? error.name : "it does not say why");
      }
      steps.shift();
      step = steps[0];
    }
  }

  #newWriter({ place, id }: Lane): Writer {
    const base = `${this.#options.prefix}${place.project}/${folderName(place)}/`;
    return { base, id: id.slice(0, 16), lastOrder: -1, lastAtMs: -Infinity };
  }

  /** Within the time for one step. */
  async #limited(signal: AbortSignal, work: (options: S3CallOptions) => Promise<void>): Promise<void> {
    const { clock, timeoutMs } = this.#options;
    const limit = new AbortController();
    const stop = (): void => limit.abort(signal.reason);
    const stopTimer = clock.after(timeoutMs, () => limit.abort(new DOMException("It took too long.", "TimeoutError")));
    signal.addEventListener("abort", stop, { once: true });
    try {
      await Promise.race([work({ abortSignal: limit.signal }), aborted(limit.signal)]); // not every client heeds a signal
    } finally {
      stopTimer();
      signal.removeEventListener("abort", stop);
    }
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

/** The status of an answer that would be the same each time. Rights and buckets may come, so they are not among them. */
function refusalOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
  const { httpStatusCode: status } = metadata;
  const name = error instanceof Error ? error.name : "";
  // These have the status 400 too, and pass.
  if (/^(?:RequestTimeout|ExpiredToken|ExpiredTokenException|RequestTimeTooSkewed|BadDigest|IncompleteBody|TokenRefreshRequired|InvalidToken)$/.test(name)) return undefined; // prettier-ignore
  return status === 400 || status === 413 || status === 414 ? status : undefined;
}
