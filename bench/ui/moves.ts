import { firstRowsMs, keyToPaintMs } from "./probes.ts";
import { p95, type UiRow } from "./report.ts";
import type { Bench } from "./visitor.ts";

/** What scrolling, moving the cursor and scrubbing cost in a run of 100,000 steps. */
export async function measureMoves({ rounds, visit }: Bench): Promise<UiRow[]> {
  await using opened = await visit();
  const { page } = opened;
  await opened.goto("/p/big/r/~/run?s=50000");
  await firstRowsMs(page);
  await page.getByText("What it read").waitFor();

  const moves: number[] = [];
  const fills: number[] = [];
  for (let step = 50_001; step <= 50_000 + rounds * 2; step += 1) {
    const isThere = (text: string): boolean =>
      document.querySelector('[role="slider"]')?.getAttribute("aria-valuetext")?.startsWith(`Step ${text},`) === true;
    const isFilled = (text: string): boolean =>
      [...document.querySelectorAll("h2, h3")].some(({ textContent }) =>
        (textContent ?? "").includes(`ran at step ${text}`),
      );
    // In turns: what has been asked for once is there at once.
    if (step % 2 === 0) moves.push(await keyToPaintMs(page, "j", isThere, String(step)));
    else fills.push(await keyToPaintMs(page, "j", isFilled, String(step)));
    await page.waitForFunction(isFilled, String(step));
  }

  await page.getByRole("treegrid").hover();
  const frames = page.evaluate(async () => {
    const gaps: number[] = [];
    let last = await new Promise<number>((next) => requestAnimationFrame(next));
    for (const end = last + 4000; last < end;) {
      const now = await new Promise<number>((next) => requestAnimationFrame(next));
      gaps.push(now - last);
      last = now;
    }
    const nodes = [...document.querySelectorAll('[role="treegrid"] [role="row"]')].reduce(
      (sum, row) => sum + 1 + row.querySelectorAll("*").length,
      0,
    );
    return { gaps, nodes, rows: document.querySelectorAll('[role="treegrid"] [role="row"]').length };
  });
  for (let n = 0; n < 60; n += 1) await page.mouse.wheel(0, n % 10 === 9 ? 200_000 : 700);
  const { gaps, nodes } = await frames;

  let inFlight = 0;
  let most = 0;
  page.on("request", (request) => {
    if (!request.url().includes("/api/") || request.url().includes("/events")) return;
    inFlight += 1;
    most = Math.max(most, inFlight);
  });
  const over = (request: { url(): string }): void => {
    if (request.url().includes("/api/") && !request.url().includes("/events")) inFlight -= 1;
  };
  page.on("requestfinished", over);
  page.on("requestfailed", over);
  const bed = await page.getByRole("slider", { name: "Playhead" }).boundingBox();
  if (bed === null) throw new Error("There is a playhead.");
  await page.mouse.move(bed.x + 20, bed.y + 20);
  await page.mouse.down();
  for (let at = 0; at < 120; at += 1) await page.mouse.move(bed.x + 20 + at * 7, bed.y + 20);
  const duringDrag = most;
  await page.mouse.up();
  return [
    { what: "scroll of 100,000 rows: frame, p95", unit: "ms", value: p95(gaps), most: 20 },
    { what: "scroll of 100,000 rows: nodes of rows", unit: "nodes", value: nodes, most: 250 },
    { what: "move of the cursor by a step: next paint, p95", unit: "ms", value: p95(moves), most: 50 },
    { what: "move of the cursor by a step: inspector filled, p95", unit: "ms", value: p95(fills), most: 150 },
    { what: "scrub over 100,000 steps: requests at once", unit: "requests", value: duringDrag, most: 1 },
  ];
}
