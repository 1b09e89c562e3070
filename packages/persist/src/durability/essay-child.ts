import { type Hooks, isBurrError } from "@burrjs/core";
import { persisterOn } from "@burrjs/core/persist";
import { essay, PublishFailure } from "./essay.ts";
import { openPlace, type Place } from "./place.ts";
import { callCounter, type SelfKill } from "./self-kill.ts";
import { tell } from "./tell.ts";

/** What the program is told. */
export interface EssayTask {
  readonly place: Place;
  readonly appId: string;
  readonly kill?: SelfKill | undefined;
}

/** What the program tells: what a caller of the application can see. */
export type EssayFact =
  | { readonly type: "started" | "committed" | "failed"; readonly action: string; readonly sequenceId: number }
  | { readonly type: "chunk"; readonly action: string; readonly sequenceId: number; readonly chunk: string }
  /** The store had been changed by what a process sent before it was killed. */
  | { readonly type: "conflict"; readonly code: string }
  | { readonly type: "ended"; readonly calls: number };

// Runs the essay to its end, from where it has got to.
const { place, appId, kill } = JSON.parse(process.argv[2] ?? "") as EssayTask; // as runEssay() gives it
const told = (fact: EssayFact): void => {
  tell(fact);
};
const hooks: Hooks = {
  postRunStep({ action, sequenceId, committed }) {
    told({ type: committed ? "committed" : "failed", action, sequenceId });
  },
};
const counter = callCounter(kill);
await using open = await openPlace(place, counter.wrap);
for (let tries = 1; !(await isDone(tries)); tries += 1);
told({ type: "ended", calls: counter.calls });

async function isDone(tries: number): Promise<boolean> {
  const app = await essay(persisterOn(open.store, { staleAfterMs: 0 }), appId, { hooks });
  try {
    while (!(await isPublished(app)));
    return true;
  } catch (error) {
    const isLate = isBurrError(error) && ["concurrent-run", "existing-run"].includes(error.code);
    if (!isLate || tries === 5) throw error;
    told({ type: "conflict", code: error.code });
    return false;
  }
}

async function isPublished(app: Awaited<ReturnType<typeof essay>>): Promise<boolean> {
  try {
    for await (const event of app.stream()) {
      const { type, action, sequenceId } = event;
      if (type === "step-start") told({ type: "started", action, sequenceId });
      if (type === "chunk") told({ type, action, sequenceId, chunk: event.chunk });
    }
    return true;
  } catch (error) {
    if (!(error instanceof PublishFailure)) throw error;
    return false;
  }
}
