import { burr } from "@burrjs/core";
import type { OnConflict, Persister } from "@burrjs/core/persist";

interface Waiting {
  /** Who has committed the steps. */
  readonly by: readonly string[];
  /** What an aborted stream has come to. */
  readonly ticks: number;
}

/** Whose steps they are, and what a step waits for. */
export interface Waiter {
  readonly name: string;
  /** Resolves when the step may go on. Rejects when the signal aborts. */
  readonly wait: (signal: AbortSignal) => Promise<unknown>;
  readonly onConflict?: OnConflict;
}

const b = burr<Waiting>();

/** An application of two steps: a stream that waits after each of its ticks, for ever unless told, and a last step. */
export function waiting(persister: Persister, appId: string, { name, wait, onConflict = "reject" }: Waiter) {
  const tick = b.action({
    reads: [],
    writes: ["by"],
    mayWrite: ["ticks"],
    async *run(state, _inputs, { signal }) {
      for (let ticks = 1; ; ticks += 1) {
        yield ticks;
        if ((await wait(signal)) === "end") return state.append({ by: `tick of ${name}` });
      }
    },
    onAbort: (partial, state) => state.update({ ticks: partial.at(-1) ?? 0 }).append({ by: `abort of ${name}` }),
  });
  const end = b.action({ reads: [], writes: ["by"], run: (state) => state.append({ by: `end of ${name}` }) });
  return b
    .app()
    .withActions({ tick, end })
    .withTransitions(["tick", "end"])
    .withIdentifiers({ appId })
    .initializeFrom(persister, { defaultState: { by: [], ticks: 0 }, defaultEntrypoint: "tick" })
    .withPersister(persister, { onConflict })
    .build();
}
