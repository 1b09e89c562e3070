import type { Hooks, Persister } from "@burrjs/core";
import { arrive, carry, drop, go, listen, look, take, timed, use, wonder } from "./actions.ts";
import { b, newGame, oilTurns } from "./game.ts";
import type { Verb } from "./parse.ts";
import { burn, narrator, type Pace } from "./time.ts";

/** Which game: one under way, or a saved one. */
export interface GameKey {
  readonly partitionKey: "games" | "saves";
  readonly appId: string;
}

/** How a game is opened. */
export interface GameOptions extends GameKey {
  readonly persister: Persister;
  /** Goes back to this step of it. */
  readonly sequenceId?: number;
  /** Begins as a copy of this game. */
  readonly from?: GameKey;
  /** Between two words. Default: none. */
  readonly pace?: Pace;
  /** What writes the log of its runs. Default: none. */
  readonly tracker?: Hooks;
}

const says = (verb: Verb) => b.when({ verb });

/**
 * A game as it is stored, or a new one. `app.stream({ haltBefore: "listen" })` runs up to the player's turn, and
 * `app.stream({ inputs: { line }, haltBefore: "listen" })` plays one.
 */
export function openGame(options: GameOptions) {
  const { persister, appId, partitionKey, sequenceId, from, pace, tracker = {} } = options;
  const fork = from === undefined ? {} : { forkFromAppId: from.appId, forkFromPartitionKey: from.partitionKey };
  const isOver = b.check(["ending"], ({ ending }) => ending !== null, "it is over");
  const goesOn = b.when({ ending: null });
  return (
    b
      .app()
      .withActions({ arrive, listen, go, look, take, drop, use, carry, wonder, burn, narrate: narrator(pace) })
      .withTransitions(
        ["arrive", "narrate"],
        ["listen", "go", says("go")],
        ["listen", "look", says("look")],
        ["listen", "take", says("take")],
        ["listen", "drop", says("drop")],
        ["listen", "use", says("use")],
        ["listen", "carry", says("carry")],
        ["listen", "wonder"],
        [["go", "use"], "narrate", isOver],
        [timed, "burn"],
        [["look", "carry", "wonder", "burn"], "narrate"],
        ["narrate", "listen", goesOn],
      )
      .initializeFrom(persister, { defaultState: newGame, defaultEntrypoint: "arrive", ...fork })
      // Whoever plays now has the game, also where another terminal still has it open.
      .withPersister(persister, { onConflict: "abort-other" })
      .withIdentifiers({ appId, partitionKey, ...(sequenceId === undefined ? {} : { sequenceId }) })
      .withOptions({ budgets: { oil: oilTurns } })
      .withTracker(tracker)
      .build()
  );
}

/** A game, as `openGame` gives it. */
export type GameApp = Awaited<ReturnType<typeof openGame>>;
