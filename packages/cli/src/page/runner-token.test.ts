import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runnerTokenFile, runnerTokenOf } from "./runner-token.ts";

function newFolder(): { readonly dir: string; readonly file: string } {
  const dir = mkdtempSync(join(tmpdir(), "burr-token-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return { dir, file: join(dir, runnerTokenFile) };
}

it("the token of runners is the same at each start, and nobody else can read it", async () => {
  const { dir, file } = newFolder();
  const token = await runnerTokenOf(dir);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await runnerTokenOf(dir)).toBe(token);
  expect(readFileSync(file, "utf8")).toBe(token);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await runnerTokenOf(newFolder().dir)).not.toBe(token);
});

it.each([
  { what: "that others can read", spoil: (file: string) => chmodSync(file, 0o644) },
  { what: "that is too short", spoil: (file: string) => writeFileSync(file, "short") },
  {
    what: "that lies elsewhere",
    spoil(file: string) {
      rmSync(file);
      writeFileSync(`${file}-other`, "x".repeat(40), { mode: 0o600 });
      symlinkSync(`${file}-other`, file);
    },
  },
])("a token $what is made anew", async ({ spoil }) => {
  const { dir, file } = newFolder();
  const token = await runnerTokenOf(dir);
  spoil(file);
  const next = await runnerTokenOf(dir);
  expect(next).toMatch(/^[\w-]{43}$/);
  expect(next).not.toBe(token);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("starts at the same time have the same one", async () => {
  for (let round = 0; round < 20; round += 1) {
    const { dir, file } = newFolder();
    const tokens = await Promise.all([runnerTokenOf(dir), runnerTokenOf(dir), runnerTokenOf(dir), runnerTokenOf(dir)]);
    expect(new Set(tokens)).toEqual(new Set([readFileSync(file, "utf8")]));
    expect(readdirSync(dir)).toEqual([runnerTokenFile]);
  }
});

it("where nothing can be written, the token is good for one start", async () => {
  expect(await runnerTokenOf(join(newFolder().dir, "not-there"))).toMatch(/^[\w-]{43}$/);
});
