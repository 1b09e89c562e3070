import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeLines, dedent, languageOf } from "./code-tokens.ts";

const kinds = (source: string): readonly string[] =>
  codeLines(source).flatMap((line) =>
    line.filter(({ text }) => text.trim() !== "").map(({ kind, text }) => `${kind} ${text}`),
  );

describe("a source in pieces", () => {
  it("knows words, strings, numbers and comments", () => {
    expect(kinds("const a = f(\"x\", 1_000n); // end\n")).toEqual([
      "keyword const", "plain a", "punctuation =", "name f", "punctuation (", 'string "x"', "punctuation ,", "number 1_000n", "punctuation )", "punctuation ;", "comment // end",
    ]); // prettier-ignore
  });

  it("knows Python by its looks", () => {
    const source =
      '@action(reads=["a"], writes=["b"])\ndef f(state: State) -> State:\n    """Says."""\n    return state.update(b=1)  # done\n';
    expect(languageOf(source)).toBe("python");
    expect(languageOf("async (state) => ({ ...state })")).toBe("javascript");
    expect(kinds(source)).toEqual(expect.arrayContaining(["keyword def", 'string """Says."""', "keyword return", "comment # done", "name @action"])); // prettier-ignore
  });

  it("loses nothing, whatever the text", () => {
    // What begins and ends tokens comes together often.
    const unit = fc.constantFrom(
      ..."\"'`/*#\\\n\t @$_.()01ex".split(""),
      "é",
      "日",
      "𐐀",
      "\u{1f600}",
      "\ud800",
      "\u2028",
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 300 }), fc.constantFrom("python", "javascript"), (source, language) => {
        const text = codeLines(source, language as "python").map((line) => line.map((token) => token.text).join("")).join("\n"); // prettier-ignore
        expect(text).toBe(source);
      }),
    );
  });

  it("takes away the indentation that the lines after the first have in common", () => {
    expect(dedent("async run(state) {\n      a();\n        b();\n    }")).toBe(
      "async run(state) {\n  a();\n    b();\n}",
    );
    expect(dedent("run() {\n      a();\n    }\n\nonAbort: (partial) =>\n      b(partial)")).toBe(
      "run() {\n  a();\n}\n\nonAbort: (partial) =>\n  b(partial)",
    );
  });
});
