import type { KeyUse, ValuePreview } from "@burrjs/protocol";
import { wordDiff } from "../text/text-diff.ts";
import { textIn } from "./stream-lanes.ts";

/** A text that a step ended with, which may be what it had streamed. */
export interface FinalText {
  /** Where it stands: `result`, or the key of the state. */
  readonly name: string;
  readonly text: string;
  readonly isSame: boolean;
}

/** Where a final text may be found. */
export interface FinalPlaces {
  readonly result: ValuePreview | null;
  /** The result in full, where its preview was cut. */
  readonly fullResult?: unknown;
  readonly wrote: readonly Pick<KeyUse, "key" | "preview">[];
}

/** Shorter texts are in many values by chance. */
const leastLength = 20;
/** Texts that share less are two texts, and no text that was changed. */
const leastCommon = 0.5;
/** Longer texts are not compared by word to find out whether they are akin. */
const longestCompared = 20_000;

/** The text that a streamed text became: of the result, else what the step wrote into the state. `undefined`: there is none to compare. */
export function finalText(streamed: string, { result, fullResult, wrote }: FinalPlaces): FinalText | undefined {
  const wanted = streamed.trim();
  if (wanted === "") return undefined;
  const ofResult = textIn(result?.truncated === true ? fullResult : result?.value);
  if (ofResult !== undefined) return { name: "result", text: ofResult, isSame: ofResult.trim() === wanted };
  if (wanted.length < leastLength) return undefined;
  // A text that is the value is what was streamed before one that is in the value, as the last message of a chat is.
  const whole = ({ preview }: FinalPlaces["wrote"][number]): number => (typeof preview?.value === "string" ? 0 : 1);
  const written = wrote
    .toSorted((one, other) => whole(one) - whole(other))
    .flatMap(({ key, preview }) => {
      const text = textIn(lastOf(preview?.value));
      return text === undefined ? [] : [{ name: key, text }];
    });
  const same = written.find(({ text }) => text.trim() === wanted);
  if (same !== undefined) return { ...same, isSame: true };
  const akin = written.find(({ text }) => isAkin(wanted, text.trim()));
  return akin === undefined ? undefined : { ...akin, isSame: false };
}

/** Of a list, what was put to its end: a message, as a rule. */
function lastOf(value: unknown): unknown {
  return Array.isArray(value) ? (value as readonly unknown[]).at(-1) : value;
}

function isAkin(one: string, other: string): boolean {
  const [short, long] = [Math.min(one.length, other.length), Math.max(one.length, other.length)];
  if (short < leastLength || short < long / 2 || long > longestCompared) return false;
  const common = wordDiff(one, other).reduce(
    (sum, { kind, text }) => sum + (kind === "same" ? text.trim().length : 0),
    0,
  );
  return common >= leastCommon * short;
}
