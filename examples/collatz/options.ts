import { join } from "node:path";
import { parseArgs } from "node:util";
import type { TroubleOptions } from "./trouble.ts";

/** What the command line says. */
export interface Options {
  readonly trouble: TroubleOptions;
  /** The folder of `collatz.sqlite` and `ledger.jsonl`. */
  readonly folder: string;
  /** Whether to forget what is stored there. */
  readonly isNew: boolean;
}

/** Shown when an option is wrong. */
export const usage = `Options:
  --seed 1          what goes wrong, at random; the same for the same seed
  --failures 0.03   the share of steps that fail
  --kills 0.02      the share of steps in which the process is killed
  --data .data      the folder of collatz.sqlite and ledger.jsonl
  --new             begins anew, whatever is stored there`;

/** The options in `args`. Throws on an unknown option, and on what is no number. */
export function parseOptions(args: readonly string[]): Options {
  const text = (fallback: string) => ({ type: "string", default: fallback }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: text("1"),
      failures: text("0.03"),
      kills: text("0.02"),
      data: text(join(import.meta.dirname, ".data")),
      new: { type: "boolean", default: false },
    },
  });
  const [seed, failures, kills] = [Number(values.seed), Number(values.failures), Number(values.kills)];
  if (!Number.isSafeInteger(seed)) throw new TypeError("--seed must be a whole number.");
  // Beyond a half, the end would be a long time coming.
  if (!(failures >= 0 && kills >= 0 && failures + kills <= 0.5))
    throw new TypeError("--failures and --kills must be numbers from 0 on, and not more than 0.5 together.");
  return { trouble: { seed, failures, kills }, folder: values.data, isNew: values.new };
}
