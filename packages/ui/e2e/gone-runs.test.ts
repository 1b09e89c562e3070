import { rm } from "node:fs/promises";
import { join } from "node:path";
import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { expect, it } from "vitest";
import { settled } from "./harness/settled.ts";
import { testStage } from "./harness/test-stage.ts";

const b = burr<{ n: number }>();
const count = b.action({ reads: [], writes: ["n"], run: () => ({ n: 1 }) });

const stage = testStage(async (dir) => {
  const tracker = localTracker({ project: "many", dir, code: false });
  for (let n = 0; n < 130; n += 1)
    await b.application({ actions: { count }, transitions: [], entrypoint: "count", state: { n: 0 }, appId: `run-${n}`, tracker }).run(); // prettier-ignore
  await tracker.close();
});

it(
  "a run that was deleted while the server was away leaves a list of which only the beginning is there",
  { timeout: 90_000 },
  async () => {
    const { page, problems } = await stage.open("/p/many");
    problems.expect(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
    const table = page.getByRole("table", { name: "Runs" });
    const names = async (): Promise<readonly string[]> => await table.getByRole("link").allTextContents();
    await table.getByRole("link").nth(3).waitFor();
    await settled(page);
    const before = await names();
    const gone = before[2] ?? "";
    await stage.stop();
    const late = page.getByRole("status").getByText("Not up to date: the server does not answer");
    await late.waitFor({ timeout: 30_000 });
    await rm(join(stage.dir, "many", gone), { recursive: true });
    await stage.restart();
    await table.getByRole("link", { name: gone, exact: true }).waitFor({ state: "detached", timeout: 40_000 });
    await late.waitFor({ state: "detached" });
    expect((await names()).slice(0, 10)).toEqual(before.filter((name) => name !== gone).slice(0, 10));
    expect(problems.take()).toEqual([]);
  },
);
