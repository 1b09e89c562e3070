import { expect, it } from "vitest";
import { cpuShare, readMachine } from "./reading.ts";

it.each([
  { before: [0, 0], after: [30, 40], share: 0.75 },
  { before: [10, 40], after: [10, 80], share: 0 },
  { before: [10, 40], after: [10, 40], share: 0 },
  { before: [50, 40], after: [10, 80], share: 0 },
])("finds a share of $share from $before to $after", ({ before, after, share }) => {
  const [from, to] = [before, after].map(([busyMs = 0, totalMs = 0]) => ({ busyMs, totalMs }));
  expect(cpuShare(from!, to!)).toBe(share);
});

it("reads this machine", () => {
  const { cpu, memory } = readMachine();
  expect(cpu.busyMs).toBeLessThanOrEqual(cpu.totalMs);
  expect(memory.usedBytes).toBeGreaterThan(0);
  expect(memory.usedBytes).toBeLessThanOrEqual(memory.totalBytes);
});
