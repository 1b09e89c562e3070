import { createHash } from "node:crypto";
import type { Visit } from "./sequence.ts";

/** What befalls a step: its action throws, or the process is killed. */
type Trouble = "failed" | "killed";

/** How much of it there is. */
export interface TroubleOptions {
  readonly seed: number;
  /** The share of steps that fail. */
  readonly failures: number;
  /** The share of steps in which the process is killed. */
  readonly kills: number;
}

/** What befalls a step that had trouble so many times before: at random, and always the same for the same seed. */
export function troubleIn(
  { seed, failures, kills }: TroubleOptions,
  { start, step, action }: Visit,
  before: number,
): Trouble | undefined {
  if (action === "begin") return undefined;
  const chance = randomOf(`${seed}/${start}/${step}/${before}`);
  if (chance < kills) return "killed";
  return chance < kills + failures ? "failed" : undefined;
}

/** A number in [0, 1) for a text. */
function randomOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32;
}
