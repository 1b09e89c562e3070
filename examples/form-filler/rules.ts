import type { Extractor } from "./extractor.ts";
import { readAmount, readDay } from "./read-text.ts";

const patterns = {
  name: /\b(?:[Mm]y name is|I am|I'm) ([A-Z][\w'-]*(?: [A-Z][\w'-]*)+)/,
  email: /\b[\w.+-]+@[\w.-]+\w/,
  policy: /\bpolicy\s*(?:number|no\.?)?\s*(?:is|:)?\s*([a-z]{2}-?\d+)/i,
  kind: /\b(?:(stolen|theft|thief)|(damaged|broken?|crash(?:ed)?)|(lost|loss))\b/i,
  happenedOn: /\b(\d{4}-\d{2}-\d{2}|\d{1,2}\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{4})\b/i,
  amount: /(?:€|eur(?:os?)?)\s*(\d[\d,.]*\d|\d)|(\d[\d,.]*\d|\d)\s*(?:€|eur(?:os?)?\b)/i,
  iban: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b/,
};

/**
 * Finds fields by patterns. It is no match for a model: it knows some phrases of English, and nothing of what they mean. But it
 * needs nothing, and says the same each time.
 */
export const rules: Extractor = {
  name: "simple rules",
  async read(text) {
    const first = (pattern: RegExp): string | undefined => {
      const [whole, ...groups] = pattern.exec(text) ?? [];
      return groups.find((group) => group !== undefined) ?? whole;
    };
    const kind = patterns.kind.exec(text);
    const amount = first(patterns.amount);
    const day = first(patterns.happenedOn);
    const found = {
      name: first(patterns.name),
      email: first(patterns.email),
      policy: first(patterns.policy),
      kind:
        kind === null ? undefined : ["theft", "damage", "loss"].find((_kind, index) => kind[index + 1] !== undefined),
      happenedOn: day === undefined ? undefined : readDay(day),
      amount: amount === undefined ? undefined : readAmount(amount),
      iban: first(patterns.iban),
    };
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  },
};
