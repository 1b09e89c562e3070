import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openFolder } from "./test-main.ts";

/** What these tests look at in a line of the log. */
interface LogRecord {
  readonly type: string;
  readonly action?: string;
  readonly items?: readonly unknown[];
  readonly span_name?: string;
}

it("leaves a log of the conversation: its steps, the spans of its searches, and the chunks of its answers", async () => {
  await using folder = await openFolder();
  const args = ["--conditions=@burrjs/source", join(import.meta.dirname, "main.ts"), "--terminal", folder.documents];
  const env = { PATH: process.env["PATH"], BURR_STORE: folder.store, BURR_DIR: folder.documents };
  const child = spawn(process.execPath, args, { env, stdio: ["pipe", "ignore", "inherit"] });
  child.stdin.end("hello\nWhat do gulls follow?\n");
  await once(child, "exit");

  const [conversation = "", ...others] = readdirSync(join(folder.documents, "chat"));
  expect(others).toEqual([]);
  const lines = readFileSync(join(folder.documents, "chat", conversation, "log.jsonl"), "utf8")
    .trim()
    .split("\n");
  const records = lines.map((line) => JSON.parse(line) as LogRecord); // as the tracker writes it
  const all = <TKey extends keyof LogRecord>(type: string, key: TKey) =>
    records.filter((record) => record.type === type).map((record) => record[key]);
  const steps = ["ask", "route", "greet", "ask", "route", "search", "answer"];
  expect(all("begin_entry", "action")).toEqual(steps);
  expect(all("end_entry", "action")).toEqual(steps);
  expect(all("begin_span", "span_name")).toEqual(["find"]);
  const words = ["Gulls ", "follow ", "the ", "boat ", "for ", "fish. ", "[1]"];
  expect(all("stream_chunk", "items").flat()).toEqual(words.map((text) => ({ text })));
});
