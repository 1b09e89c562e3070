import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, markdownBlocks } from "./markdown.ts";
import { type Inline, markdownInline } from "./markdown-inline.ts";

/** Inline pieces in a short form. */
function inline(parts: readonly Inline[]): string {
  return parts
    .map((part): string => {
      if (part.kind === "text") return part.text;
      if (part.kind === "break") return "⏎";
      if (part.kind === "code") return `<code ${part.text}>`;
      const inside = inline(part.parts);
      return part.kind === "link" || part.kind === "picture"
        ? `<${part.kind} ${inside} ${part.href ?? "-"}>`
        : `<${part.kind} ${inside}>`;
    })
    .join("");
}

function block(one: Block): unknown {
  switch (one.kind) {
    case "heading":
      return `h${one.level} ${inline(one.parts)}`;
    case "paragraph":
      return inline(one.parts);
    case "code":
      return `code(${one.language}) ${one.text}`;
    case "rule":
      return "rule";
    case "quote":
      return { quote: one.blocks.map(block) };
    default:
      return { [one.isOrdered ? `from ${one.start}` : "list"]: one.items.map((item) => item.map(block)) };
  }
}

describe("a line of Markdown", () => {
  it.each([
    { text: "a **b** *c* _d_ ~~e~~ `f`", as: "a <strong b> <emphasis c> <emphasis d> <strike e> <code f>" },
    { text: "snake_case_name and 2 * 3 * 4", as: "snake_case_name and 2 * 3 * 4" },
    { text: "**bold *and* more**", as: "<strong bold <emphasis and> more>" },
    { text: "`` a ` b ``", as: "<code a ` b>" },
    { text: "\\*plain\\*", as: "*plain*" },
    { text: "**open", as: "**open" },
    { text: '[text](https://x.example/a_(b)?q=1 "t")', as: "<link text https://x.example/a_(b)?q=1>" },
    { text: "[run](javascript:alert(1))", as: "<link run ->" },
    { text: "[run](data:text/html,x)", as: "<link run ->" },
    { text: "![alt](https://evil.example/x.png)", as: "<picture alt https://evil.example/x.png>" },
    { text: "<https://x.example> <b>no</b>", as: "<link https://x.example https://x.example/> <b>no</b>" },
    { text: "one  \ntwo", as: "one⏎two" },
    { text: "[not a link] (x)", as: "[not a link] (x)" },
  ])("reads $text", ({ text, as }) => {
    expect(inline(markdownInline(text))).toBe(as);
  });
});

describe("blocks of Markdown", () => {
  it("reads headings, paragraphs, rules and code", () => {
    const text = "# One\n\nTwo\nlines\n\n---\n\n```ts\nconst a = 1;\n\nb\n```\nThree\n=====\n    ## Four ##\n";
    expect(markdownBlocks(text).map(block)).toEqual([
      "h1 One",
      "Two\nlines",
      "rule",
      "code(ts) const a = 1;\n\nb",
      "h1 Three",
      "code() ## Four ##",
    ]);
  });

  it("reads lists in lists, with several blocks in an item", () => {
    const text = "- one\n- two\n  - three\n\n  more of two\n- four\n\n3. first\n4. second\n   ```\n   code\n   ```\n";
    expect(markdownBlocks(text).map(block)).toEqual([
      { list: [["one"], ["two", { list: [["three"]] }, "more of two"], ["four"]] },
      { "from 3": [["first"], ["second", "code() code"]] },
    ]);
  });

  it("reads quotes, and leaves HTML as text", () => {
    expect(markdownBlocks("> one\n> - two\n\n<script>alert(1)</script>").map(block)).toEqual([
      { quote: ["one", { list: [["two"]] }] },
      "<script>alert(1)</script>",
    ]);
  });

  it("takes an unclosed fence to the end", () => {
    expect(markdownBlocks("~~~\na\nb").map(block)).toEqual(["code() a\nb"]);
  });

  it("reads any text to an end, and has only links to the web and to mail", () => {
    const pieces = fc.constantFrom("*", "**", "_", "`", "```", "\n", "\n\n", "- ", "1. ", "> ", "# ", "[", "](", ")", "![", "<", "a b", "javascript:x", "https://x.y", "\\", "~~", "    ", "|", "---"); // prettier-ignore
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 80 }), (parts) => {
        const all = JSON.stringify(markdownBlocks(parts.join("")));
        for (const [, href = ""] of all.matchAll(/"href":"([^"]*)"/g)) expect(href).toMatch(/^(?:https?|mailto):/);
      }),
    );
  });

  it.each([
    { what: "stars", text: "*".repeat(150_000) },
    { what: "open emphases", text: "*a ".repeat(50_000) },
    { what: "open links", text: "[".repeat(150_000) },
    { what: "links with spaces in place of an address", text: `[a](${" ".repeat(3990)}x`.repeat(37) },
    { what: "ticks", text: "`a``".repeat(37_000) },
    { what: "spaces in a heading", text: `# ${" ".repeat(140_000)}x` },
    { what: "a fence with spaces and a tick", text: `\`\`\`${" ".repeat(140_000)}\`` },
    { what: "quotes in quotes", text: ">".repeat(150_000) },
  ])("is not slow for 150 KB of $what", { timeout: 20_000 }, ({ text }) => {
    // A quadratic reading would run into the time limit of tests.
    expect(markdownBlocks(text).length).toBeGreaterThan(0);
  });
});
