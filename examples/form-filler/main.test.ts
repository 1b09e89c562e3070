import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { startMain, testFolder } from "./test-main.ts";
import { startModel } from "./test-model.ts";

vi.setConfig({ testTimeout: 30_000 }); // where many tests run at the same time, a program takes long to start

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
const [transcript = "", elsewhere = ""] = Array.from(readme.matchAll(/```text\n(.*?)```/gs), ([, block]) => block);
const story = "My name is Ann Lee. My bike was stolen on 14 March 2025; it cost 1,200 euros. Policy AB-123456.\n";
const account = "DE89370400440532013000";
const claim = `{
  "name": "Ann Lee",
  "email": "ann@example.com",
  "policy": "AB-123456",
  "kind": "theft",
  "happenedOn": "2025-03-14",
  "amount": 1200,
  "iban": "${account}"
}`;

it("prints what the README says, and no account before the end; its log has none at all", async () => {
  const said = Array.from(transcript.matchAll(/^› (.*)$/gm), ([, line = ""]) => line.replace("…3001", "DE89370400440532013001").replace("…3000", account)); // prettier-ignore
  const folder = testFolder();
  const main = startMain(["--data", folder]);
  const shown = await main.output(said.join("\n"));
  expect(shown).toBe(transcript);
  expect(shown.indexOf("DE89")).toBeGreaterThan(shown.indexOf("Submitted"));
  expect(await main.errors).toBe("");
  expect(await main.exitCode).toBe(0);
  const log = readFileSync(join(folder, "form-filler", "claim-1", "log.jsonl"), "utf8");
  expect(log).toContain("…3000");
  expect(log).not.toContain("DE89");
});

it("takes answers in any order from other processes, as the README says", async () => {
  const data = ["--data", testFolder()];
  expect(await startMain(data).output(story)).toMatch(/Saved\. Start again to go on\.\n$/);
  const commands = Array.from(elsewhere.matchAll(/^\$ npm start -- (.*)$/gm), ([, args = ""]) => args);
  let shown = "";
  for (const args of commands) {
    const words = Array.from(args.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? "");
    shown += `$ npm start -- ${args}\n${await startMain([...data, ...words]).output()}`;
  }
  expect(shown).toBe(elsewhere);
  const end = await startMain(data).output("yes\n");
  expect(end).toMatch(/^claim-1 goes on\.\nPlease check:\n/);
  expect(end).toContain(`Submitted:\n${claim}\n`);
  expect(await startMain([...data, "--status"]).output()).toBe("claim-2 waits for nobody. Start the program to go on with it.\n"); // prettier-ignore
});

it("goes on after kill -9 with what was said and answered before", async () => {
  const data = ["--data", testFolder()];
  const first = startMain(data);
  first.type(`${story}email: ann@example.com\n`);
  await first.printed("  + email");
  await first.kill();
  const second = await startMain(data).output(`${account}\nyes\n`);
  expect(second).toMatch(/^claim-1 goes on\.\n6 of 7 fields are there\..*\n {2}\? iban /);
  expect(second).toContain(`Submitted:\n${claim}\n`);
});

it("lets a model read, if there is one", async () => {
  const { baseURL, asked } = await startModel((user) => (user.includes("@") ? '{"email":"ann@example.com","iban":null}' : '{"name":"Ann Lee","amount":-1,"kind":"theft"}')); // prettier-ignore
  const env = { OPENAI_BASE_URL: baseURL, OPENAI_MODEL: "test-model" };
  const shown = await startMain(["--data", testFolder()], env).output("They took it!\nwrite to ann@example.com\n");
  expect(shown).toContain("  read by test-model\n  + name        Ann Lee\n  + kind        theft\n  ! amount      It must be 1 or more\n"); // prettier-ignore
  expect(shown).toContain("  + email\n");
  expect(asked).toEqual(["They took it!", "write to ann@example.com"]);
});

it.each([
  { how: "fails", answer: () => ({ status: 500 }) },
  { how: "does not answer in JSON", answer: () => "Sure! Here is your claim." },
])("falls back to the rules, and says so, when the model $how", async ({ answer }) => {
  const { baseURL, asked } = await startModel(answer);
  const env = { OPENAI_BASE_URL: baseURL, OPENAI_MODEL: "test-model" };
  const shown = await startMain(["--data", testFolder()], env).output(story);
  expect(shown).toContain("  read by simple rules, since test-model has failed\n  + name        Ann Lee\n");
  expect(asked).toHaveLength(2);
});

it("explains its options when one is wrong", async () => {
  const { errors, exitCode } = startMain(["--answer", "yes"]);
  expect(await errors).toContain('An answer is given as in --answer "kind: theft".');
  expect(await exitCode).toBe(1);
});
