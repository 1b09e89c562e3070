import { expect, it } from "vitest";
import { quote, wordsOf } from "./quote.ts";

const passage = (text: string) => ({ file: "a.md", heading: "A", text, code: "" });

it.each([
  {
    does: "marks what it leaves out",
    text: "Cats purr, e.g. at night. Dogs bark. Cats sleep.",
    quoted: "Cats purr, e.g. at night. … Cats sleep. [1]",
  },
  {
    does: "ends each line as a sentence",
    text: "`cat`: an animal\ncats purr",
    quoted: "`cat`: an animal. Cats purr. [1]",
  },
  { does: "begins with the passage when no sentence fits", text: "Dogs bark. They bite.", quoted: "Dogs bark. [1]" },
])("$does", ({ text, quoted }) => {
  expect(quote({ terms: ["cat"], topic: [] }, [passage(text)])).toBe(quoted);
});

it("prefers the question to the topic", () => {
  const text = "Dogs and birds and fish live here. A cat purrs.";
  expect(quote({ terms: ["cat"], topic: ["dog", "bird", "fish"] }, [passage(text)])).toBe("A cat purrs. [1]");
});

it("makes one paragraph per passage, and words that join to the same text", () => {
  const text = quote({ terms: ["cat"], topic: [] }, [passage("Cats purr."), passage("Cats eat.")]);
  expect(text).toBe("Cats purr. [1]\n\nCats eat. [2]");
  expect(wordsOf(text).join("")).toBe(text);
});
