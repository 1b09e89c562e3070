import type { LoadedRun, LoadQuery, StateLoader } from "@burrjs/core";
import type { ForkRequest } from "@burrjs/protocol";

/**
 * What a fork begins from, for `app.fork({ from })`: the state that was asked for, and where the run stood.
 *
 * @param fork - What was asked for.
 * @param state - The state to begin with.
 * @returns A loader that knows this one run.
 */
export function forkLoader(fork: ForkRequest, state: Readonly<Record<string, unknown>>): StateLoader {
  const { parent, last_sequence_id: sequenceId, after, version, next_action: next } = fork;
  const loaded: LoadedRun = {
    appId: parent.app_id,
    partitionKey: parent.partition_key,
    sequenceId,
    state,
    after,
    status: null,
    version,
    graph: null,
    // An action that was undone is next, whatever the transitions say: so is the one that was asked for.
    ...(next === null ? {} : { meta: { errors: {}, spent: {}, undone: next } }),
    parent: null,
    savedAtMs: Date.now(),
  };
  return {
    load: ({ sequenceId: wanted }: LoadQuery) =>
      Promise.resolve(wanted === undefined || wanted === sequenceId ? loaded : undefined),
  };
}
