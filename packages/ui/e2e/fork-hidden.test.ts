import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { serveRunner } from "@burrjs/tracker/runner";
import { expect, it } from "vitest";
import { findFaults } from "./harness/axe.ts";
import { shoot } from "./harness/shots.ts";
import { openStage } from "./harness/stage.ts";

const b = burr<{ secret: string; password: string; said: string }>();
const say = b.action({
  reads: ["secret"],
  writes: ["said"],
  run: ({ secret }) => ({ said: `${secret.length} letters` }),
});

it(
  "a hidden key begins as the application does, is given, or is left out; one that nothing reads is left out by itself",
  { timeout: 40_000 },
  async () => {
    const project = "hidden";
    const app = (dir: string, appId: string, secret: string) =>
    b.application({ actions: { say }, transitions: [], entrypoint: "say", state: { secret, password: "open", said: "" }, tracker: localTracker({ project, dir, redact: ["secret", "password"] }), appId }); // prettier-ignore
    await using stage = await openStage(async (dir) => void (await app(dir, "parent", "of yesterday").run()));
    const { url, runnerToken: token } = stage.server;
    await using runner = await serveRunner(({ appId }) => app(stage.dir, appId, "today"), { url, token });
    const opened = await stage.open(`/p/${project}/r/~/parent?s=0&fork=0`);
    const { page } = opened;
    const dialog = page.getByRole("dialog");
    const group = dialog.getByRole("group", { name: "What secret begins with" });
    await group.getByText("it was hidden when it was recorded").waitFor();
    await dialog.getByText(/nothing from here on reads it: password\./).waitFor();
    expect(await dialog.getByRole("button", { name: /^Run the fork/ }).getAttribute("aria-disabled")).toBe("true");
    expect(await findFaults(page, "fork-hidden")).toEqual([]);
    await shoot(page, "fork-hidden");

    await group.getByRole("button", { name: "Give a value" }).click();
    expect(await dialog.locator(":focus").getAttribute("aria-label")).toBe("New secret, as JSON");
    await page.keyboard.type('"given"');
    await group.waitFor({ state: "detached" });
    await dialog.getByRole("button", { name: "Put back" }).click();

    await group.getByRole("button", { name: "Leave it out" }).click();
    await dialog.getByText("The new run begins without this key.").waitFor();
    await dialog.getByRole("button", { name: "Put back" }).click();

    await group.getByRole("button", { name: "As the application begins with it" }).click();
    await dialog.getByText("the page does not know it").waitFor();
    await dialog.getByRole("button", { name: /^Run the fork/ }).click();
    await page.waitForURL(/\/compare\?/);
    await page.getByText("5 letters").first().waitFor();
    expect(opened.problems.take()).toEqual([]);
    expect(runner.isConnected).toBe(true);
  },
);
