import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { answerAndCrash, idIn, programIn, refundsIn, testFolder } from "./test-program.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");

/** The commands of the transcript in the README, and what it says that they print. */
const transcript = (/```console\n(.*?)```/s.exec(readme)?.[1] ?? "").split(/^\$ npm start -- /m).slice(1);

function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

it("prints what the README says, command by command, each in a process of its own", async () => {
  const folder = testFolder();
  const start = programIn(folder);
  let id = "";
  for (const part of transcript) {
    const [command = "", ...lines] = part.trimEnd().split("\n");
    const { output, errors, exit } = start(...wordsOf(command).map((word) => (word === "<id>" ? id : word)));
    const printed = await output;
    expect([await errors, await exit]).toEqual(["", 0]);
    if (printed.includes("answer")) id = idIn(printed);
    expect(printed.replaceAll(id === "" ? "<id>" : id, "<id>").trimEnd()).toBe(lines.join("\n"));
  }
  expect(transcript).toHaveLength(4);
  expect(readdirSync(join(folder, "supervisor"))).toHaveLength(4); // the logs: of the request, and of three specialists
});

const request = "Order 1042: I was charged twice.";

it("gives money back once, though kill -9 comes right behind it", async () => {
  const folder = testFolder();
  const start = programIn(folder);
  const id = idIn(await start("new", request).output);
  expect(await answerAndCrash(folder, id, "approve")).toBe("SIGKILL");
  expect(refundsIn(folder)).toHaveLength(1);

  const { output } = start("continue");
  expect(await output).toBe(`“${request}”\nbilling    €49.00 given back\n\nDear customer,\nWe have refunded €49.00.\n`);
  expect(refundsIn(folder)).toMatchObject([{ order: "1042", cents: 4_900 }]);
});

it("takes one answer of two that come at the same time", async () => {
  const folder = testFolder();
  const start = programIn(folder);
  const id = idIn(await start("new", request).output);
  const answers = ["approve", "refuse"].map((verdict) => start("answer", id, verdict));
  const codes = await Promise.all(answers.map(({ exit }) => exit));
  expect([codes.includes(0), codes.includes(1)]).toEqual([true, true]);
  const outputs = await Promise.all(answers.map(({ output }) => output));
  const isApproved = outputs.join("").includes("We have refunded €49.00.");
  expect(refundsIn(folder)).toHaveLength(isApproved ? 1 : 0);
});

it("says how it goes when a command is wrong", async () => {
  const { errors, exit } = programIn(testFolder())("answer", "7");
  expect(await errors).toContain("A supervisor with three specialists.");
  expect(await exit).toBe(2);
});
