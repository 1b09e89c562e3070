import type { ValueCodec } from "@burrjs/core/persist";
import { type ForkFacts, type ForkRequest, pointerKeys } from "@burrjs/protocol";
import { noteFork } from "../record/fork-notes.ts";
import { forkLoader } from "./fork-loader.ts";
import { begunState } from "./initial-state.ts";
import type { AppFactory, ServedApp } from "./served-app.ts";
import type { TapePlayer } from "./tape-player.ts";

/** What a fork is made with. */
export interface ForkTools {
  readonly codec: ValueCodec;
  readonly player: TapePlayer;
}

/**
 * Makes the application that a fork is.
 *
 * @param make - Makes an application of the same graph. One that has the ids of the fork is not recorded: the fork is.
 * @param fork - What was asked for.
 * @param tools - What it is made with.
 * @returns It, before its first step.
 * @throws What the state, or the graph, cannot be gone on with for.
 */
export async function makeFork(make: AppFactory, fork: ForkRequest, { codec, player }: ForkTools): Promise<ServedApp> {
  const { parent, new_app_id: appId } = fork;
  const { app_id: parentId, partition_key: partitionKey } = parent;
  const forget = noteFork({ appId, partitionKey }, factsOf(fork));
  try {
    const source = await make({ appId, partitionKey });
    const state = begunState(fork.state, codec, source);
    return await source.fork({
      appId,
      partitionKey,
      from: forkLoader(fork, state),
      of: { appId: parentId, partitionKey },
      use: [player.middleware],
      // Schemas say of a patch which key is wrong, and of a state only that it does not fit.
      patch: Object.fromEntries(changedKeys(fork, state).map((key) => [key, state[key]])),
    });
  } finally {
    forget();
  }
}

function factsOf({ parent, at, mode, patch, label }: ForkRequest): ForkFacts {
  return { parent, at, mode, patch, label };
}

/** The keys at the top that were changed, and are there. */
function changedKeys({ patch }: ForkRequest, state: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = patch.flatMap(({ path }) => pointerKeys(path)?.slice(0, 1) ?? []);
  return [...new Set(keys)].filter((key) => Object.hasOwn(state, key));
}
