import type { RunningServer } from "@burrjs/server/node";
import { localTracker } from "@burrjs/tracker";
import { type Runner, serveRunner } from "@burrjs/tracker/runner";
import { agent } from "./agent.ts";
import { chat, clocks } from "./chat-world.ts";
import { ManualClock } from "./manual-clock.ts";

/** Connects the agent to the server, so that its runs can be forked from the page. */
export async function serveAgent(dir: string, { url, runnerToken }: RunningServer): Promise<Runner> {
  const clock = new ManualClock(Date.now());
  const tracker = localTracker({ project: chat.project, dir, ...clocks(clock) });
  return await serveRunner(
    () => agent(clock).withIdentifiers({ appId: "agent-of-the-runner" }).withTracker(tracker).build(),
    { url, token: runnerToken, name: "agent.ts", onError: () => {} },
  );
}
