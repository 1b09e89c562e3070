import { writeChatWorld } from "../worlds/chat-world.ts";
import { writeLetter } from "../worlds/letters.ts";
import { writeOddWorld } from "../worlds/odd-world.ts";
import { chatScreens, writeChatNotes } from "./chat-screens.ts";
import { oddScreens } from "./odd-screens.ts";
import type { OpenOptions, OpenPage } from "./open-page.ts";
import { settled } from "./settled.ts";
import { openStage, type Stage } from "./stage.ts";

/** All screens there are, in all of their states. */
export const allScreens = [...chatScreens, ...oddScreens];

/** A stage for them, and a page of it. */
export async function openAllScreens(options: OpenOptions = {}): Promise<{ stage: Stage; opened: OpenPage }> {
  const stage = await openStage(async (dir) => {
    await writeChatWorld(dir);
    await writeOddWorld(dir);
    await writeLetter(dir);
  });
  const opened = await stage.open("/p", { ...options, reducedMotion: "reduce" });
  await settled(opened.page);
  await writeChatNotes(opened);
  return { stage, opened };
}
