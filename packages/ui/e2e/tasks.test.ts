import type { Runner } from "@burrjs/tracker/runner";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shownCursor } from "./harness/cursor.ts";
import { press, tabTo } from "./harness/keyboard.ts";
import { settled } from "./harness/settled.ts";
import { shoot } from "./harness/shots.ts";
import type { OpenPage } from "./harness/open-page.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { turns } from "./worlds/agent-script.ts";
import { chat, writeChatWorld } from "./worlds/chat-world.ts";
import { serveAgent } from "./worlds/chat-runner.ts";
import { startLiveRun } from "./worlds/live-run.ts";

let stage: Stage;
let runner: Runner;
let opened: OpenPage;

beforeAll(async () => {
  stage = await openStage(writeChatWorld);
  runner = await serveAgent(stage.dir, stage.server);
  opened = await stage.open("/p", { permissions: ["clipboard-read", "clipboard-write"] });
  await settled(opened.page);
}, 60_000);

afterAll(async () => {
  await runner?.close();
  await stage?.[Symbol.asyncDispose]();
});

/** A task, done twice: with the mouse (and the keyboard where something is typed), and without it. */
interface Task {
  readonly name: string;
  /** Where it begins. */
  readonly from: string;
  readonly byMouse: (page: Page) => Promise<unknown>;
  readonly byKeys: (page: Page) => Promise<unknown>;
  /** What must be on the page in the end. */
  readonly done: (page: Page) => Promise<void>;
}

const at = (step: number, more = ""): string => `${chat.path}?s=${step}${more}`;
const why = (page: Page) => page.getByRole("tabpanel", { name: "Why" });
const stream = (page: Page) => page.getByRole("tabpanel", { name: "Stream" });
const untilStep = async (page: Page, step: number): Promise<void> =>
  await page.waitForURL((url) => url.searchParams.get("s") === String(step));
const yesterday = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);

/** The text of the seventh answer, as far as it had come by a moment. */
function textAt(ms: number): string {
  let atMs = 0;
  return (turns[6]?.words ?? []).flatMap(({ text, afterMs }) => ((atMs += afterMs) <= ms ? [text] : [])).join("");
}

const tasks: readonly Task[] = [
  {
    name: "find the failed run of yesterday",
    from: "/p",
    async byMouse(page) {
      await page.getByRole("link", { name: chat.project }).click();
      await page.getByRole("button", { name: /^failed 1/ }).click();
      await page.getByRole("button", { name: new RegExp(`^${yesterday}`) }).click();
      await page.getByRole("table", { name: "Runs" }).getByRole("link").click();
    },
    async byKeys(page) {
      await tabTo(page, /^chat-agent/);
      await press(page, "Enter");
      await page.getByRole("table", { name: "Runs" }).waitFor();
      await press(page, "/");
      await page.keyboard.type(`status:failed after:${yesterday}`);
      await press(page, "Escape", "Enter");
      await page.waitForFunction(() => document.querySelectorAll('[role="table"] a').length === 1);
      await tabTo(page, /^night-shift-7/);
      await press(page, "Enter");
    },
    async done(page) {
      await page.getByRole("heading", { name: chat.failed }).waitFor();
      await page.locator("header").getByText("failed", { exact: true }).waitFor();
    },
  },
  {
    name: "say why step 41 ran instead of the image branch",
    from: at(0),
    async byMouse(page) {
      await page.getByRole("treegrid").hover();
      await page.mouse.wheel(0, 600);
      await page.getByRole("row", { name: /^41 / }).click();
    },
    async byKeys(page) {
      for (let n = 0; n < 41; n += 1) await press(page, "j");
    },
    async done(page) {
      await untilStep(page, 41);
      await why(page)
        .getByRole("row", { name: /mode=image.*generate_image.*false.*mode.*answer.*#38/ })
        .waitFor();
      await why(page)
        .getByRole("row", { name: /mode == 'answer'.*answer_question.*true/ })
        .waitFor();
    },
  },
  {
    name: "find who set mode",
    from: at(41),
    byMouse: async (page) =>
      await why(page)
        .getByRole("row", { name: /mode=image/ })
        .getByRole("link", { name: "#38" })
        .click(),
    async byKeys(page) {
      await tabTo(page, /^#38/);
      await press(page, "Enter");
    },
    async done(page) {
      await untilStep(page, 38);
      await page.getByRole("heading", { name: /Why decide_mode ran/ }).waitFor();
    },
  },
  {
    name: "see what text the user had seen at 2.31 s",
    from: at(41, "&tab=stream"),
    // The next word comes at 2.34 s.
    byMouse: async (page) => await stream(page).getByText("lamp,").click(),
    async byKeys(page) {
      await stream(page).getByText("lamp,").waitFor();
      for (let n = 22; n >= 9; n -= 1) {
        await press(page, ",");
        await stream(page).getByText(`${n} of 23 items`).waitFor();
      }
    },
    async done(page) {
      await stream(page)
        .getByText(/At \S+\s\S+ the user had seen 9 of 23 items/)
        .waitFor();
      const seen = await stream(page)
        .getByText(/the user had seen/)
        .textContent();
      expect(seen).toMatch(/At 1\.1\d\ss/);
      expect(textAt(2310)).toBe("A lighthouse turns its lens and not its lamp, ");
      await page.goto(at(41, "&tab=stream&m=2310"));
      await stream(page)
        .getByText(/At 2\.31\ss the user had seen 9 of 23 items/)
        .waitFor();
    },
  },
  {
    name: "find the longest stall",
    from: at(41, "&tab=stream"),
    byMouse: async (page) =>
      await stream(page)
        .getByRole("button", { name: /Go to item 10/ })
        .click(),
    async byKeys(page) {
      await stream(page).getByText("lamp,").waitFor();
      await press(page, "s");
    },
    async done(page) {
      await stream(page)
        .getByText(/At 2\.3\d\ss the user had seen/)
        .waitFor();
    },
  },
  {
    name: "jump to the third error",
    from: at(0),
    async byMouse(page) {
      await page.getByRole("combobox", { name: "Filter steps" }).fill("status:failed");
      await page
        .getByRole("status")
        .filter({ hasText: /^3 of 63/ })
        .waitFor();
      await page
        .getByRole("row", { name: /retrieve_docs/ })
        .nth(2)
        .click();
    },
    byKeys: async (page) => await press(page, "e", "e", "e"),
    async done(page) {
      await untilStep(page, 55);
      await why(page)
        .getByText(/The index “lights” is not there/)
        .first()
        .waitFor();
    },
  },
  {
    name: "copy a link that opens the same view again",
    from: at(41, "&tab=state&view=diff&sel=key:/chat_history"),
    byMouse: async (page) => await page.evaluate(async () => await navigator.clipboard.writeText(location.href)),
    async byKeys(page) {
      await press(page, "y");
      await page.getByText("Link copied").waitFor();
    },
    async done(page) {
      const before = await shownCursor(page);
      const link = await page.evaluate(async () => await navigator.clipboard.readText());
      const other = await opened.context.newPage();
      await other.goto(link);
      expect(await shownCursor(other)).toEqual(before);
      await other.close();
      await page.bringToFront();
    },
  },
  {
    name: "fork before step 38 with one key changed, tape for tools, and see the first difference to the parent",
    from: at(38),
    async byMouse(page) {
      await page.getByRole("button", { name: /^Fork from step 38/ }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("listbox").getByRole("option", { name: "prompt" }).click();
      await dialog.getByRole("textbox", { name: /^New prompt/ }).fill("Draw the sea");
      await dialog.locator("label").filter({ hasText: "Mixed" }).click();
      await dialog.getByRole("button", { name: /^Run the fork/ }).click();
    },
    async byKeys(page) {
      await press(page, "f");
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /^Run the fork/ })
        .waitFor();
      await tabTo(page, /^Keys of the state/);
      await press(page, "Home", "ArrowDown", "ArrowDown");
      await tabTo(page, /^New prompt/);
      await press(page, "Control+a");
      await page.keyboard.type("Draw the sea");
      await tabTo(page, /^Live|Live$/);
      await press(page, "ArrowRight", "ArrowRight");
      await tabTo(page, /^Run the fork/);
      await press(page, "Enter");
    },
    async done(page) {
      await page.waitForURL(/\/compare\?/);
      await page
        .getByText(/First difference/)
        .first()
        .waitFor();
      const headline = page
        .getByText(/First difference/)
        .first()
        .locator("xpath=..");
      // The fork runs while it is compared.
      await expect.poll(async () => await headline.textContent(), { timeout: 15_000 }).toMatch(/step 37/);
      expect(await headline.textContent()).toMatch(/the fork after step 37.*prompt.*"Draw the sea"/);
      await page.getByText("generate_image").first().waitFor();
      await shoot(page, "task-fork-compared");
    },
  },
  {
    name: "save a failing step as a test",
    from: at(55),
    async byMouse(page) {
      await page.getByRole("button", { name: /^Export test/ }).click();
      await page.getByRole("button", { name: "Copy command" }).click();
    },
    async byKeys(page) {
      await press(page, "Control+k");
      await page.getByRole("combobox", { name: /^Command/ }).waitFor();
      await page.keyboard.type("export test");
      await press(page, "Enter");
      await page.getByRole("dialog", { name: /test/i }).waitFor();
      await tabTo(page, /^Copy command/);
      await press(page, "Enter");
    },
    async done(page) {
      await page.getByText("Command copied").first().waitFor();
      const command = await page.evaluate(async () => await navigator.clipboard.readText());
      // exported-test.test.ts runs one.
      expect(command).toBe(`burr test-case chat-agent/support-1204@55 --fixed --app ./app.ts#app --dir ${stage.dir}`);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    },
  },
];

describe("in some seconds, one can", () => {
  for (const { name, from, byMouse, byKeys, done } of tasks) {
    for (const [hand, work] of [
      ["with the mouse", byMouse],
      ["without it", byKeys],
    ] as const) {
      it(`${name}, ${hand}`, { timeout: 40_000 }, async () => {
        const { page, problems } = opened;
        await page.goto(from);
        await settled(page);
        await work(page);
        await done(page);
        expect(problems.take()).toEqual([]);
      });
    }
  }
});

it(
  "follows a live run for a minute's worth of steps without losing the place in the list",
  { timeout: 60_000 },
  async () => {
    const run = startLiveRun(stage.dir, "minute");
    for (let n = 0; n < 100; n += 1) run.step();
    const { page, problems } = opened;
    await page.goto(run.path);
    const count = async (steps: number): Promise<unknown> =>
      await page.waitForFunction(
        (most) =>
          Number(document.querySelector('[role="slider"][aria-label="Playhead"]')?.getAttribute("aria-valuemax")) ===
          most,
        steps - 1,
      );
    await count(101);
    await page.getByText("Live, following").waitFor();
    const first = async (): Promise<string> =>
      (await page.getByRole("treegrid").getByRole("row").nth(6).textContent()) ?? "";
    await page.getByRole("treegrid").hover();
    await page.mouse.wheel(0, -1200);
    await settled(page);
    const before = await first();
    for (let second = 1; second <= 12; second += 1) {
      for (let n = 0; n < 5; n += 1) run.step();
      await count(101 + second * 5);
      expect(await first()).toBe(before);
    }
    await run[Symbol.asyncDispose]();
    expect(problems.take()).toEqual([]);
  },
);
