import { join } from "node:path";
import { expect, it } from "vitest";
import { readPassages } from "./documents.ts";
import { createLibrary } from "./library.ts";
import { wrapping } from "./wrapping.ts";

const passage = (source: string, text: string) => ({ source, title: "", text });

it("finds rare terms before common ones, and in short passages before long ones", () => {
  const library = createLibrary([
    passage("long", "The lamp burns, and much is to be said of lamps, towers, waves, and the weather at sea."),
    passage("rare", "A lamp with a mantle."),
    passage("short", "The lamp burns."),
    passage("other", "Waves."),
  ]);
  const sources = (question: string): string[] => library.find(question, 9).map(({ source }) => source);
  expect(sources("What is a mantle?")).toEqual(["rare"]);
  expect(sources("Which lamps are burning?")).toEqual(["short", "long", "rare"]);
  expect(sources("Why?")).toEqual([]);
  expect(library.find("lamp", 1)).toHaveLength(1);
});

it("reads the paragraphs of all documents, each with its title", async () => {
  const passages = await readPassages(join(import.meta.dirname, "documents"));
  expect(new Set(passages.map(({ source }) => source)).size).toBe(12);
  expect(passages.find(({ source }) => source === "cordouan")).toMatchObject({
    title: "Cordouan",
    text: expect.stringMatching(/^The lighthouse of Cordouan.*at work\.$/),
  });
});

it("breaks lines between words, wherever the pieces of a text end", () => {
  const text = "One two three four.\n\n  Five sixteen\n";
  for (const size of [1, 2, 5, 100]) {
    let written = "";
    const write = wrapping((piece) => (written += piece), 9);
    for (let from = 0; from < text.length; from += size) write(text.slice(from, from + size));
    expect(written).toBe("One two\nthree\nfour.\n\n  Five\nsixteen\n");
  }
});
