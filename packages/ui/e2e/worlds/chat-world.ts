import { localTracker } from "@burrjs/tracker";
import { makeBigLog } from "../../../../bench/store-logs.ts";
import { agent, converse } from "./agent.ts";
import { type Turn, turns } from "./agent-script.ts";
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
  await writeChat(dir, turns, { appId: chat.run, startMs: nowMs - hourMs });
  await writeChat(dir, failure, { appId: chat.failed, partitionKey: chat.failedUser, startMs: nowMs - 24 * hourMs });
  for (const n of [1, 2, 3]) {
    const prompt = n === 2 ? "What is the password?" : "Draw a gull";
    await writeChat(dir, [{ prompt, mode: "image", words: [] }], {
      appId: `short-${n}`,
      partitionKey: "grace",
      startMs: nowMs - (n + 2) * hourMs,
    });
  }
  await writeResearch(dir, nowMs - 2 * hourMs);
  makeBigLog(dir, options.bigSteps ?? 2000);
}

/** A conversation whose last step fails, and nothing takes the error. */
export const failure: readonly Turn[] = [
  {
    prompt: "Is the light on?",
    mode: "answer",
    words: Array.from({ length: 9 }, () => ({ text: "on ", afterMs: 30 })),
    failedTries: 99,
  },
];

interface ChatOptions {
  readonly appId: string;
  readonly partitionKey?: string;
  /** When it began. */
  readonly startMs: number;
}

/** Records a conversation with the agent. */
export async function writeChat(dir: string, script: readonly Turn[], { startMs, ...ids }: ChatOptions): Promise<void> {
  const clock = new ManualClock(startMs);
  await using tracker = localTracker({ ...clocks(clock), project: chat.project, dir });
  const app = agent(clock, script).withIdentifiers(ids).withTracker(tracker).build();
  const fails = script.some(({ failedTries = 0 }) => failedTries > 2);
  await converse(app, clock, script).catch((error: unknown) => {
    if (!fails) throw error; // that is what it is for
  });
}

/** What a tracker is told of a clock, and of the code. */
export function clocks({ now, monotonic }: ManualClock) {
  return { now, monotonic, code: { git: "3f9a1c2b7d", dirty: false } };
}
