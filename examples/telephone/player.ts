import { burr, type Graph } from "@burrjs/core";
import { describe, imagine, randomOf, similarity } from "./distort.ts";

/** What one player knows. */
export interface Player {
  /** Where the player sits: the first one at "", whom it calls at ".1", ".2", and so on. */
  place: string;
  /** What the player hears. */
  heard: string;
  description: string;
  /** What the player makes of it, and tells. */
  image: string;
  /** How often the text is still passed on. */
  rounds: number;
  /** What became of it. */
  branches: readonly Telling[];
}

/** A text, and what those made of it to whom it was told. */
export interface Telling {
  readonly text: string;
  readonly branches: readonly Telling[];
}

/** How a game is played. */
export interface GameOptions {
  /** How many others each player calls. */
  readonly width: number;
  /** What is misheard, at random; the same for the same seed. */
  readonly seed: number;
  /** The time that a player takes to find words. */
  readonly think: (signal: AbortSignal) => Promise<unknown>;
}

const p = burr<Player>();

/** The graph of one player, who calls others with the very same graph. */
export function playerGraph({ width, seed, think }: GameOptions): Graph<Player> {
  const describeScene = p.action({
    reads: ["place", "heard"],
    writes: ["description"],
    async *run({ place, heard }, _inputs, ctx) {
      await think(ctx.signal);
      const description = ctx.span("forget", () => describe(heard, randomOf(`${seed} hears ${place}`)));
      yield description;
      return { description };
    },
  });

  const imagineScene = p.action({
    reads: ["place", "description"],
    writes: ["image"],
    terminal: true, // where no round is left
    run: ({ place, description }, _inputs, ctx) =>
      ctx.span("dream", () => ({ image: imagine(description, randomOf(`${seed} sees ${place}`)) })),
  });

  const passOn = p.action({
    reads: ["place", "image", "rounds"],
    writes: ["branches"],
    async *run({ place, image, rounds }, _inputs, ctx) {
      const branches: Telling[] = [];
      for (let listener = 1; listener <= width; listener += 1) {
        using call = ctx.startSpan(`call ${listener}`);
        const child = await ctx.spawn(graph, {
          key: String(listener),
          entrypoint: "describe",
          state: { place: `${place}.${listener}`, heard: image, rounds: rounds - 1 },
        });
        const { state } = yield* ctx.relay(child.stream());
        const telling = { text: state.get("image", ""), branches: state.get("branches", []) };
        call.span("compare", (span) => {
          span.log({ kept: similarity(image, telling.text) });
        });
        branches.push(telling);
      }
      return { branches };
    },
  });

  const graph: Graph<Player> = p.graph({
    actions: { describe: describeScene, imagine: imagineScene, passOn },
    transitions: [
      ["describe", "imagine"],
      ["imagine", "passOn", p.check(["rounds"], ({ rounds }) => rounds > 0, "there is a round left")],
    ],
  });
  return graph;
}
