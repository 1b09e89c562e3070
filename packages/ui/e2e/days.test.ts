import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { settled } from "./harness/settled.ts";
import { testStage } from "./harness/test-stage.ts";

/** When runs began, by their ids: around midnight in two zones, on the day when Berlin's clocks go back. */
const runs = {
  a: "2026-10-24T18:29:59.999Z",
  b: "2026-10-24T18:30:00.000Z",
  c: "2026-10-24T21:59:59.999Z",
  d: "2026-10-24T22:00:00.000Z",
  e: "2026-10-25T22:59:59.999Z",
  f: "2026-10-25T23:00:00.000Z",
  "much-later": "2026-11-20T12:00:00.000Z",
};

async function writeRuns(dir: string): Promise<void> {
  for (const [id, time] of Object.entries(runs)) {
    const of = { action: "ask", sequence_id: 0 };
    const lines = [
      { type: "begin_entry", ...of, start_time: time, inputs: {} },
      { type: "end_entry", ...of, end_time: time, result: null, exception: null, state: {} },
    ];
    await mkdir(join(dir, "days", id), { recursive: true });
    await writeFile(join(dir, "days", id, "log.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }
}

const stage = testStage(writeRuns);

const inBerlin = { "2026-10-24": ["a", "b", "c"], "2026-10-25": ["d", "e"], "2026-10-26": ["f"], "2026-11-20": ["much-later"] }; // prettier-ignore
const inKolkata = { "2026-10-24": ["a"], "2026-10-25": ["b", "c", "d"], "2026-10-26": ["e", "f"], "2026-11-20": ["much-later"] }; // prettier-ignore
const inUtc = { "2026-10-24": ["a", "b", "c", "d"], "2026-10-25": ["e", "f"], "2026-11-20": ["much-later"] };

it.each([
  { timezoneId: "Europe/Berlin", style: undefined, days: inBerlin },
  { timezoneId: "Asia/Kolkata", style: undefined, days: inKolkata },
  { timezoneId: "Asia/Kolkata", style: "utc", days: inUtc },
])(
  "in $timezoneId, days are those of the reader (times: $style): facets and plots lead to their runs",
  { timeout: 60_000 },
  async ({ timezoneId, style, days }) => {
    const { page, context, goto } = await stage.open("/p", { timezoneId });
    await settled(page);
    if (style !== undefined) await page.evaluate((chosen) => localStorage.setItem("burr-time", chosen), style);
    const ids = async (): Promise<readonly string[]> =>
      (
        await page.locator("[data-run-row]").evaluateAll((links) => links.map((link) => link.textContent ?? ""))
      ).toSorted();
    await goto("/p/days");
    const facets = page.getByRole("complementary", { name: "Facets" }).getByRole("button", { name: /^2026-/ });
    await facets.first().waitFor();
    const counted = Object.entries(days).map(([day, found]) => `${day}${found.length}`);
    expect((await facets.allTextContents()).toSorted()).toEqual(counted);
    for (const [day, found] of Object.entries(days)) {
      await facets.filter({ hasText: day }).click();
      await expect.poll(ids).toEqual(found);
    }
    await goto("/p/days/insights");
    await page.getByRole("button", { name: "Steps per day: as a table" }).click();
    for (const [day, found] of Object.entries(days)) {
      await page
        .getByRole("region", { name: "Steps per day, as a table" })
        .getByRole("link", { name: shortDay(day) })
        .click();
      await expect.poll(ids).toEqual(found);
      await page.goBack();
      await page.getByRole("button", { name: "Steps per day: as a table" }).click();
    }
    await context.close();
  },
);

function shortDay(day: string): string {
  return new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: "UTC" }).format(Date.parse(day));
}
