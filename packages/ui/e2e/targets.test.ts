import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenPage } from "./harness/open-page.ts";
import { allScreens, openAllScreens } from "./harness/all-screens.ts";
import { visit } from "./harness/screens.ts";
import { shoot } from "./harness/shots.ts";
import type { Stage } from "./harness/stage.ts";
import { findSmallTargets } from "./harness/targets.ts";

let stage: Stage;
let phone: OpenPage;

beforeAll(async () => {
  ({ stage, opened: phone } = await openAllScreens({ width: 390, hasTouch: true, isMobile: true }));
}, 60_000);

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
});

it.each(allScreens.filter(({ isWide }) => isWide !== true))(
  "a finger hits all controls of $name",
  { timeout: 40_000 },
  async (screen) => {
    await visit(phone.page, { ...screen, shows: /./ });
    await shoot(phone.page, `finger-${screen.name}`);
    expect((await findSmallTargets(phone.page)).join("\n")).toBe("");
  },
);
