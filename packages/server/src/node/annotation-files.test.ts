import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { notesOf } from "../notes/notes.ts";
import { annotationFiles } from "./annotation-files.ts";

let top: string;
let dir: string;
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), "burr-notes-"));
  dir = join(top, "logs");
  await mkdir(join(dir, "demo"), { recursive: true });
});
afterEach(() => rm(top, { recursive: true }));

it("annotations are lines of a file in the project's folder, for the owner's eyes only", async () => {
  const log = annotationFiles(dir);
  expect(await log.read("demo")).toBe("");
  expect(await log.append("demo", '{"a":1}')).toBe(true);
  expect(await log.append("demo", '{"a":2}')).toBe(true);
  const path = join(dir, "demo", "annotations.jsonl");
  expect(await readFile(path, "utf8")).toBe('{"a":1}\n{"a":2}\n');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await log.read("demo")).toBe('{"a":1}\n{"a":2}\n');
});

it("a half line that a killed process has left does not spoil the next one", async () => {
  const path = join(dir, "demo", "annotations.jsonl");
  await writeFile(path, '{"a":1}\n{"hal');
  await annotationFiles(dir).append("demo", '{"a":2}');
  expect(await readFile(path, "utf8")).toBe('{"a":1}\n{"hal\n{"a":2}\n');
});

it.each(["none", "..", ".", "", "demo/..", "../logs/demo", "demo\0", "/etc", "%2e%2e"])(
  "%j is no project",
  async (project) => {
    const log = annotationFiles(dir);
    expect(await log.read(project)).toBeUndefined();
    expect(await log.append(project, "{}")).toBe(false);
  },
);

it("links that lead out of the folder are not followed, neither for reading nor for writing", async () => {
  await mkdir(join(top, "outside"));
  const canary = join(top, "outside", "annotations.jsonl");
  await writeFile(canary, "canary\n");
  await symlink(join(top, "outside"), join(dir, "linked"));
  await symlink(canary, join(dir, "demo", "annotations.jsonl"));
  const log = annotationFiles(dir);
  expect(await log.read("linked")).toBeUndefined();
  expect(await log.append("linked", "{}")).toBe(false);
  expect(await log.read("demo")).toBe("");
  await expect(log.append("demo", "{}")).rejects.toThrow(/ELOOP/);
  expect(await readFile(canary, "utf8")).toBe("canary\n");
});

it("two servers on one folder lose nothing and give no id twice", async () => {
  const servers = [0, 1].map(() => notesOf(annotationFiles(dir), { now: () => 0 }));
  const place = { app_id: "a", partition_key: null, step_sequence_id: 0 };
  const content = {
    span_id: null,
    step_name: "x".repeat(5000),
    tags: [],
    observations: [],
    author: null,
    target: null,
  };
  const made = await Promise.all(Array.from({ length: 200 }, (_, n) => servers[n % 2]!.create("demo", place, content)));
  const ids = new Set(made.map(({ id }) => id));
  expect(ids.size).toBe(200);
  expect(new Set((await servers[0]!.list("demo"))?.map(({ id }) => id))).toEqual(ids);
});

it("something in the place of the file counts as no annotations, which is told once until they can be read again", async () => {
  const path = join(dir, "demo", "annotations.jsonl");
  const errors: string[] = [];
  const log = annotationFiles(dir, ({ message }) => errors.push(message));
  expect(await log.read("demo")).toBe("");
  expect(errors).toEqual([]);
  const told = `The notes in ${path} cannot be read: they show as none.`;
  for (const times of [1, 2]) {
    await mkdir(path);
    expect([await log.read("demo"), await log.read("demo")]).toEqual(["", ""]);
    expect(errors).toEqual(Array.from({ length: times }, () => told));
    await rm(path, { recursive: true });
    await writeFile(path, "{}\n");
    expect(await log.read("demo")).toBe("{}\n");
    await rm(path);
  }
});

it("a folder that cannot be looked into has no annotations", async () => {
  if (process.getuid?.() === 0) return; // who may do anything is not kept out
  await chmod(join(dir, "demo"), 0o000);
  expect(await annotationFiles(dir).read("demo")).toBe("");
  await chmod(join(dir, "demo"), 0o700);
});
