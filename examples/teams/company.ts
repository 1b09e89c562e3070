import { type AnyRunEvent, burr, type Hooks, task } from "@burrjs/core";
import { type Copy, copyTeam } from "./copy-team.ts";
import { designTeam, type Picture } from "./design-team.ts";
import type { Ask } from "./members.ts";
import { releaseTeam } from "./release-team.ts";
import { researchTeam } from "./research-team.ts";

interface Company {
  product: string;
  facts: readonly string[];
  copy: Copy;
  picture: Picture;
  announcement: string;
}

const c = burr<Company>();

/** How an announcement is made. */
export interface AnnounceOptions {
  /** Told of all that happens in the company, in whichever team. */
  readonly onEvent: (event: AnyRunEvent) => void;
  readonly signal?: AbortSignal;
  /** What writes the log of its runs. Default: none. */
  readonly tracker?: Hooks;
}

/** Lets the company announce a product. Its actions are teams, two of which work side by side. */
export async function announce(ask: Ask, product: string, options: AnnounceOptions): Promise<string> {
  const { onEvent, signal, tracker = {} } = options;
  const research = researchTeam(ask).asAction({ reads: ["product"], writes: ["facts"], entrypoint: "search" });

  const create = c.parallel({
    reads: ["product", "facts"],
    writes: ["copy", "picture"],
    tasks: (state) => [
      task(copyTeam(ask), {
        key: "copy",
        entrypoint: "draft",
        haltAfter: "headline",
        state: { ...state, text: "", drafts: 0, remarks: [] },
      }),
      task(designTeam(ask), { key: "design", entrypoint: "sketch", haltAfter: "caption", state: { ...state } }),
    ],
    reduce(_state, [copy, design]) {
      // They are in the order of the tasks; for the compiler, the action behind which each has ended tells them apart.
      if (copy?.action !== "headline" || design?.action !== "caption") throw new Error("A team has not ended.");
      return { copy: copy.state.copy, picture: design.state.picture };
    },
  });

  const release = releaseTeam(ask).asAction({
    reads: ["copy", "picture"],
    writes: ["announcement"],
    entrypoint: "law",
  });

  const app = c.application({
    actions: { research, create, release },
    transitions: [
      ["research", "create"],
      ["create", "release"],
    ],
    entrypoint: "research",
    state: { product },
    tracker,
  });
  const stream = app.stream(signal === undefined ? {} : { signal });
  try {
    for await (const event of stream) onEvent(event);
    return (await stream.get()).state.get("announcement", "");
  } finally {
    await stream.outcome; // an abort is told at once; until all have stopped takes longer
  }
}
