import { parseArgs } from "node:util";

/** What the command line says. */
export interface Options {
  readonly text: string;
  /** How often it is passed on, and to how many others each time. */
  readonly depth: number;
  readonly width: number;
  readonly seed: number;
}

/** Shown when an option is wrong. */
export const usage = `npm start -- [options] ["a text"]

Options:
  --depth 3   how often the text is passed on, up to 6 times
  --width 2   to how many others each time, 1 to 4
  --seed 1    what is misheard, at random; the same for the same seed`;

const scene = "the old keeper feeds the grey cat while the small boat comes through the storm";

/** The options in `args`. Throws on an unknown option, and on what is out of range. */
export function parseOptions(args: readonly string[]): Options {
  const text = (fallback: string) => ({ type: "string", default: fallback }) as const;
  const options = { depth: text("3"), width: text("2"), seed: text("1") };
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const number = (name: keyof typeof values, from: number, to: number): number => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= from && value <= to) return value;
    throw new TypeError(`--${name} must be a whole number from ${from} to ${to}.`);
  };
  return {
    text: positionals.length === 0 ? scene : positionals.join(" "),
    depth: number("depth", 0, 6),
    width: number("width", 1, 4),
    seed: number("seed", 0, 1_000_000),
  };
}
