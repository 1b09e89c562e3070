import { afterAll, beforeAll, expect, it } from "vitest";
import { chatScreens, writeChatNotes } from "./harness/chat-screens.ts";
import { oddScreens } from "./harness/odd-screens.ts";
import type { OpenPage } from "./harness/open-page.ts";
import { visit } from "./harness/screens.ts";
import { settled } from "./harness/settled.ts";
import { shoot } from "./harness/shots.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { findSmallTargets } from "./harness/targets.ts";
import { writeChatWorld } from "./worlds/chat-world.ts";
import { writeLetter } from "./worlds/letters.ts";
import { writeOddWorld } from "./worlds/odd-world.ts";

let stage: Stage;
let phone: OpenPage;

beforeAll(async () => {
  stage = await openStage(async (dir) => {
    await writeChatWorld(dir);
    await writeOddWorld(dir);
    await writeLetter(dir);
  });
  phone = await stage.open("/p", { width: 390, hasTouch: true, isMobile: true, reducedMotion: "reduce" });
  await settled(phone.page);
  await writeChatNotes(phone);
}, 60_000);

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
});

// Below the table of repeats there is no room on a phone for the pane with the differences: it is scrolled in a slit.
const cut = "odd-repeats";

it.each([...chatScreens, ...oddScreens].filter(({ isWide, name }) => isWide !== true && name !== cut))(
  "a finger hits all controls of $name",
  { timeout: 40_000 },
  async (screen) => {
    await visit(phone.page, { ...screen, shows: /./ });
    await shoot(phone.page, `finger-${screen.name}`);
    expect((await findSmallTargets(phone.page)).join("\n")).toBe("");
  },
);
