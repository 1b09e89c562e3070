import { isBurrError, type Persister } from "@burrjs/core";
import { type GameApp, type GameKey, type GameOptions, openGame } from "./graph.ts";

/** Games, as they are stored. */
export interface Shelf {
  /** The game that was played last, or a new one. */
  current(): Promise<GameApp>;
  /** A new game. */
  begin(): Promise<GameApp>;
  /** Keeps a copy of a game under a name; an older one of that name goes. */
  save(game: GameApp, name: string): Promise<void>;
  /** A game that begins as a saved one, which stays as it is; `undefined` when there is none of that name. */
  load(name: string): Promise<GameApp | undefined>;
  /** The names of the saved games, the latest first. */
  names(): Promise<string[]>;
  /** The same game, before its last turn that took time; `undefined` when it has none. */
  undo(game: GameApp): Promise<GameApp | undefined>;
}

/** Games in a store. The options are those of each game. */
export function shelfOf(persister: Persister, options: Pick<GameOptions, "pace" | "tracker"> = {}): Shelf {
  const open = (key: GameKey, more: { readonly sequenceId?: number; readonly from?: GameKey } = {}) =>
    openGame({ persister, ...options, ...key, ...more });
  const newKey = (): GameKey => ({ partitionKey: "games", appId: crypto.randomUUID() });
  /** A fork, or a step that was gone back to, is stored with its next step; this stores it now. */
  const stored = async (game: GameApp): Promise<GameApp> => {
    await game.updateState(game.state);
    return game;
  };
  const names = () => persister.listAppIds("saves");
  return {
    names,
    begin: () => open(newKey()),
    async current() {
      const [appId] = await persister.listAppIds("games", { limit: 1 });
      return await open(appId === undefined ? newKey() : { partitionKey: "games", appId });
    },
    async save({ appId }, name) {
      const key: GameKey = { partitionKey: "saves", appId: name };
      await persister.delete(key);
      await stored(await open(key, { from: { partitionKey: "games", appId } }));
    },
    async load(name) {
      if (!(await names()).includes(name)) return undefined;
      return await stored(await open(newKey(), { from: { partitionKey: "saves", appId: name } }));
    },
    async undo({ appId, state: { turnAfter: sequenceId = -1 } }) {
      if (sequenceId < 0) return undefined;
      try {
        return await stored(await open({ partitionKey: "games", appId }, { sequenceId }));
      } catch (error) {
        // A game that was loaded has no steps from before that.
        if (isBurrError(error) && error.code === "unknown-sequence-id") return undefined;
        throw error;
      }
    },
  };
}
