import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { ModelOptions } from "./model.ts";

/** What the command line and the environment say. */
export interface Options {
  readonly question: string;
  /** Which model is asked; `undefined`: the model of straw is served. */
  readonly endpoint: ModelOptions | undefined;
  /** The folder of the documents, and that of the database. */
  readonly documents: string;
  readonly data: string;
  readonly maxRounds: number;
  readonly maxTokens: number;
  /** Of the model of straw: the pause before each word. */
  readonly wordMs: number;
}

/** Shown when an option is wrong. */
export const usage = `Looks into a question, and writes a report.

  npm start -- ["<question>"] [--documents <folder>] [--rounds 2] [--max-tokens 5000] [--word-ms 20] [--data .data]

  --documents    a folder of Markdown files; default: a dozen about lighthouses
  --rounds       how often it is looked into what is open
  --max-tokens   how many tokens all of it may cost
  --word-ms      the pause of the model of straw before each word
  --data         the folder of research.sqlite

Environment: OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL, for another model than that of straw.`;

const usualQuestion = "How did lighthouses become brighter, who kept the lamps burning, and what replaced the keepers?";

/** The options in `args` and `environment`. Throws on an unknown option, and on what is no number. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      documents: { type: "string" },
      data: { type: "string" },
      rounds: { type: "string", default: "2" },
      "max-tokens": { type: "string", default: "5000" },
      "word-ms": { type: "string", default: "20" },
    },
  });
  // `npm start` changes into the folder of the example: INIT_CWD is where it was called.
  const folder = (path: string | undefined, usual: string): string =>
    path === undefined ? join(import.meta.dirname, usual) : resolve(environment["INIT_CWD"] ?? "", path);
  return {
    question: positionals.join(" ").trim() || usualQuestion,
    endpoint: endpointIn(environment),
    documents: folder(values.documents, "documents"),
    data: folder(values.data, ".data"),
    maxRounds: whole("--rounds", values.rounds),
    maxTokens: whole("--max-tokens", values["max-tokens"]),
    wordMs: whole("--word-ms", values["word-ms"]),
  };
}

function endpointIn(environment: Readonly<Record<string, string | undefined>>): ModelOptions | undefined {
  const { OPENAI_API_KEY: apiKey = "", OPENAI_BASE_URL: baseURL = "", OPENAI_MODEL: name = "" } = environment;
  if (apiKey === "" && baseURL === "") return undefined;
  return {
    baseURL: baseURL === "" ? null : baseURL,
    apiKey: apiKey === "" ? "none" : apiKey,
    name: name === "" ? "gpt-5.4-mini" : name,
  };
}

function whole(name: string, value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new TypeError(`${name} must be a whole number, not "${value}".`);
}
