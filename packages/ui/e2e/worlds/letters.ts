import { burr } from "@burrjs/core";
import type { RunningServer } from "@burrjs/server/node";
import { localTracker } from "@burrjs/tracker";
import { type Runner, serveRunner } from "@burrjs/tracker/runner";

/** The names of what `writeLetter()` writes. */
export const letters = { project: "letters", run: "waits", path: "/p/letters/r/~/waits", answered: "/p/letters/r/~/answered" } as const; // prettier-ignore

interface Letter {
  draft: string;
  messages: readonly { role: string; content: string }[];
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
const write = b.action({
  reads: [],
  writes: ["draft", "messages"],
  run: (_state, _inputs, ctx) => {
    const message = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });
    ctx.span("chat large-1", ({ log }) => {
      log({
        "gen_ai.request.model": "large-1",
        "gen_ai.input.messages": [message("user", "Write to Grace.")],
        "gen_ai.output.messages": [message("assistant", markdown)],
      });
    });
    const messages = [
      { role: "user", content: "Write to Grace." },
      { role: "assistant", content: markdown },
    ];
    return { draft: markdown, messages };
  },
});
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

/** Records a run that waits for a person, and one that was answered. */
export async function writeLetter(dir: string): Promise<void> {
  const waits = letter(dir, letters.run);
  await waits.app.run();
  await waits.tracker.close();
  const { app, tracker } = letter(dir, "answered");
  const asked = await app.run();
  await app.resume(asked.stopped === "suspended" ? asked.suspension.id : "", { verdict: "send it tomorrow" });
  await app.run();
  await tracker.close();
}

/** Connects its application to the server, so that a fork of it can be answered on the page. */
export async function serveLetters(dir: string, { url, runnerToken }: RunningServer): Promise<Runner> {
  const options = { url, token: runnerToken, name: "letters.ts", onError: () => {} };
  return await serveRunner(({ appId }) => letter(dir, appId).app, options);
}
