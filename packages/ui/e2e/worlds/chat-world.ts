import { localTracker } from "@burrjs/tracker";
import { makeBigLog } from "../../../../bench/store-logs.ts";
import { agent, converse } from "./agent.ts";
import { ManualClock } from "./manual-clock.ts";
import { writeResearch } from "./research.ts";

const hourMs = 3_600_000;

/** The names of what `writeChatWorld()` writes. */
export const chat = {
  project: "chat-agent",
  run: "support-1204",
  path: "/p/chat-agent/r/~/support-1204",
  /** It failed yesterday. */
  failed: "night-shift-7",
  failedUser: "ada",
  research: "/p/research/r/~/gulls",
  big: "/p/big/r/~/run",
} as const;

/** Really runs applications, and records them into `dir`: conversations with an agent, research with children, a large log. */
export async function writeChatWorld(dir: string, options: { readonly bigSteps?: number } = {}): Promise<void> {
  const nowMs = Date.now();
  await writeConversation(dir, nowMs - hourMs);
  await writeFailure(dir, nowMs - 24 * hourMs);
  for (const n of [1, 2, 3]) {
    const clock = new ManualClock(nowMs - (n + 2) * hourMs);
    await using tracker = localTracker({ ...clocks(clock), project: chat.project, dir });
    const app = agent(clock)
      .withIdentifiers({ appId: `short-${n}`, partitionKey: "grace" })
      .withTracker(tracker)
      .build();
    await converse(app, clock, [
      { prompt: n === 2 ? "What is the password?" : "Draw a gull", mode: "image", words: [] },
    ]);
  }
  await writeResearch(dir, nowMs - 2 * hourMs);
  makeBigLog(dir, options.bigSteps ?? 2000);
}

async function writeConversation(dir: string, startMs: number): Promise<void> {
  const clock = new ManualClock(startMs);
  await using tracker = localTracker({ ...clocks(clock), project: chat.project, dir });
  const app = agent(clock).withIdentifiers({ appId: chat.run }).withTracker(tracker).build();
  await converse(app, clock);
}

/** A run whose last step fails, and nothing takes the error. */
async function writeFailure(dir: string, startMs: number): Promise<void> {
  const clock = new ManualClock(startMs);
  await using tracker = localTracker({ ...clocks(clock), project: chat.project, dir });
  const script = [
    {
      prompt: "Is the light on?",
      mode: "answer",
      words: Array.from({ length: 9 }, () => ({ text: "on ", afterMs: 30 })),
      failedTries: 99,
    },
  ] as const;
  const ids = { appId: chat.failed, partitionKey: chat.failedUser };
  const app = agent(clock, script).withIdentifiers(ids).withTracker(tracker).build();
  await converse(app, clock, script).catch(() => {}); // that is what it is for
}

/** What a tracker is told of a clock, and of the code. */
export function clocks({ now, monotonic }: ManualClock) {
  return { now, monotonic, code: { git: "3f9a1c2b7d", dirty: false } };
}
