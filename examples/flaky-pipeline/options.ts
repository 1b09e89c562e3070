import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Pace } from "./actions.ts";
import { badDay, type Faults, noFaults, scriptedFaults, seededFaults } from "./apis/faults.ts";
import { emptyCard } from "./apis/routes.ts";
import type { Wish } from "./trip.ts";

/** What the command line says. */
export interface Options {
  readonly wish: Wish;
  readonly faults: Faults;
  readonly soldOut: readonly string[];
  readonly pace: Pace;
  /** By which all pauses are multiplied. */
  readonly speed: number;
  readonly maxMs: number;
  /** After such a silence a process counts as dead. */
  readonly staleAfterMs: number;
  /** Of APIs that run already; without it, they are started. */
  readonly apis: string | undefined;
  readonly folder: string;
}

/** Shown when an option is wrong. */
export const usage = `Options:
  --declined       pay with a card that is declined
  --sold-out 1     so many of the hotels, the best ones, are sold out
  --calm           the APIs work
  --seed 7         the APIs fail at random, the same for the same seed; default: as on one bad day
  --max-ms 60000   the longest that booking may take
  --pace 1         multiplies all pauses and time limits
  --data .data     the folder of trips.sqlite and ledger.json
  --apis <url>     use APIs that run already`;

const hotels = ["Park Hotel", "Station Inn", "Garden House", "Capsule 9"];

/** The options in `args`. Throws on an unknown option and on what is no number. */
export function parseOptions(args: readonly string[]): Options {
  const text = (fallback: string) => ({ type: "string", default: fallback }) as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      declined: flag,
      "sold-out": text("1"),
      calm: flag,
      seed: { type: "string" },
      "max-ms": text("60000"),
      pace: text("1"),
      data: text(join(import.meta.dirname, ".data")),
      apis: { type: "string" },
    },
  });
  const number = (name: string, value: string): number => {
    if (Number.isFinite(Number(value)) && Number(value) >= 0) return Number(value);
    throw new TypeError(`--${name} must be a number that is not negative, as in --${name} 1.`);
  };
  const speed = number("pace", values.pace);
  return {
    wish: { from: "Berlin", to: "Tokyo", hotels, card: values.declined ? emptyCard : "4000-0001" },
    faults: values.calm
      ? noFaults
      : values.seed === undefined
        ? scriptedFaults(badDay)
        : seededFaults(number("seed", values.seed)),
    soldOut: hotels.slice(0, number("sold-out", values["sold-out"])),
    pace: { baseMs: 400 * speed, timeoutMs: 10_000 * speed, rateTimeoutMs: 1000 * speed, idleTimeoutMs: 2000 * speed },
    speed,
    staleAfterMs: 5000 * speed,
    maxMs: number("max-ms", values["max-ms"]),
    apis: values.apis,
    folder: values.data,
  };
}
