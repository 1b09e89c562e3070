import { expect, it, vi } from "vitest";
import { countingModel } from "./test-model.ts";
import { startMain, testFolder } from "./test-program.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine

const question = "How did lighthouses become brighter, who kept the lamps burning, and what replaced the keepers?";
const brighter = "How did lighthouses become brighter?";
const lamps = "Who kept the lamps burning?";
const keepers = "What replaced the keepers?";
const fresnel = "What is known about Augustin Fresnel?";
const dalen = "What is known about Gustaf Dalén?";

it("does not look again into what was found out before kill -9, nor write again what was written", async () => {
  const model = await countingModel();
  const args = [question, "--data", testFolder()];

  const summarising = model.hold(`Answer: ${lamps}`);
  const first = startMain(args, model.environment);
  await Promise.all([summarising, first.printed(`✓ ${brighter}`, `✓ ${keepers}`)]);
  first.child.kill("SIGKILL");
  await first.exitCode;

  const writing = model.hold(`Write: ${lamps}`);
  const second = startMain(args, model.environment);
  await writing;
  second.child.kill("SIGKILL");
  const shown = await second.output;
  expect(shown).toContain("Going on with: investigate.");
  expect(shown).toContain(`✓ ${brighter} (known already)\n`);
  expect(shown).toContain(`✓ ${lamps}\n`); // its search was over, too

  model.release();
  const third = startMain(args, model.environment);
  expect(await third.output).toMatch(/Going on with: write\.\n\n── 2 of 5 ──\n.*5 findings in 2 rounds/s);
  expect(await third.exitCode).toBe(0);

  const once = [`Split: ${question}`, `Which: ${question}`, ...[brighter, keepers, fresnel, dalen].map((one) => `Answer: ${one}`), ...[brighter, keepers, fresnel, dalen].map((one) => `Write: ${one}`)]; // prettier-ignore
  expect(model.counts()).toEqual({
    ...Object.fromEntries(once.map((one) => [one, 1])),
    // These were under way when the program was killed.
    [`Answer: ${lamps}`]: 2,
    [`Write: ${lamps}`]: 2,
  });
});
