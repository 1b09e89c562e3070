import { type ApplicationOptions, burr, type ErrorDetails, type Hooks } from "../index.ts";

/** The part of a `BurrError` that a test looks at; for `toThrow`. */
export function failure(code: keyof ErrorDetails, ...mentions: string[]): Error {
  const words = mentions.map((mention) => mention.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^]*");
  return expect.objectContaining({ code, message: expect.stringMatching(words) as string }) as Error; // a matcher stands for what it matches
}
