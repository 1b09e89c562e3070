import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localLogs } from "./local-logs.ts";

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "burr-reader-"));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);

async function putRun(project: string, key: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(dir, project, key);
  await mkdir(join(folder, "blobs"), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** A callback that can be waited for. */
function countedCalls(): {
  readonly call: () => void;
  readonly count: () => number;
  readonly next: () => Promise<void>;
} {
  let count = 0;
  let waiting: (() => void)[] = [];
  return {
    call: () => {
      count += 1;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    count: () => count,
    next: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

const begin = (action: string): string => `${JSON.stringify({ type: "begin_entry", action })}\n`;

describe("localLogs", () => {
  it("lists projects, and passes over files and hidden folders", async () => {
    await putRun("chat", "a", { "log.jsonl": "" });
    await putRun("Hello-World_1:2.3", "a", { "log.jsonl": "" });
    await putRun(".bin", "a", { "log.jsonl": "" });
    await writeFile(join(dir, "notes.txt"), "");
    const projects = await localLogs(dir).projects();
    expect(projects.map(({ project }) => project).toSorted()).toEqual(["Hello-World_1:2.3", "chat"]);
    expect(projects[0]?.modifiedAtMs).toBeGreaterThan(0);
  });

  it("lists the applications of a project with the size of their logs, also those that only children are known of", async () => {
    await putRun("chat", "a%2Fb~key", { "log.jsonl": begin("ask") });
    await putRun("chat", "parent", { "children.jsonl": "{}\n" });
    await putRun("chat", "made", { "metadata.json": "{}", "graph.json": "{}" });
    await putRun("chat", "nothing", {});
    await writeFile(join(dir, "chat", "annotations.jsonl"), "{}\n");
    const runs = await localLogs(dir).runs("chat");
    expect(runs?.map(({ key, sizeBytes }) => [key, sizeBytes]).toSorted()).toEqual([
      ["a%2Fb~key", begin("ask").length],
      ["made", 0],
      ["parent", 0],
    ]);
  });

  it("lists thousands of applications", async () => {
    for (let n = 0; n < 1000; n += 1) {
      await mkdir(join(dir, "p", `app-${n}`), { recursive: true });
      await writeFile(join(dir, "p", `app-${n}`, "log.jsonl"), "x".repeat(n % 7));
    }
    const runs = await localLogs(dir).runs("p");
    expect(new Set(runs?.map(({ key }) => key)).size).toBe(1000);
    expect(runs?.every(({ key, sizeBytes }) => sizeBytes === Number(key.slice(4)) % 7)).toBe(true);
  });

  it("reads the files of an application", async () => {
    const hash = "0a".repeat(32);
    await putRun("chat", "a", {
      "log.jsonl": "line 1\nline 2\n",
      "metadata.json": '{"m":"ü"}',
      "graph.json": "{}",
      "graph-0a1b.json": "{2}",
      [`blobs/${hash}`]: "[1]",
    });
    const files = await localLogs(dir).open("chat", "a");
    expect(files?.key).toBe("a");
    expect((await files?.stat())?.sizeBytes).toBe(14);
    expect(text(await files?.read(0, 6))).toBe("line 1");
    expect(text(await files?.read(7, 1000))).toBe("line 2\n");
    expect(text(await files?.read(20, 30))).toBe("");
    expect(text(await files?.read(5, 2))).toBe("");
    expect(await files?.text("metadata.json")).toBe('{"m":"ü"}');
    expect(await files?.text("graph-0a1b.json")).toBe("{2}");
    expect(await files?.text("children.jsonl")).toBeUndefined();
    expect(text(await files?.blob(hash))).toBe("[1]");
    expect(await files?.blob("0b".repeat(32))).toBeUndefined();
  });

  it("gives undefined for what is not there, or vanishes while it is looked at", async () => {
    const source = localLogs(join(dir, "later"));
    expect(await source.projects()).toEqual([]);
    expect(await source.runs("chat")).toBeUndefined();
    expect(await source.open("chat", "a")).toBeUndefined();
    dir = join(dir, "later");
    const folder = await putRun("chat", "a", { "log.jsonl": "x", "graph.json": "{}" });
    const files = await source.open("chat", "a");
    expect((await files?.stat())?.sizeBytes).toBe(1);
    await rm(folder, { recursive: true });
    expect(await files?.stat()).toBeUndefined();
    expect(await files?.read(0, 1)).toEqual(new Uint8Array());
    expect(await files?.text("graph.json")).toBeUndefined();
    expect(await files?.blob("0a".repeat(32))).toBeUndefined();
    expect(await source.open("chat", "a")).toBeUndefined();
    expect(await source.runs("chat")).toEqual([]);
    await rm(join(dir, "chat"), { recursive: true });
    expect(await source.runs("chat")).toBeUndefined();
    dir = join(dir, "..");
  });

  it("finds applications that come later, and takes no folder for a file", async () => {
    const source = localLogs(dir);
    await putRun("chat", "a", { "log.jsonl": "" });
    expect(await source.open("chat", "b")).toBeUndefined();
    const folder = await putRun("chat", "b", {});
    const files = await source.open("chat", "b");
    expect(await files?.stat()).toBeUndefined();
    await mkdir(join(folder, "log.jsonl"));
    await mkdir(join(folder, "graph.json"));
    expect(await files?.stat()).toBeUndefined();
    expect(await files?.text("graph.json")).toBeUndefined();
  });

  it("tells a log that has only grown from another one", async () => {
    const folder = await putRun("chat", "a", { "log.jsonl": begin("ask") });
    const log = join(folder, "log.jsonl");
    const files = await localLogs(dir).open("chat", "a");
    const generation = async (): Promise<string | undefined> => (await files?.stat())?.generation;
    const first = await generation();
    await appendFile(log, begin("answer").repeat(50));
    expect(await generation()).toBe(first);
    expect((await (await localLogs(dir).open("chat", "a"))?.stat())?.generation).toBe(first);

    await truncate(log, begin("ask").length);
    const cut = await generation();
    expect(cut).not.toBe(first);
    await appendFile(log, begin("answer"));
    expect(await generation()).toBe(cut);

    await writeFile(log, begin("other").repeat(100));
    const rewritten = await generation();
    expect([first, cut]).not.toContain(rewritten);

    await writeFile(`${log}.new`, begin("other").repeat(200));
    await rename(`${log}.new`, log);
    expect([first, cut, rewritten]).not.toContain(await generation());
  });

  it("calls back when a log grows, and no more when that has ended", async () => {
    const folder = await putRun("chat", "a", { "log.jsonl": "" });
    const log = join(folder, "log.jsonl");
    const source = localLogs(dir, { watchEveryMs: 5 });
    const first = countedCalls();
    const end = source.watch?.("chat", "a", first.call);
    await first.next(); // Once at the beginning.
    for (const line of ["one\n", "two\n"]) {
      const told = first.next();
      await appendFile(log, line);
      await told;
    }
    end?.();
    const before = first.count();
    const second = countedCalls();
    const endSecond = source.watch?.("chat", "a", second.call);
    await second.next();
    const told = second.next();
    await appendFile(log, "three\n");
    await told;
    endSecond?.();
    expect(first.count()).toBe(before);
  });

  it("watches nothing that is not there", () => {
    const source = localLogs(dir);
    const end = source.watch?.("../chat", "..", () => {
      throw new Error("called");
    });
    expect(end).not.toThrow();
  });

  it("moves what is removed to a bin, and empties that after 7 days", async () => {
    let nowMs = 1_000_000_000_000;
    const source = localLogs(dir, { now: () => nowMs });
    for (const key of ["a", "b", "c"]) await putRun("chat", key, { "log.jsonl": key });
    expect(await source.remove?.("chat", "a")).toBe(true);
    expect(await source.remove?.("chat", "a")).toBe(false);
    expect(await source.remove?.("chat", "missing")).toBe(false);
    expect((await source.runs("chat"))?.map(({ key }) => key).toSorted()).toEqual(["b", "c"]);
    const first = join(dir, ".bin", "chat", `a-${nowMs}`);
    expect(await readFile(join(first, "log.jsonl"), "utf8")).toBe("a");
    expect((await stat(join(dir, ".bin"))).mode & 0o777).toBe(0o700);

    nowMs += 6 * 86_400_000;
    expect(await source.remove?.("chat", "b")).toBe(true);
    expect(await readFile(join(first, "log.jsonl"), "utf8")).toBe("a");

    nowMs += 2 * 86_400_000;
    expect(await source.remove?.("chat", "c")).toBe(true);
    await expect(stat(first)).rejects.toThrow("ENOENT");
    expect((await source.projects()).map(({ project }) => project)).toEqual(["chat"]);
  });

  it("moves also what has a long name, or the name of something moved in the same moment", async () => {
    const source = localLogs(dir, { now: () => 5 });
    const key = "ü".repeat(127);
    for (let times = 0; times < 3; times += 1) {
      await putRun("chat", key, { "log.jsonl": String(times) });
      expect(await source.remove?.("chat", key)).toBe(true);
    }
    expect(await readdir(join(dir, ".bin", "chat"))).toHaveLength(3);
  });

  it("keeps caches beside the logs, out of sight", async () => {
    await putRun("chat", "a", { "log.jsonl": "x" });
    const { cache } = localLogs(dir);
    expect(await cache?.read("chat", "a", "log.idx")).toBeUndefined();
    expect(await cache?.write("chat", "a", "log.idx", new Uint8Array([1, 2]))).toBe(true);
    expect(await cache?.write("chat", "a", "log.idx", new Uint8Array([3]))).toBe(true);
    expect(await cache?.write("chat", null, "summary.idx", new Uint8Array([4]))).toBe(true);
    expect(await cache?.read("chat", "a", "log.idx")).toEqual(new Uint8Array([3]));
    expect(await cache?.read("chat", null, "summary.idx")).toEqual(new Uint8Array([4]));
    expect((await localLogs(dir).runs("chat"))?.map(({ key }) => key)).toEqual(["a"]);
    expect(await cache?.write("chat", "missing", "log.idx", new Uint8Array())).toBe(false);
    for (const name of ["", "..", "a/b", "../log.jsonl", ".hidden", "a\0"]) {
      expect(await cache?.write("chat", "a", name, new Uint8Array())).toBe(false);
      expect(await cache?.read("chat", "a", name)).toBeUndefined();
    }
    expect(await readFile(join(dir, "chat", "a", "log.jsonl"), "utf8")).toBe("x");
  });
});
