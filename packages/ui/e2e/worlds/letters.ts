import { burr } from "@burrjs/core";
import type { RunningServer } from "@burrjs/server/node";
import { localTracker } from "@burrjs/tracker";
import { type Runner, serveRunner } from "@burrjs/tracker/runner";

/** The names of what `writeLetter()` writes. */
export const letters = { project: "letters", run: "waits", path: "/p/letters/r/~/waits" } as const;

interface Letter {
  draft: string;
  verdict: string;
}

const b = burr<Letter>();
/** It has each kind of thing that Markdown has. */
const markdown = `# Dear Grace

the talk is in **October**, *not* in ~~May~~, see [the plan](https://example.com/plan) and \`plan.ts\`:

1. the light
2. the lens
   - rings
   - ![a ring](https://example.com/ring.png)

> Bring a lamp.

---

\`\`\`ts
const lamps = [1, "two"]; // so many
\`\`\``;
const write = b.action({ reads: [], writes: ["draft"], run: () => ({ draft: markdown }) });
const ask = b.action({
  reads: ["draft"],
  writes: ["verdict"],
  run: ({ draft }, _inputs, ctx) => ctx.suspend("verdict", { payload: { draft, choices: ["send", "change"] } }),
});

function letter(dir: string, appId: string) {
  const tracker = localTracker({ project: letters.project, dir });
  const transitions = [["write", "ask"]] as const;
  const app = b.application({ actions: { write, ask }, transitions, entrypoint: "write", state: {}, appId, tracker });
  return { app, tracker };
}

/** Records a run that waits for a person. */
export async function writeLetter(dir: string): Promise<void> {
  const { app, tracker } = letter(dir, letters.run);
  await app.run();
  await tracker.close();
}

/** Connects its application to the server, so that a fork of it can be answered on the page. */
export async function serveLetters(dir: string, { url, runnerToken }: RunningServer): Promise<Runner> {
  const options = { url, token: runnerToken, name: "letters.ts", onError: () => {} };
  return await serveRunner(({ appId }) => letter(dir, appId).app, options);
}
