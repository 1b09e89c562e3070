import { setTimeout } from "node:timers/promises";
import type { Brief } from "./state.ts";
import type { Writer } from "./writer.ts";

/** How the built-in writer writes. */
export interface RuleWriterOptions {
  /** Who signs. */
  readonly sender: string;
  /** Between two words, in milliseconds: where a person watches. Default: 0. */
  readonly pauseMs?: number;
}

/**
 * A writer without a model: it turns “Ask Ann to …” into “could you please …?”, and knows the wishes “shorter”, “more
 * formal” and “add that …”. Enough to try the program offline, and for tests; nothing that reads well in general.
 */
export function ruleWriter({ sender, pauseMs = 0 }: RuleWriterOptions): Writer {
  return {
    name: "a few built-in rules",
    questions: async (request) => {
      const when = vague.exec(request)?.[0];
      return when === undefined ? [] : [`When exactly is “${when}”?`];
    },
    async *write(brief, { signal }) {
      for (const word of letter(brief, sender).match(/\s*\S+/g) ?? []) {
        if (pauseMs > 0) await setTimeout(pauseMs, undefined, { signal });
        yield word;
      }
    },
  };
}

const vague = /\b(soon|some ?time|some day|later|next week|next month)\b/i;
const address = /\s*[(<]?[\w.+-]+@[\w.-]+\w[)>]?/g;

/** What the person wants, by the first word of the request: what the e-mail says of the rest. */
const kinds: readonly (readonly [RegExp, (rest: string) => string])[] = [
  [/^ask (?:(\w+) )?to (.+)$/is, (rest) => `could you please ${rest}?`],
  [/^tell (?:(\w+) )?that (.+)$/is, (rest) => `${sentence(rest)}.`],
  [/^thank (?:(\w+) )?for (.+)$/is, (rest) => `thank you for ${rest}.`],
  [/^invite (?:(\w+) )?to (.+)$/is, (rest) => `I would like to invite you to ${rest}.`],
];

function letter({ request, facts, revisions }: Brief, sender: string): string {
  const wishes = revisions.map(({ wish }) => wish);
  const has = (word: RegExp): boolean => wishes.some((wish) => word.test(wish));
  const moment = facts.find(({ question }) => question.startsWith("When"))?.answer;
  const plain = request.replaceAll(address, "").replace(vague, (found) => moment ?? found);
  const { name, body, rest } = understood(plain);
  const more = wishes.flatMap((wish) => /^(?:add|say|mention)(?: that)? (.+)$/is.exec(wish)?.[1] ?? []);
  const isFormal = has(/formal/i);
  const paragraphs = [
    `${isFormal ? "Dear" : "Hello"} ${name ?? "there"},`,
    ...(has(/short/i) ? [] : ["I hope this finds you well."]),
    [capital(body), ...more.map((one) => `${capital(sentence(one))}.`)].join(" "),
    `${isFormal ? "Yours sincerely" : "Kind regards"},\n${sender}`,
  ];
  return `Subject: ${capital(rest).slice(0, 70)}\n\n${paragraphs.join("\n\n")}\n`;
}

function understood(request: string): {
  readonly name: string | undefined;
  readonly body: string;
  readonly rest: string;
} {
  const [first = request, ...others] = request.trim().split(/(?<=[.!?])\s+/);
  for (const [pattern, bodyOf] of kinds) {
    const [found, name, rest = ""] = pattern.exec(sentence(first)) ?? [];
    if (found === undefined) continue;
    const said = rest.replaceAll(/\b(her|his|their)\b/gi, "your");
    return { name, body: [bodyOf(said), ...others].join(" "), rest: said };
  }
  return { name: undefined, body: request.trim(), rest: sentence(first) };
}

/** A sentence without its end. */
function sentence(text: string): string {
  return text.trim().replace(/[.!?]+$/, "");
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
