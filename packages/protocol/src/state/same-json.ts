import { isObject } from "../parse/check.ts";

/** Called for each value that is looked at; may throw to end it. */
export type Tick = () => void;

const free: Tick = () => {};

/** Whether two JSON values are the same; the order of keys does not count. */
export function sameJson(one: unknown, other: unknown, tick: Tick = free): boolean {
  tick();
  if (one === other) return true;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item: unknown, index) => sameJson(item, other[index], tick))
    );
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key], tick))
  );
}

/** A number that is the same for values that are the same, and most often another one for others. */
function hashJson(value: unknown, tick: Tick): number {
  tick();
  if (typeof value === "string") return hashText(value, 1);
  if (typeof value === "number") return hashText(String(value), 2);
  if (Array.isArray(value)) return value.reduce<number>((hash, item) => mix(hash, hashJson(item, tick)), 3);
  if (!isObject(value)) return value === null ? 4 : value === true ? 5 : 6;
  let sum = 7;
  // A sum, so that the order of keys does not count.
  for (const key of Object.keys(value)) sum = (sum + mix(hashText(key, 8), hashJson(value[key], tick))) | 0;
  return sum;
}

/**
 * Gives each value a number, equal ones the same one: what is compared often is compared as numbers.
 *
 * @returns What numbers values.
 */
export function numbering(tick: Tick = free): (value: unknown) => number {
  const byHash = new Map<number, { readonly value: unknown; readonly number: number }[]>();
  let next = 0;
  return (value) => {
    const hash = hashJson(value, tick);
    const alike = byHash.get(hash) ?? [];
    const known = alike.find((one) => sameJson(one.value, value, tick));
    if (known !== undefined) return known.number;
    alike.push({ value, number: next });
    byHash.set(hash, alike);
    return next++;
  };
}

function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return mix(hash, text.length);
}

function mix(hash: number, more: number): number {
  const mixed = Math.imul(hash ^ (more + 0x9e3779b9), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
