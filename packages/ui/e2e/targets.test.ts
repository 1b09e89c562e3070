import { expect, it } from "vitest";
import { allScreens, allScreensPage } from "./harness/all-screens.ts";
import { visit } from "./harness/screens.ts";
import { shoot } from "./harness/shots.ts";
import { findSmallTargets } from "./harness/targets.ts";

const { opened: phone } = allScreensPage({ width: 390, hasTouch: true, isMobile: true });

it.each(allScreens.filter(({ isWide }) => isWide !== true))(
  "a finger hits all controls of $name",
  { timeout: 40_000 },
  async (screen) => {
    await visit(phone.page, { ...screen, shows: /./ });
    await shoot(phone.page, `finger-${screen.name}`);
    expect((await findSmallTargets(phone.page)).join("\n")).toBe("");
  },
);
