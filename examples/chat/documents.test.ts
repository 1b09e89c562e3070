import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { loadDocuments, splitDocument } from "./documents.ts";

it("makes one passage per section, and lines of its paragraphs, list items and table rows", () => {
  const markdown = [
    "# Title",
    "Before **all** of [it](there.md).",
    "## One\n### Deep",
    "- first `code`\n- second",
    "| a | b |\n| - | - |\n| x | y |",
    "```ts\nrun();\n```",
    "## Two",
    "> Quoted & said.",
  ].join("\n\n");

  expect(splitDocument({ file: "a.md", markdown })).toEqual([
    { file: "a.md", heading: "Title", text: "Before all of it.", code: "" },
    { file: "a.md", heading: "One › Deep", text: "first `code`\nsecond\nx: y", code: "run();" },
    { file: "a.md", heading: "Two", text: "Quoted & said.", code: "" },
  ]);
});

it("splits a long section between its paragraphs", () => {
  const paragraph = "A sentence of some length. ".repeat(20).trim();
  const passages = splitDocument({ file: "a.md", markdown: `# Long\n\n${paragraph}\n\n${paragraph}` });
  expect(passages.map(({ heading, text }) => [heading, text])).toEqual([
    ["Long", paragraph],
    ["Long", paragraph],
  ]);
});

it("reads the Markdown files of a folder, but no hidden ones and no dependencies", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chat-"));
  try {
    const files = ["b.md", "a/c.md", "node_modules/x/no.md", ".hidden/no.md", "no.txt"];
    for (const file of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), `# ${file}`);
    }
    expect(await loadDocuments(folder)).toEqual([
      { file: "a/c.md", markdown: "# a/c.md" },
      { file: "b.md", markdown: "# b.md" },
    ]);
    expect((await loadDocuments(folder, ["a/*.md"])).map(({ file }) => file)).toEqual(["a/c.md"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
