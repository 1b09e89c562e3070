import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toMermaid } from "@burrjs/core/pictures";
import { memoryPersister } from "@burrjs/core/persist";
import { expect, it, vi } from "vitest";
import { createAssistant } from "./assistant.ts";
import { folderMailer } from "./mailer.ts";
import { ruleWriter } from "./rule-writer.ts";
import { idIn, programIn, testFolder } from "./test-program.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");

/** The commands of the transcript in the README, and what it says that they print. */
const transcript = (/```console\n(.*?)```/s.exec(readme)?.[1] ?? "").split(/^\$ npm start -- /m).slice(1);

function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** What differs from one time to the next, as the README writes it. */
function readable(output: string): string {
  return output
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "<date>")
    .replaceAll(/<[0-9a-f]{32}@example\.com>/g, "<message-id>")
    .replaceAll(/\/\S+\.eml/g, "<file>");
}

it("prints what the README says, command by command, each in a process of its own", async () => {
  const folder = testFolder();
  const start = programIn(folder, { EMAIL_FROM: "Ada <ada@example.com>" });
  let id = "";
  for (const part of transcript) {
    const [command = "", ...lines] = part.trimEnd().split("\n");
    const { output, errors, exit } = start(...wordsOf(command).map((word) => (word === "<id>" ? id : word)));
    const printed = await output;
    expect([await errors, await exit]).toEqual(["", 0]);
    expect(readable(printed).trimEnd()).toBe(lines.join("\n"));
    if (printed.includes("answer")) id = idIn(printed);
  }
  expect(transcript).toHaveLength(6);
  expect(readdirSync(join(folder, "email-assistant"))).toHaveLength(1); // all processes have written one log
});

it("has the graph that the README draws", async () => {
  const app = await createAssistant({
    persister: memoryPersister(),
    from: "ada@example.com",
    writer: ruleWriter({ sender: "Ada" }),
    mailer: folderMailer("outbox", "ada@example.com"),
  });
  const picture = toMermaid(app.graph, { show: { state: false, inputs: false } });
  expect(/```mermaid\n(.*?)```/s.exec(readme)?.[1]?.trim()).toBe(picture.trim());
});

it.each([
  { says: "An assistant for e-mails", code: 2, command: [] },
  { says: "An assistant for e-mails", code: 2, command: ["answer", "7"] },
  { says: "Nothing waits for an answer to 7. See: npm start -- list", code: 1, command: ["answer", "7", "send"] },
])("says what to do about a wrong command: $command", async ({ says, code, command }) => {
  const { errors, exit } = programIn(testFolder())(...command);
  expect(await errors).toContain(says);
  expect(await exit).toBe(code);
});

it("says that an address is needed to send from", async () => {
  const { errors, exit } = programIn(testFolder(), { EMAIL_FROM: "Ada" })("list");
  expect(await errors).toContain('EMAIL_FROM must be an address, such as Ada <ada@example.com>, not "Ada"');
  expect(await exit).toBe(1);
});

it("wants an answer to each question", async () => {
  const start = programIn(testFolder());
  const { errors } = start("answer", idIn(await start("new", "Ask Ann to come soon.").output), "ann@example.com");
  expect(await errors).toContain("Give as many answers as there are questions (2), each in quotes.");
});
