import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { BurrError } from "@burrjs/core";

/** Every program in the documentation is type-checked and run, and prints what stands behind it. */

const root = join(import.meta.dirname, "..");
const pages = [
  "README.md",
  ...["cli", "core", "executor-threads", "graph", "otel", "persist", "protocol", "server", "testing", "tracker"].map(
    (name) => `packages/${name}/README.md`,
  ),
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const folder = mkdtempSync(join(root, "docs/.snippets-"));
const execute = promisify(execFile);

interface Snippet {
  readonly place: string;
  readonly file: string;
  readonly code: string;
  readonly output: string;
}

const snippets = pages.flatMap((page): Snippet[] => {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/```ts\n(.*?)```(?:\n\n```text\n(.*?)```)?/gs)].map(([, code = "", output = ""], index) => {
    const file = join(folder, `${page.replaceAll(/\W/g, "-")}-${index}.ts`);
    return { place: `${page}, program ${index + 1}`, file, code, output };
  });
});
for (const { file, code } of snippets) writeFileSync(file, code);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it.each(snippets)(
  "$place prints what it says",
  async ({ file, output }) => {
    const { stdout, stderr } = await execute(process.execPath, ["--conditions=@burrjs/source", file]);
    expect(stderr).toBe("");
    expect(stdout).toBe(output);
  },
  20_000,
);

it("all of them compile", async () => {
  const config = { extends: "../../tsconfig.test.json", include: ["*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = await execute(process.execPath, [compiler, "--project", folder]).catch(
    (error: unknown) => error as { stdout: string },
  );
  expect(stdout).toBe("");
}, 60_000);

it("the page on errors has every code of the core, and no other", () => {
  const source = readFileSync(join(root, "packages/core/src/errors.ts"), "utf8");
  const codes = [...source.matchAll(/^ {2}"([a-z-]+)":/gm)].map(([, code]) => code);
  const listed = [...readFileSync(join(root, "docs/errors.md"), "utf8").matchAll(/^\| `([a-z-]+)` /gm)].map(
    ([, code]) => code,
  );
  expect(listed).toEqual(codes);
  expect(new BurrError("no-actions", "", {}).code).toBe("no-actions");
});
