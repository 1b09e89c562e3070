import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { parseOptions } from "./options.ts";
import { countingModel } from "./test-model.ts";
import { startMain, testFolder } from "./test-program.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");

/** With what is looked into side by side in the order of the alphabet: who is first differs from run to run. */
function steady(output: string): string {
  return output.replaceAll(/(?: {2}✓ .*\n)+/g, (lines) => lines.split("\n").toSorted().join("\n")).trim();
}

it("prints what the README says, and the report alone when it is asked again", async () => {
  const folder = testFolder();
  const args = ["--data", folder, "--word-ms", "0"];
  const first = startMain(args);
  expect(steady(await first.output)).toBe(steady(/```text\n(.*?)```/s.exec(readme)?.[1] ?? ""));
  expect([await first.errors, await first.exitCode]).toEqual(["", 0]);

  const second = startMain(args);
  const [, report = ""] = (await first.output).split(" 1 of 5 ──\n");
  expect(await second.output).toContain("This is known already.\n\n# How did lighthouses");
  expect(await second.output).toContain(report.slice(0, report.indexOf("──")).trim());
  expect(readdirSync(join(folder, "deep-research"))).toHaveLength(6); // the logs: of the research, and of five inquiries
});

it("stops at Ctrl+C, and goes on when it is asked again", async () => {
  const model = await countingModel();
  const args = ["--data", testFolder()];
  const asked = model.hold("Answer: What replaced the keepers?");
  const first = startMain(args, model.environment);
  await asked;
  first.child.kill("SIGINT");
  expect([await first.exitCode, await first.errors]).toEqual([130, "\nInterrupted. Ask again to go on.\n"]);

  model.release();
  expect(await startMain(args, model.environment).output).toMatch(/Going on with: investigate\..*Sources: /s);
});

it("explains its options when one is wrong", async () => {
  const { errors, exitCode } = startMain(["--rounds", "many"]);
  expect(await errors).toContain('--rounds must be a whole number, not "many".\n\nLooks into a question');
  expect(await exitCode).toBe(2);
});

it("looks for folders where it is called, and asks another model where the environment names one", () => {
  const environment = { INIT_CWD: "/home", OPENAI_API_KEY: "secret", OPENAI_MODEL: "large" };
  expect(parseOptions(["Why", "so?", "--documents", "notes"], environment)).toMatchObject({
    question: "Why so?",
    documents: "/home/notes",
    endpoint: { baseURL: null, apiKey: "secret", name: "large" },
  });
  expect(parseOptions([], {})).toMatchObject({ endpoint: undefined, maxRounds: 2 });
});
