import { BurrError } from "@burrjs/core";
import { hiddenText } from "@burrjs/protocol";
import { machine } from "../machine/machine.ts";
import { randomId } from "../machine/random-id.ts";
import { Secrets } from "./secrets.ts";

/**
 * Where a value stands: what it is of (`state`, `inputs`, `answers`, `result`, `attributes`, `chunk`, `checkpoint`, `error`), then keys and
 * indexes. Texts of errors are `["error", "message"]` and `["error", "stack"]`; what was thrown and is no error is `["error"]`.
 */
export type ValuePath = readonly (string | number)[];

/**
 * What is not written to the log: a key, whatever its case, in which `*` stands for any text; a test of keys; or a function, which
 * is asked for each value: `true` hides it, `false` or `undefined` does not, anything else is written in its place.
 */
export type RedactRule = string | RegExp | ((path: ValuePath, value: unknown) => unknown);

/** Keys that mostly hold secrets, for `redact`. */
export const secretKeys: readonly string[] = [
  "*api_key*",
  "*apikey*",
  "*api-key*",
  "authorization",
  "*password*",
  "*passwd*",
  "*secret*",
  "*access_token*",
  "*accesstoken*",
  "*refresh_token*",
  "*refreshtoken*",
  "*private_key*",
  "*privatekey*",
  "cookie",
  "set-cookie",
];

/** What stands in place of a value. */
export type Verdict = { readonly hide: true } | { readonly replacement: unknown } | undefined;

/** How many answers about keys are kept, and how many secrets: of each log, and of all of them. */
const mostKeys = 4096;
const mostSecrets = 64;
const mostShared = 256;

/** The rules, made ready to be asked. One for all logs of a tracker. */
export class RedactRules {
  readonly #keys: readonly RegExp[];
  readonly #tests: readonly ((path: ValuePath, value: unknown) => unknown)[];
  readonly #known = new Map<string, boolean>();
  /** What was hidden in any of the logs. */
  readonly secrets = new Secrets(mostShared);

  constructor(rules: readonly RedactRule[]) {
    checkRules(rules);
    this.#tests = rules.filter((rule) => typeof rule === "function");
    this.#keys = rules.filter((rule) => typeof rule !== "function").map(patternOf);
  }

  /** Whether there is nothing to ask. */
  get isEmpty(): boolean {
    return this.#keys.length === 0 && this.#tests.length === 0;
  }

  /** Whether each value has to be looked at, and not only keys. */
  get looksAtValues(): boolean {
    return this.#tests.length > 0;
  }

  /** Whether a value is hidden by its key alone. */
  hidesKey(key: string): boolean {
    if (this.#keys.length === 0) return false;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const hides = this.#keys.some((pattern) => pattern.test(key));
    if (this.#known.size >= mostKeys) this.#known.clear();
    this.#known.set(key, hides);
    return hides;
  }

  /** What becomes of a value. A function that throws hides it. */
  verdict(path: ValuePath, value: unknown): Verdict {
    const key = path.at(-1);
    // The first part says what the value is of, and is no key.
    if (path.length > 1 && typeof key === "string" && this.hidesKey(key)) return { hide: true };
    return this.answer(path, value);
  }

  /** What functions say of a value, whatever its key. */
  answer(path: ValuePath, value: unknown): Verdict {
    for (const test of this.#tests) {
      let answer: unknown;
      try {
        answer = test(path, value);
      } catch {
        return { hide: true }; // whoever wrote the rule meant to hide something
      }
      if (answer === true) return { hide: true };
      if (answer !== false && answer !== undefined) return { replacement: answer };
    }
    return undefined;
  }
}

/** What was hidden in one log: equal values have equal marks there, and texts that were hidden are taken out of messages. */
export class Redactions {
  readonly rules: RedactRules;
  readonly #salt = randomId(16);
  readonly #secrets = new Secrets(mostSecrets);

  constructor(rules: RedactRules) {
    this.rules = rules;
  }

  /** What is written in place of a hidden value. */
  tag(value: unknown, text: string): object {
    this.#secrets.add(value);
    this.rules.secrets.add(value);
    const hash = machine.sha256(this.#salt + text).slice(0, 12);
    return { $burr: "redacted", value: hash };
  }

  /** A text without what was hidden before, here or in another log: errors of a child are those of its parent, too. */
  clean(text: string): string {
    return this.rules.isEmpty ? text : this.rules.secrets.clean(this.#secrets.clean(text));
  }

  /** A text of an error, of which functions are asked as well. */
  cleanError(text: string, part: "message" | "stack"): string {
    const verdict = this.rules.looksAtValues ? this.rules.answer(["error", part], text) : undefined;
    if (verdict === undefined) return this.clean(text);
    return "replacement" in verdict && typeof verdict.replacement === "string" ? verdict.replacement : hiddenText;
  }
}

/** Programs without types may pass anything, and a rule that is none would let a secret into the log. */
function checkRules(rules: unknown): void {
  const isRule = (rule: unknown): boolean =>
    (typeof rule === "string" && rule !== "") || rule instanceof RegExp || typeof rule === "function";
  if (Array.isArray(rules) && rules.every(isRule)) return;
  const message = 'The option "redact" is a list of rules: keys such as "apiKey", regular expressions, and functions.';
  throw new BurrError("invalid-option", message, { option: "redact" });
}

function patternOf(rule: string | RegExp): RegExp {
  // With these flags a pattern remembers where it was.
  if (typeof rule !== "string") return new RegExp(rule.source, rule.flags.replaceAll(/[gy]/g, ""));
  const parts = rule.split("*").map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, "is");
}
