import type { Listed } from "./bucket.ts";

/** A part of a log: an object with some of its lines. */
export interface Part extends Listed {
  /** The last part of the key. */
  readonly name: string;
  /** Where the part ends in the order of all parts, and who wrote it. */
  readonly stem: string;
  /** Where it begins: another stem when it was joined of several. */
  readonly firstStem: string;
  /** Of one that was joined of others. */
  readonly joined?: Joined;
}

/** What a part that was joined of others says about the log by then. */
export interface Joined {
  /** All parts that had changed until then were known. */
  readonly asOfMs: number;
  /** What was known of parts that came late; empty for none. */
  readonly digest: string;
}

const stemDigits = 15;
const plain = /^(\d{15}-[0-9a-f]{16})\.jsonl$/;
const joined = /^(\d{15}-[0-9a-f]{16})~(\d{15}-[0-9a-f]{16})~(\d{1,15})~([0-9a-f]{16}|)~[0-9a-f]{8}\.jsonl$/;

/** The position of a part as text that sorts like the number. */
export function orderText(order: number): string {
  return String(Math.max(0, Math.floor(order))).padStart(stemDigits, "0");
}

/** The name of a part. `order`: milliseconds since 1970, or more when there is one of that time already. */
export function partName(order: number, writer: string): string {
  return `${orderText(order)}-${writer}.jsonl`;
}

/**
 * The name of a part that is joined of others. It sorts directly behind the last of them: whoever lists the parts while those
 * are being deleted, and misses one, sees what it went into.
 *
 * @param ends - Where it begins and ends.
 * @param known - What it says about the log.
 * @param id - 8 hexadecimal digits: two that join the same parts at the same time must not write the same object.
 */
export function joinedName({ stem, firstStem }: Pick<Part, "stem" | "firstStem">, known: Joined, id: string): string {
  return `${stem}~${firstStem}~${known.asOfMs}~${known.digest}~${id}.jsonl`;
}

/** The part that a listing tells of; `undefined` when the object is none. `name`: the end of its key. */
export function parsePart(listed: Listed, name: string): Part | undefined {
  const [, stem] = plain.exec(name) ?? [];
  if (stem !== undefined) return { ...listed, name, stem, firstStem: stem };
  const [, last, first, asOf, digest] = joined.exec(name) ?? [];
  if (last === undefined || first === undefined || digest === undefined) return undefined;
  return { ...listed, name, stem: last, firstStem: first, joined: { asOfMs: Number(asOf), digest } };
}

/** The position in a stem. */
export function orderOf(stem: string): number {
  return Number(stem.slice(0, stemDigits));
}
