import { parseArgs } from "node:util";
import { prompts } from "./local-models/models.ts";

/** What the command line and the environment say. */
export interface Options {
  /** Of an OpenAI-compatible endpoint; `undefined`: the models of straw are served. */
  readonly endpoint: { readonly baseURL: string | null; readonly apiKey: string } | undefined;
  /** Empty: all models of straw. */
  readonly models: readonly string[];
  readonly prompts: readonly string[];
  readonly timeoutMs: number;
  readonly pace: number;
}

/** Shown when an option is wrong. */
export const usage = `Compares models over prompts.

  npm start -- [--model <name>]… [--prompt <text>]… [--timeout-ms 4000] [--pace 1]

  --model        one of the models to compare, as the endpoint calls it; default: all models of straw
  --prompt       what to ask them; default: three questions
  --timeout-ms   how long one answer may take
  --pace         multiplies the pauses of the models of straw

Environment: OPENAI_BASE_URL and OPENAI_API_KEY, for other models than those of straw.`;

/** The options in `args` and `environment`. Throws on an unknown option, and on one that makes no sense. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: "string", multiple: true, default: [] },
      prompt: { type: "string", multiple: true, default: [...prompts] },
      "timeout-ms": { type: "string", default: "4000" },
      pace: { type: "string", default: "1" },
    },
  });
  const { OPENAI_API_KEY: apiKey = "", OPENAI_BASE_URL: baseURL = "" } = environment;
  const isRemote = apiKey !== "" || baseURL !== "";
  if (isRemote && values.model.length === 0)
    throw new TypeError("An endpoint needs the names of models: --model <name>.");
  return {
    endpoint: isRemote
      ? { baseURL: baseURL === "" ? null : baseURL, apiKey: apiKey === "" ? "none" : apiKey }
      : undefined,
    models: distinct("--model", values.model),
    prompts: distinct("--prompt", values.prompt),
    timeoutMs: positive("--timeout-ms", values["timeout-ms"]),
    pace: positive("--pace", values.pace),
  };
}

function distinct(name: string, values: readonly string[]): readonly string[] {
  if (new Set(values).size === values.length) return values;
  throw new TypeError(`${name} stands there twice with the same value.`);
}

function positive(name: string, value: string): number {
  if (Number(value) > 0 && Number.isFinite(Number(value))) return Number(value);
  throw new TypeError(`${name} must be a number above 0, not "${value}".`);
}
