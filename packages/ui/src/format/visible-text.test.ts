import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visibleText } from "./visible-text.ts";

describe("text with what cannot be seen", () => {
  it.each([
    { what: "what turns text around", text: "abc\u202edef", shown: "abc⟨202e⟩def" },
    { what: "spaces of no width", text: "pay\u200bpal", shown: "pay⟨200b⟩pal" },
    { what: "joiners between Latin letters", text: "a\u200db\u200cc", shown: "a⟨200d⟩b⟨200c⟩c" },
    { what: "escapes of terminals", text: "\u001b[31m", shown: "⟨001b⟩[31m" },
    { what: "letters that only models read", text: "ok\u{e0041}", shown: "ok⟨e0041⟩" },
    { what: "fillers", text: "a\u3164b", shown: "a⟨3164⟩b" },
  ])("shows $what", ({ text, shown }) => {
    expect(visibleText(text)).toBe(shown);
  });

  it.each([
    { what: "a family of emoji", text: "👩‍👩‍👧" },
    { what: "an emoji with a tone of skin", text: "👩🏽‍🚀" },
    { what: "a flag of a rainbow", text: "🏳️‍🌈" },
    { what: "words of Persian", text: "می\u200cخواهم" },
    { what: "words of Hindi", text: "क्\u200dष" },
    { what: "lines and tabs", text: "a\n\tb" },
  ])("leaves $what as they are", ({ text }) => {
    expect(visibleText(text)).toBe(text);
  });

  it("changes nothing more when it is done twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visibleText(visibleText(text))).toBe(visibleText(text));
      }),
    );
  });
});
