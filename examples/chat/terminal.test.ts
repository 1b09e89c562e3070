import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { memoryPersister } from "@burrjs/core/persist";
import { expect, it, vi } from "vitest";
import { quotingAnswer } from "./answer.ts";
import { createChat } from "./graph.ts";
import { chatInTerminal } from "./terminal.ts";
import { atOnce, manualPace, testDocuments, testLibrary } from "./test-library.ts";

/** A terminal that a test types into and reads from. */
function openTerminal({ pace = atOnce, persister = memoryPersister(), isNew = false } = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 40 });
  let shown = "";
  output.setEncoding("utf8").on("data", (piece: string) => (shown += piece));
  const { signal } = new AbortController();
  const answer = quotingAnswer({ pace });
  const parts = { library: testLibrary, answer, persister, isNew };
  const ended = chatInTerminal({ ...parts, input, output, signal, welcome: "Welcome" });
  return {
    ended,
    type: (keys: string) => input.write(keys),
    expectShown: (wanted: string | RegExp) => vi.waitFor(() => expect(shown).toMatch(wanted), 5000),
  };
}

it("stops an answer by Ctrl+C, keeps it, and leaves by another Ctrl+C", async () => {
  const { pace, allow } = manualPace();
  const { ended, type, expectShown } = openTerminal({ pace });
  await expectShown("Welcome");
  type("What do gulls follow?\r");
  allow(3);
  await expectShown(/ask → route → search → answer[\s\S]*Gulls follow the /);
  type("\u0003");
  await expectShown(/\[1\] birds\.md › Gulls[\s\S]*\(stopped\)/);
  type("\u0003");
  await expectShown("Goodbye.");
  await ended;
});

it("breaks lines between words, and leaves by /quit", async () => {
  const { ended, type, expectShown } = openTerminal();
  type("What is a sail?\r");
  await expectShown(/A sail catches the wind and pulls the \nboat forward\./);
  type("/quit\r");
  await ended;
});

it("goes on with the last conversation, or begins another", async () => {
  const persister = memoryPersister();
  const first = openTerminal({ persister });
  first.type("What is a sail?\r");
  await first.expectShown("boat forward.");
  first.type("/quit\r");
  await first.ended;

  const second = openTerminal({ persister });
  await second.expectShown("Last answer: A sail catches the wind");
  second.type("and how do I lower it?\r");
  await second.expectShown("halyard");
  second.type("/quit\r");
  await second.ended;

  const third = openTerminal({ persister, isNew: true });
  third.type("Hello\r");
  await third.expectShown("I answer questions");
  third.type("/quit\r");
  await third.ended;

  const ids = await persister.listAppIds("terminal");
  const states = await Promise.all(ids.map((appId) => persister.load({ partitionKey: "terminal", appId })));
  expect(states.map((run) => run?.state["history"])).toMatchObject([
    [{ text: "Hello" }, {}],
    [{ text: "What is a sail?" }, {}, { text: "and how do I lower it?" }, {}],
  ]);
});

it("answers first what was not answered when the program ended", async () => {
  const persister = memoryPersister();
  const answer = quotingAnswer({ pace: () => Promise.reject(new Error("broken")) });
  const app = await createChat({ library: testLibrary, answer, persister, partitionKey: "terminal" });
  await app.run({ inputs: { prompt: "What do gulls follow?" }, haltBefore: "ask" }).catch(() => {});
  const { ended, type, expectShown } = openTerminal({ persister });
  await expectShown(/Not answered yet: What do gulls follow\?[\s\S]*\[1\] birds\.md › Gulls/);
  type("/quit\r");
  await ended;
});

it("says so when another process is answering in the same conversation", async () => {
  const persister = memoryPersister();
  const { pace, allow } = manualPace();
  const other = openTerminal({ persister, pace });
  other.type("What do gulls follow?\r");
  allow(1);
  await other.expectShown("Gulls ");
  const { ended, type, expectShown } = openTerminal({ persister });
  await expectShown(/Not answered yet: What do gulls follow\?[\s\S]*An answer is under way/);
  allow(100);
  await other.expectShown(/\[1\] birds\.md/);
  type("thanks\r");
  await expectShown("You are welcome.");
  type("/quit\r");
  other.type("/quit\r");
  await Promise.all([ended, other.ended]);
});

it("answers piped questions in plain text", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chat-"));
  try {
    for (const { file, markdown } of testDocuments) await writeFile(join(folder, file.replace("/", "-")), markdown);
    const main = join(import.meta.dirname, "main.ts");
    const env = { PATH: process.env["PATH"], FORCE_COLOR: undefined, BURR_STORE: "memory:", BURR_DIR: folder };
    const child = spawn(process.execPath, ["--conditions=@burrjs/source", main, "--terminal", folder], { env });
    child.stdin.end("hello\nWhat do gulls follow?\n\nWhat is the weather?\n");
    const [shown, problems] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    expect(problems).toBe("");
    expect(shown).toBe(
      "Hello! I answer questions from 2 documents. Ask me, for example, about “Sails” or “Anchors”.\n\n" +
        "Gulls follow the boat for fish. [1]\n[1] birds.md › Gulls\n\n" +
        "I found nothing about that in these documents. Ask me, for example, about “Sails” or “Anchors”.\n\n",
    );
    expect(child.exitCode).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("says what is wrong with a call in one line", async () => {
  const main = join(import.meta.dirname, "main.ts");
  const folder = await mkdtemp(join(tmpdir(), "chat-"));
  const child = spawn(process.execPath, ["--conditions=@burrjs/source", main, folder]);
  const [problems] = await Promise.all([text(child.stderr), once(child, "exit")]);
  await rm(folder, { recursive: true });
  expect(problems).toBe(`There are no Markdown files in ${folder}.\n`);
  expect(child.exitCode).toBe(1);
});
