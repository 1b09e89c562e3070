import type { Turn } from "./agent-script.ts";
import { chat, failure, writeChat, writeChatWorld } from "./chat-world.ts";

const dayMs = 24 * 3_600_000;

/** The run whose answer stands still three times. */
export const halting = "support-1177";

/** Three stalls; the longest is neither the first nor the last. */
const halts: Turn = {
  prompt: "Who keeps the light?",
  mode: "answer",
  words: "The keeper climbs the stairs at dusk and trims the wick by hand until the glass is clear."
    .split(/(?<=\s)/)
    .map((text, index) => ({ text, afterMs: { 0: 640, 4: 900, 8: 2450, 12: 1300 }[index] ?? 30 })),
};

/** The world of the chats, with what makes things hard to find in it: failures of other days, a success of yesterday, several stalls. */
export async function writeTaskWorld(dir: string): Promise<void> {
  await writeChatWorld(dir);
  const nowMs = Date.now();
  const user = { partitionKey: chat.failedUser };
  await writeChat(dir, failure, { ...user, appId: "night-shift-8", startMs: nowMs - 2000 });
  await writeChat(dir, failure, { ...user, appId: "night-shift-6", startMs: nowMs - 2 * dayMs });
  await writeChat(dir, [{ prompt: "Draw a gull", mode: "image", words: [] }], {
    ...user,
    appId: "day-shift-7",
    startMs: nowMs - dayMs,
  });
  await writeChat(dir, [halts], { appId: halting, startMs: nowMs - 4000 });
}
