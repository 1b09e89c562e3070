import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogSource, SmallFile } from "@burrjs/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localLogs } from "./local-logs.ts";
import { isPlainName } from "./plain-name.ts";

// base/
//   outside/{canary, app/{log.jsonl, graph.json, blobs/…, .cache/x}}
//   logs/chat/app/…        what may be read
let base: string;
let source: LogSource;
let before: unknown;
const hash = "ca".repeat(32);
const canary = "CANARY";

/** Everything outside of the logs: names, content, and when it was changed. */
async function outside(): Promise<unknown> {
  const names = (await readdir(join(base, "outside"), { recursive: true })).toSorted();
  const files = names.map(async (name) => {
    const path = join(base, "outside", name);
    const { mtimeMs, size, mode } = await stat(path);
    return [name, mtimeMs, size, mode];
  });
  return [await readdir(base), await Promise.all(files)];
}

async function makeRun(folder: string, content: string): Promise<void> {
  await mkdir(join(folder, "blobs"), { recursive: true });
  await mkdir(join(folder, ".cache"), { recursive: true });
  for (const name of ["log.jsonl", "graph.json", "metadata.json", "children.jsonl", `blobs/${hash}`, ".cache/x"]) {
    await writeFile(join(folder, name), content);
  }
}

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "burr-security-"));
  await makeRun(join(base, "outside", "app"), canary);
  await writeFile(join(base, "outside", "canary"), canary);
  await makeRun(join(base, "logs", "chat", "app"), "inside");
  source = localLogs(join(base, "logs"));
  before = await outside();
});

afterEach(async () => {
  const after = await outside();
  if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error("Something outside of the logs was changed.");
  await rm(base, { recursive: true, force: true });
});

/** All that can be had and done by these names, as text. */
async function everything(project: string, key: string): Promise<string> {
  const found: unknown[] = [await source.runs(project)];
  const files = await source.open(project, key);
  if (files !== undefined) {
    found.push(await files.stat(), new TextDecoder().decode(await files.read(0, 100)));
    for (const name of ["graph.json", "metadata.json", "children.jsonl"] as const) found.push(await files.text(name));
    found.push(new TextDecoder().decode(await files.blob(hash)));
  }
  found.push(new TextDecoder().decode(await source.cache?.read(project, key, "x")));
  const end = source.watch?.(project, key, () => {});
  end?.();
  return JSON.stringify(found);
}

const payloads = [
  "",
  ".",
  "..",
  "...",
  "../outside",
  "..\\outside",
  "../../outside/app",
  "..%2foutside",
  "..%5coutside",
  "%2e%2e",
  "%2e%2e/outside",
  "%2e%2e%2foutside",
  "%252e%252e%252foutside",
  "%252e%252e",
  "%c0%ae%c0%ae",
  "%c0%ae%c0%ae%c0%afoutside",
  "%uff0e%uff0e",
  "．．",
  "‥",
  "․․",
  "..;/outside",
  "....//outside",
  "./app",
  "app/",
  "app/.",
  "app/..",
  "app\\",
  "app/../../../outside/app",
  "/",
  "/etc/passwd",
  "\\\\host\\share",
  "C:\\outside",
  "C:",
  "file:///etc/passwd",
  "~",
  "~root",
  "app\0",
  "app\0.jsonl",
  "\0",
  "app\n",
  "app\r\n",
  "\u001b[2J",
  "\u007f",
  "app ",
  "app.",
  " app",
  ".hidden",
  ".bin",
  ".cache",
  "CON",
  "con.txt",
  "NUL",
  "com1",
  "LPT9.log",
  "aux",
  "APP",
  "a\u0301pp",
  "\u202eppa",
  "\ud800",
  "__proto__",
  "constructor",
  "log.jsonl",
  "annotations.jsonl",
  "*",
  "a*",
  "app|x",
  "app:stream",
  "a".repeat(256),
  "ü".repeat(128),
  "a".repeat(100_000),
];

describe("names that are no names of what is there", () => {
  it.each(payloads.map((payload) => ({ payload, shown: payload.slice(0, 40) })))(
    "find nothing: $shown",
    async ({ payload }) => {
      expect(await source.runs(payload)).toBeUndefined();
      expect(await source.open(payload, "app")).toBeUndefined();
      expect(await source.open("chat", payload)).toBeUndefined();
      expect(await source.open(payload, payload)).toBeUndefined();
      expect(await everything(payload, payload)).not.toContain(canary);
      expect(await everything("chat", payload)).not.toContain(canary);
      for (const [project, key] of [
        ["chat", payload],
        [payload, "app"],
        [payload, payload],
      ] as const) {
        expect(await source.remove?.(project, key)).toBe(false);
        expect(await source.cache?.write(project, key, "x", new Uint8Array())).toBe(false);
      }
      expect(await source.cache?.write(payload, null, "x", new Uint8Array())).toBe(false);
      expect(await source.cache?.write("chat", "app", payload.slice(0, 300), new Uint8Array())).toBe(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(payload),
      );
      const files = await source.open("chat", "app");
      expect(await files?.blob(payload)).toBeUndefined();
      expect(await files?.text(payload as SmallFile)).toBeUndefined();
      expect(await files?.text(`graph-${payload}.json` as SmallFile)).toBeUndefined();
      expect(await everything("chat", "app")).toContain("inside");
    },
  );

  it("find nothing, whatever they are", async () => {
    const bytes = fc.uint8Array({ maxLength: 12 }).map((raw) => Buffer.from(raw).toString("utf8"));
    const parts = fc.constantFrom("..", ".", "/", "\\", "outside", "app", "%2e", "\0", "chat", "log.jsonl", "~");
    const name = fc.oneof(
      bytes,
      fc.string({ unit: "binary" }),
      fc.array(parts, { maxLength: 6 }).map((all) => all.join("")),
    );
    await fc.assert(
      fc.asyncProperty(name, name, async (project, key) => {
        fc.pre(project !== "chat");
        expect(await source.open(project, key)).toBeUndefined();
        expect(await source.runs(project)).toBeUndefined();
        expect(await source.remove?.(project, key)).toBe(false);
        if (key === "app") return;
        expect(await source.open("chat", key)).toBeUndefined();
        expect(await source.remove?.("chat", key)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe("isPlainName", () => {
  it("refuses whatever could lead elsewhere", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const leads = /[/\\\0]/.test(name) || name === "" || name.startsWith(".");
        expect(leads && isPlainName(name)).toBe(false);
      }),
    );
  });

  it.each(["a", "a b", "a%2Fb", "a~b", "Ünï", "0", "console", "a.b", "com", "🙂", "a".repeat(255)])(
    "accepts %j",
    (name) => {
      expect(isPlainName(name)).toBe(true);
    },
  );
});

describe("links", () => {
  const logs = (): string => join(base, "logs");

  it("that lead out are not followed, at any place", async () => {
    const out = join(base, "outside");
    await symlink(out, join(logs(), "link"));
    await symlink(join(out, "app"), join(logs(), "chat", "link"));
    await symlink("../../outside/app", join(logs(), "chat", "relative"));
    await symlink(join(logs(), "chat", "link"), join(logs(), "chat", "twice"));
    await symlink("loop", join(logs(), "chat", "loop"));
    await symlink(join(out, "missing"), join(logs(), "chat", "dangling"));
    for (const name of ["log.jsonl", "graph.json", "metadata.json", "children.jsonl", "blobs", ".cache"]) {
      await mkdir(join(logs(), "chat", `with-${name}`));
      await symlink(join(out, "app", name), join(logs(), "chat", `with-${name}`, name));
    }
    await mkdir(join(logs(), "chat", "with-blob", "blobs"), { recursive: true });
    await symlink(join(out, "canary"), join(logs(), "chat", "with-blob", "blobs", hash));

    expect((await source.projects()).map(({ project }) => project)).toEqual(["chat"]);
    expect(await source.runs("link")).toBeUndefined();
    const listed = (await source.runs("chat"))?.map(({ key }) => key) ?? [];
    for (const key of ["link", "relative", "twice", "loop", "dangling"]) {
      expect(listed).not.toContain(key);
      expect(await source.open("chat", key)).toBeUndefined();
      expect(await source.remove?.("chat", key)).toBe(false);
      expect(await source.cache?.write("chat", key, "x", new Uint8Array())).toBe(false);
    }
    for (const key of await readdir(join(logs(), "chat"))) expect(await everything("chat", key)).not.toContain(canary);
    expect(await source.cache?.write("chat", "with-.cache", "x", new Uint8Array())).toBe(false);
  });

  it("that lead to what is inside are followed", async () => {
    await symlink("app", join(logs(), "chat", "alias"));
    await symlink("chat", join(logs(), "other"));
    expect(await everything("chat", "alias")).toContain("inside");
    expect(await everything("other", "app")).toContain("inside");
    expect((await source.runs("other"))?.map(({ key }) => key).toSorted()).toEqual(["alias", "app"]);
    expect(await source.remove?.("chat", "alias")).toBe(true);
    expect(await everything("chat", "app")).toContain("inside");
  });

  it("in the place of the bin keep anything from being moved there", async () => {
    await symlink(join(base, "outside"), join(logs(), ".bin"));
    expect(await source.remove?.("chat", "app")).toBe(false);
    await rm(join(logs(), ".bin"));
    await mkdir(join(logs(), ".bin"));
    await symlink(join(base, "outside"), join(logs(), ".bin", "chat"));
    expect(await source.remove?.("chat", "app")).toBe(false);
    expect(await everything("chat", "app")).toContain("inside");
  });

  it("that replace a folder after it was found are not followed", async () => {
    const files = await source.open("chat", "app");
    await rm(join(logs(), "chat", "app"), { recursive: true });
    await symlink(join(base, "outside", "app"), join(logs(), "chat", "app"));
    expect(await files?.stat()).toBeUndefined();
    expect(await files?.read(0, 10)).toEqual(new Uint8Array());
    expect(await files?.text("graph.json")).toBeUndefined();
    expect(await files?.blob(hash)).toBeUndefined();
  });

  it("may stand for the whole folder of logs", async () => {
    await symlink(logs(), join(base, "outside-link"));
    source = localLogs(join(base, "outside-link"));
    expect(await everything("chat", "app")).toContain("inside");
    await rm(join(base, "outside-link"));
  });
});

it("does not wait for a pipe in the place of a log", async () => {
  const log = join(base, "logs", "chat", "app", "log.jsonl");
  await rm(log);
  execFileSync("/usr/bin/mkfifo", [log]);
  const files = await source.open("chat", "app");
  expect(await files?.stat()).toBeUndefined();
  expect(await files?.read(0, 10)).toEqual(new Uint8Array());
});
