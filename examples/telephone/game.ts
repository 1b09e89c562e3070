import { burr, type Hooks } from "@burrjs/core";
import { type GameOptions, type Player, playerGraph, type Telling } from "./player.ts";

/** What a game is played with. */
export interface PlayOptions extends GameOptions {
  readonly text: string;
  /** How often it is passed on. */
  readonly depth: number;
  readonly hooks: Hooks;
  /** What writes the log of its runs. Default: none. */
  readonly tracker?: Hooks;
  /** Called with what each player says, while the game is played. */
  readonly onSaid: (place: readonly string[], said: string) => void;
  readonly signal?: AbortSignal;
}

/** Plays a game: its value is what the first player told, and what became of it. */
export async function play({
  text,
  depth,
  hooks,
  tracker = {},
  onSaid,
  signal,
  ...options
}: PlayOptions): Promise<Telling> {
  const app = burr<Player>().application({
    graph: playerGraph(options),
    entrypoint: "describe",
    state: { place: "", heard: text, rounds: depth },
    hooks: [hooks],
    tracker,
  });
  const stream = app.stream(signal === undefined ? {} : { signal });
  try {
    for await (const event of stream) {
      // Its path is as ["passOn", "1", "passOn", "2"]: each second part is the key of a child.
      if (event.type === "chunk") onSaid(event.path.filter((_, place) => place % 2 === 1), String(event.chunk)); // prettier-ignore
    }
    const { state } = await stream.get();
    return { text: state.get("image", ""), branches: state.get("branches", []) };
  } finally {
    await stream.outcome; // an abort is told at once; until all have hung up takes longer
  }
}
