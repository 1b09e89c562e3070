import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toMermaid } from "@burrjs/core/pictures";
import { beforeAll, it, vi } from "vitest";
import { audit } from "./audit.ts";
import { openLedger } from "./ledger.ts";
import { sequenceGraph } from "./sequence.ts";
import { startMain, testFolder } from "./test-main.ts";

vi.setConfig({ testTimeout: 60_000 }); // a program that starts many others takes long on a busy machine

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
const starts = Array.from({ length: 20 }, (_, place) => place + 11);

/** A sequence, without any trouble. */
function stepsFrom(start: number): number {
  let steps = 0;
  for (let n = start; n !== 1; n = n % 2 === 0 ? n / 2 : 3 * n + 1) steps += 1;
  return steps;
}

/** What the program prints every time: how far the others were when a worker was killed is a matter of moments. */
function withoutWorkers(output: string): string {
  return output
    .replaceAll(/^worker .*\n/gm, "")
    .replace(/ran \d+ times/, "ran")
    .replace(/\d+ repetitions/, "repetitions");
}

/** The steps of each sequence, as the program has printed them. */
function stepsIn(output: string): [start: number, steps: number][] {
  return Array.from(output.matchAll(/^(\d+) → 1 +(\d+) steps/gm), ([, start, steps]) => [Number(start), Number(steps)]);
}

const expected = starts.map((start) => [start, stepsFrom(start)]);
/** All steps, and a first action for each sequence. */
const all = expected.reduce((sum, [, steps = 0]) => sum + steps, 0) + starts.length;

// Who is killed leaves nothing compiled behind: one that is not does it for all.
beforeAll(async () => {
  await startMain("--data", testFolder(), "--kills", "0", "--failures", "0").exitCode;
}, 60_000);

it.concurrent("prints what the README says", async ({ expect }) => {
  const { output, errors, exitCode } = startMain("--data", testFolder());
  const printed = await output;
  expect(printed).toMatch(/^worker 1 +\d+ steps +killed at \d+:\d+/);
  expect(withoutWorkers(printed)).toBe(withoutWorkers(/```text\n(.*?)```/s.exec(readme)?.[1] ?? ""));
  expect([await errors, await exitCode]).toEqual(["", 0]);
});

it.concurrent("has the graph that the README draws", async ({ expect }) => {
  const graph = { ...sequenceGraph(() => {}), entrypoint: "begin" };
  const picture = toMermaid(graph, { show: { state: false, inputs: false } });
  expect(/```mermaid\n(.*?)```/s.exec(readme)?.[1]?.trim()).toBe(picture.trim());
});

it.concurrent.for([2, 3, 4])(
  "commits each step once though the process is killed again and again (seed %i)",
  async (seed, { expect }) => {
    const folder = testFolder();
    const { output, exitCode } = startMain("--data", folder, "--seed", String(seed), "--failures", "0.01");
    expect(stepsIn(await output)).toEqual(expected);
    expect(await exitCode).toBe(0);

    const entries = openLedger(folder).read();
    const kills = entries.filter(({ what }) => what === "killed").length;
    expect(kills).toBeGreaterThan(3);
    const { repeats, begins, ...counts } = audit(entries);
    expect(counts).toEqual({ sequences: 20, steps: all, wrong: [] });
    expect(repeats).toBeGreaterThanOrEqual(kills); // each in the middle of a step
    expect(begins - 20).toBeLessThanOrEqual(repeats);
  },
);

it.concurrent("leaves a log of the exploration, and one of each sequence", async ({ expect }) => {
  const folder = testFolder();
  await startMain("--data", folder, "--kills", "0").exitCode;
  const logs = readdirSync(join(folder, "collatz"));
  expect(logs).toContain("exploration");
  expect(logs).toHaveLength(21);
});

it.concurrent("runs each action exactly once where steps fail, and no process is killed", async ({ expect }) => {
  const folder = testFolder();
  const { output, exitCode } = startMain("--data", folder, "--kills", "0", "--failures", "0.04");
  expect(stepsIn(await output)).toEqual(expected);
  expect(await exitCode).toBe(0);

  const entries = openLedger(folder).read();
  expect(entries.filter(({ what }) => what === "failed").length).toBeGreaterThan(3);
  expect(audit(entries)).toEqual({ sequences: 20, begins: 20, steps: all, repeats: 0, wrong: [] });
});

it.concurrent("goes on when the program itself was killed, and then tells what is stored", async ({ expect }) => {
  const folder = testFolder();
  const first = startMain("--data", folder);
  await first.printed;
  await first.kill();
  expect(await first.output).toMatch(/^worker 1 /);

  const second = startMain("--data", folder);
  expect(stepsIn(await second.output)).toEqual(expected);
  expect(audit(openLedger(folder).read())).toMatchObject({ sequences: 20, steps: all, wrong: [] });

  const third = startMain("--data", folder);
  expect(await third.output).toMatch(/^worker 1 +0 steps +done\n/);
  expect(stepsIn(await third.output)).toEqual(expected);
});

it.concurrent("stops when it is asked to, and goes on at the next start", async ({ expect }) => {
  const folder = testFolder();
  const first = startMain("--data", folder);
  await first.printed;
  first.terminate();
  expect(await first.output).toMatch(/\n\nStopped\. Start again to go on\.\n$/);
  expect(await first.exitCode).toBe(75);
  expect(stepsIn(await startMain("--data", folder).output)).toEqual(expected);
});

it.concurrent("explains its options when one is wrong", async ({ expect }) => {
  const { errors, exitCode } = startMain("--kills", "often");
  expect(await errors).toContain("--kills 0.02      the share of steps in which the process is killed");
  expect(await exitCode).toBe(2);
});
