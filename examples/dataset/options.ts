import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { count, megabytes } from "./format.ts";
import { type SalesOptions, writeSales } from "./sales-file.ts";

/** What the command line says. */
export interface Options extends SalesOptions {
  /** The share of invalid rows, from 0 to 1, above which the application warns. */
  readonly maxInvalidShare: number;
  /** A file of the user's own; without it, one is generated. */
  readonly file: string | undefined;
}

/** Shown for `--help` and when an option is wrong. */
export const usage = `Options:
  --rows 1000000      rows of the generated file
  --seed 1            another seed gives other rows
  --invalid 2         percentage of broken rows in it
  --max-invalid 1     percentage above which the application warns
  --file sales.csv    read this file instead of a generated one`;

/** The options in `args`. Throws on an unknown option and on what is no number. */
export function parseOptions(args: readonly string[]): Options {
  const text = (fallback: string) => ({ type: "string", default: fallback }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: text("1000000"),
      seed: text("1"),
      invalid: text("2"),
      "max-invalid": text("1"),
      file: { type: "string" },
    },
  });
  const number = (name: "rows" | "seed" | "invalid" | "max-invalid"): number => {
    const value = Number(values[name]);
    if (Number.isFinite(value) && value >= 0) return value;
    throw new TypeError(`--${name} must be a number that is not negative, as in --${name} 1.`);
  };
  return {
    rows: number("rows"),
    seed: number("seed"),
    invalidShare: number("invalid") / 100,
    maxInvalidShare: number("max-invalid") / 100,
    file: values.file,
  };
}

/** The path of the generated file for these options. It is written unless it is there from an earlier run. */
export async function cachedSales(options: SalesOptions, log: (text: string) => void): Promise<string> {
  const { rows, seed, invalidShare } = options;
  const path = join(import.meta.dirname, ".cache", `sales-${rows}-${seed}-${invalidShare}.csv`);
  if (existsSync(path)) return path;
  log(`Generating ${count(rows)} rows …`);
  await writeSales(path, { rows, seed, invalidShare });
  log(`Generated ${megabytes(statSync(path).size)}.`);
  return path;
}
