import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { datasetApplication } from "./application.ts";
import { createDisplay } from "./display.ts";
import { runSession } from "./session.ts";
import { writeSales } from "./sales-file.ts";
import { tempFolder } from "./temp-folder.ts";

const path = join(tempFolder(), "sales.csv");
beforeAll(() => writeSales(path, { rows: 1_000, seed: 1, invalidShare: 0 }));

/** A session at a fake terminal, whose person presses Ctrl+C when `interruptAt` is shown, and then answers. */
async function session({
  answer,
  interruptAt,
  isTTY = false,
}: {
  answer: boolean;
  interruptAt: string;
  isTTY?: boolean;
}) {
  const app = datasetApplication({ progressEveryRows: 50, checkpointEveryRows: 300, now: () => 0 });
  let shown = "";
  let listener: (() => void) | undefined;
  const write = (text: string): void => {
    const isNew = !shown.includes(interruptAt);
    shown += text;
    if (isNew && shown.includes(interruptAt)) listener?.();
  };
  const isDone = await runSession(app, {
    path,
    display: createDisplay({ isTTY, columns: 100, write }),
    person: {
      onInterrupt(called) {
        listener = called;
        return () => (listener = undefined);
      },
      wantsToResume: () => Promise.resolve(answer),
    },
  });
  return { shown, isDone, isListening: listener !== undefined };
}

it("says where it stopped, reads on from the checkpoint, and reports", async () => {
  const { shown, isDone, isListening } = await session({ answer: true, interruptAt: "450 rows" });
  expect(shown).toContain("Stopped after row 450, ");
  expect(shown).toContain("The last checkpoint is at row 300.");
  expect(shown).toContain("Reading on after row 300.");
  expect(shown).toContain("analyse → report\n");
  expect(shown).toContain("1,000 rows, 0 of them invalid");
  expect({ isDone, isListening }).toEqual({ isDone: true, isListening: false });
});

it("ends without a report when the person quits", async () => {
  const { shown, isDone, isListening } = await session({ answer: false, interruptAt: "450 rows" });
  expect(shown).not.toContain("report");
  expect({ isDone, isListening }).toEqual({ isDone: false, isListening: false });
});

it("redraws one line on a terminal, and never beyond its width", async () => {
  const { shown } = await session({ answer: false, interruptAt: "never", isTTY: true });
  const drawn = shown.split("\n").find((line) => line.includes("█"))!;
  const frames = drawn.split("\r\u001b[2K").slice(1);
  expect(frames).toHaveLength(21); // every 50 of 1,000 rows, and the end
  expect(frames.at(-1)).toMatch(/^█{20} 100\.0 % ·\s+1,000 rows/);
  for (const frame of frames) expect(frame.length).toBeLessThan(100);
});

it("writes a line per tenth elsewhere", async () => {
  const { shown } = await session({ answer: false, interruptAt: "never" });
  expect(shown).not.toContain("\u001b");
  expect(shown.match(/ rows\/s/g)).toHaveLength(11);
});
