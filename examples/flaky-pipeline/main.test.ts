import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it, vi } from "vitest";
import { startApis } from "./apis/server.ts";
import { startMain, steady, testFolder } from "./test-main.ts";

vi.setConfig({ testTimeout: 30_000 }); // where many tests run at the same time, a program takes long to start

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
const [whole = "", declined = ""] = Array.from(readme.matchAll(/```text\n(.*?)```/gs), ([, block]) => block);

it.concurrent("prints on a bad day what the README says", async ({ expect }) => {
  const { output, errors, exitCode } = startMain("--data", testFolder(), "--pace", "0.4");
  expect(steady(await output)).toBe(steady(whole));
  expect(await errors).toBe("");
  expect(await exitCode).toBe(0);
});

it.concurrent("undoes what was booked when the card is declined, as the README says", async ({ expect }) => {
  const { output, exitCode } = startMain("--data", testFolder(), "--pace", "0.4", "--declined");
  const shown = steady(await output);
  expect(shown.slice(shown.indexOf("pay "))).toBe(steady(declined));
  expect(await exitCode).toBe(0);
});

it.concurrent("takes two other hotels at most", async ({ expect }) => {
  const { output, exitCode } = startMain("--data", testFolder(), "--calm", "--pace", "0.2", "--sold-out", "3");
  const shown = await output;
  expect(shown.match(/to \w+: onError.*/g)).toEqual([
    "to pickHotel: onError(SoldOut, max 2)",
    "to pickHotel: onError(SoldOut, max 2)",
    "to giveUp: onError(SoldOut)",
  ]);
  expect(shown).toMatch(/Garden House is sold out\. What was done is undone.*\nbookFlight +undone\n/);
  expect(await exitCode).toBe(0);
});

it("numbers its trips, and begins another one when the last is settled", async ({ expect }) => {
  const folder = testFolder();
  for (const id of ["trip-1", "trip-2"]) {
    const { output } = startMain("--data", folder, "--calm", "--pace", "0.2");
    expect(await output).toMatch(new RegExp(`^${id}, .*It agrees with the trip\\.\n$`, "s"));
  }
  expect(readdirSync(join(folder, "flaky-pipeline"))).toEqual(["trip-1", "trip-2"]); // each has a log
});

it("lets the step in flight end at SIGTERM, and goes on at the next start", async ({ expect, onTestFinished }) => {
  let release = (): void => {};
  let arrived = (): void => {};
  const waiting = new Promise<void>((resolve) => void (arrived = resolve));
  const onOrder = (): Promise<void> =>
    new Promise((resolve) => {
      release = resolve;
      arrived();
    });
  const held = await startApis({ onOrder });
  onTestFinished(() => held.close());
  const args = ["--data", testFolder(), "--pace", "1"];
  const first = startMain(...args, "--apis", held.url);
  await waiting;
  const told = first.printed("SIGTERM: bookFlight may end.");
  first.terminate();
  await told;
  release(); // "before" …
  await new Promise<void>((resolve) => void (arrived = resolve));
  release(); // … and "after"
  expect(await first.output).toMatch(/bookFlight +F-1: LH 716\n\nSIGTERM: stopped before pickHotel\. Start again/);
  expect(await first.exitCode).toBe(75);

  const apis = await startApis({ ledger: held.ledger });
  onTestFinished(() => apis.close());
  const second = startMain(...args, "--apis", apis.url);
  expect(await second.output).toMatch(
    /^trip-1, .*goes on with pickHotel\.\n\npickHotel .*It agrees with the trip\.\n$/s,
  );
});

it("stops undoing at SIGTERM, and goes on with it at the next start", async ({ expect, onTestFinished }) => {
  let arrived = (): void => {};
  const waiting = new Promise<void>((resolve) => void (arrived = resolve));
  const held = await startApis({
    async onOrder(endpoint) {
      if (endpoint !== "cancel hotel") return;
      arrived();
      await new Promise(() => {});
    },
  });
  onTestFinished(() => held.close());
  const args = ["--data", testFolder(), "--declined"];
  const first = startMain(...args, "--apis", held.url);
  await waiting;
  first.terminate();
  expect(await first.output).toMatch(/undone, the last first:\nbookHotel +SIGTERM\n\nSIGTERM: stopped\. Start again/);
  expect(await first.exitCode).toBe(75);

  const apis = await startApis({ ledger: held.ledger });
  onTestFinished(() => apis.close());
  const second = startMain(...args, "--apis", apis.url);
  expect(await second.output).toMatch(/bookHotel +undone\nbookFlight +undone\n.*It agrees with the trip\.\n$/s);
});

it("stops at its time limit, and goes on at the next start", async ({ expect, onTestFinished }) => {
  const held = await startApis({ onOrder: () => new Promise(() => {}) });
  onTestFinished(() => held.close());
  const args = ["--data", testFolder(), "--pace", "1"];
  const first = startMain(...args, "--apis", held.url, "--max-ms", "200");
  expect(await first.output).toMatch(/The limit maxMs is reached: stopped before \w+\. Start again to go on\.\n$/);
  expect(await first.exitCode).toBe(75);

  const apis = await startApis({ ledger: held.ledger });
  onTestFinished(() => apis.close());
  const second = startMain(...args, "--apis", apis.url);
  expect(await second.output).toContain("It agrees with the trip.");
});

it("says when the APIs cannot be reached, and that another start may help", async ({ expect }) => {
  const { output, exitCode } = startMain("--data", testFolder(), "--pace", "0.01", "--apis", "http://127.0.0.1:9");
  expect(await output).toMatch(/It has failed: the connection broke off\. Start again to go on\.\n$/);
  expect(await exitCode).toBe(1);
});

it("explains its options when one is wrong", async ({ expect }) => {
  const { errors, exitCode } = startMain("--pace", "fast");
  expect(await errors).toContain("--pace 1         multiplies all pauses and time limits");
  expect(await exitCode).toBe(2);
});
