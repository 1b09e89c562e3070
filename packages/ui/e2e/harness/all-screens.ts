import { beforeAll } from "vitest";
import { writeChatWorld } from "../worlds/chat-world.ts";
import { writeLetter } from "../worlds/letters.ts";
import { writeOddWorld } from "../worlds/odd-world.ts";
import { chatScreens, writeChatNotes } from "./chat-screens.ts";
import { oddScreens } from "./odd-screens.ts";
import type { OpenOptions } from "./open-page.ts";
import { type TestPage, testPage, type TestStage, testStage } from "./test-stage.ts";

/** All screens there are, in all of their states. */
export const allScreens = [...chatScreens, ...oddScreens];

/** The stage of a file of tests for them, and its page. */
export function allScreensPage(options: OpenOptions = {}): { readonly stage: TestStage; readonly opened: TestPage } {
  const stage = testStage(async (dir) => {
    await writeChatWorld(dir);
    await writeOddWorld(dir);
    await writeLetter(dir);
  });
  const opened = testPage(stage, "/p", { ...options, reducedMotion: "reduce" });
  beforeAll(async () => {
    await writeChatNotes(opened);
  });
  return { stage, opened };
}
