import { parseArgs } from "node:util";
import type { ModelOptions } from "./ask-model.ts";

/** What the command line and the environment say. */
export interface Options {
  /** The model that plays the members; `undefined`: a local one does, which knows only what this example needs. */
  readonly model: ModelOptions | undefined;
  /** Between two words of the local one, in milliseconds. */
  readonly wordMs: number;
}

/** Shown when an option is wrong. */
export const usage = `Options:
  --word-ms 40   between two words of the local model; default: 40 in a terminal, else 0`;

/** The options in `args` and in `environment`. Throws on an unknown option, and on what is no number. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  isWatched: boolean,
): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { "word-ms": { type: "string", default: isWatched ? "40" : "0" } },
  });
  const wordMs = Number(values["word-ms"]);
  if (!(wordMs >= 0)) throw new TypeError("--word-ms must be a number that is not negative.");
  const {
    OPENAI_BASE_URL: baseURL = "",
    OPENAI_API_KEY: apiKey = "",
    OPENAI_MODEL: model = "gpt-5.4-mini",
  } = environment;
  if (baseURL === "" && apiKey === "") return { model: undefined, wordMs };
  return { model: { model, ...(baseURL === "" ? {} : { baseURL }), ...(apiKey === "" ? {} : { apiKey }) }, wordMs };
}
