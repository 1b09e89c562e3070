import type { TripApplication } from "./application.ts";
import { type Log, messageOf } from "./log.ts";
import { standOf } from "./trip.ts";

/** What a session needs. */
export interface SessionOptions {
  readonly log: Log;
  /** The longest that the booking may take, in milliseconds. */
  readonly maxMs: number;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
}

/**
 * Books the trip; where it is given up, undoes what was booked. Whoever calls this again, in whichever process, goes on
 * where it has stopped.
 *
 * @returns Whether the trip is settled: booked or undone.
 */
export async function settleTrip(app: TripApplication, options: SessionOptions): Promise<boolean> {
  if (standOf(app.state) === "under way" && !(await bookTrip(app, options))) return false;
  // A trip that was given up is not run any more: its next action would be the first one that was undone.
  if (standOf(app.state) === "to be undone") {
    options.log.line(`\n${app.state.reason} What was done is undone, the last first:`);
    await app.compensate({ signal: options.signal });
  }
  return true;
}

/** Runs the trip to its end. False when it was stopped before. */
async function bookTrip(app: TripApplication, { log, maxMs, signal }: SessionOptions): Promise<boolean> {
  const drain = (): void => {
    log.line(`\n${messageOf(signal.reason)}: ${app.nextAction} may end.`);
    void app.drain(signal.reason);
  };
  signal.addEventListener("abort", drain);
  try {
    const stream = app.stream({ maxMs });
    for await (const event of stream) {
      if (event.type === "chunk") log.show(event.chunk);
      else if (event.type === "rollback") log.takeBack();
    }
    const end = await stream.get();
    if (end.stopped === "end") return true;
    const why = end.stopped === "limit" ? `The limit ${end.limit} is reached` : end.stopped === "halted" ? messageOf(end.reason) : end.stopped; // prettier-ignore
    log.line(`\n${why}: stopped before ${app.nextAction}. Start again to go on.`);
    return false;
  } finally {
    signal.removeEventListener("abort", drain);
  }
}
