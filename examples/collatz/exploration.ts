import { burr, type Hooks, type Persister } from "@burrjs/core";
import { sequenceGraph, type Visit } from "./sequence.ts";

/** Many sequences. */
interface Exploration {
  starts: readonly number[];
  ends: readonly SequenceEnd[];
}

/** How a sequence has ended. */
export interface SequenceEnd {
  readonly start: number;
  readonly steps: number;
  readonly highest: number;
}

/** Who is told what happens. */
export interface ExploreOptions {
  /** Called by each action of a sequence. When it throws, the action has failed. */
  readonly visit?: (visit: Visit) => void;
  /** What writes the log of the exploration, and of each sequence. Default: none. */
  readonly tracker?: Hooks;
}

/** Some sequences have failed. Whoever explores again goes on with these, each where it was. */
export class UnfinishedError extends AggregateError {
  override readonly name = "UnfinishedError";
}

/** Where the sequences begin. */
const starts = Array.from({ length: 20 }, (_, place) => place + 11);

const e = burr<Exploration>();

/**
 * Follows all sequences to their ends, side by side, from where they are stored. When all have ended before, there is nothing
 * to do but tell.
 *
 * @param persister - Where the exploration is stored, and each sequence on its own.
 * @param options - What is told of it, and to whom.
 * @returns The ends of the sequences, in their order.
 * @throws `UnfinishedError` when some have failed, with their errors.
 */
export async function explore(
  persister: Persister,
  { visit = () => {}, tracker = {} }: ExploreOptions = {},
): Promise<readonly SequenceEnd[]> {
  const follow = e.mapStates({
    reads: ["starts"],
    writes: ["ends"],
    action: sequenceGraph(visit),
    entrypoint: "begin",
    haltAfter: "done",
    states: ({ starts: all }) => all.map((start) => ({ start })),
    key: ({ start }) => String(start),
    concurrency: starts.length,
    onTaskError: "collect", // one that fails does not stop the others
    reduce(_state, results) {
      const errors = results.flatMap((one) => (one.status === "failed" ? [one.error] : []));
      if (errors.length > 0) throw new UnfinishedError(errors, `${errors.length} sequences have failed.`);
      return { ends: results.flatMap((one) => (one.status === "completed" ? [one.result] : [])) };
    },
  });
  const app = await e
    .app()
    .withActions({ follow })
    .initializeFrom(persister, { defaultState: { starts }, defaultEntrypoint: "follow" })
    .withPersister(persister)
    .withIdentifiers({ appId: "exploration" })
    .withTracker(tracker)
    .build();
  const { state } = await app.run();
  return state.get("ends", []);
}
