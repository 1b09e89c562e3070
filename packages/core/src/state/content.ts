import { isRecord } from "./freeze.ts";

/** Whether two values have the same content: the same values at the same keys, whichever objects hold them. */
export function hasSameContent(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one)) return Array.isArray(other) && haveSameItems(one, other);
  if (isRecord(one)) {
    if (!isRecord(other)) return false;
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && hasSameContent(one[key], other[key]))
    );
  }
  if (one instanceof Date) return other instanceof Date && Object.is(one.getTime(), other.getTime());
  if (one instanceof Map) return other instanceof Map && haveSameItems([...one], [...other]);
  if (one instanceof Set) return other instanceof Set && haveSameItems([...one], [...other]);
  return false; // of other objects only they themselves know what they hold
}

function haveSameItems(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, index) => hasSameContent(item, other[index]));
}

/** A copy of lists, plain objects, dates, maps and sets, down to their leaves. Other objects are shared. */
export function copyContent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyContent);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copyContent(one)]));
  if (value instanceof Date) return new Date(value);
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [copyContent(key), copyContent(one)]));
  return value instanceof Set ? new Set([...value].map(copyContent)) : value;
}
