import { isRecord } from "./freeze.ts";

/** Whether two values have the same content: the same values at the same keys, whichever objects hold them. */
export function hasSameContent(one: unknown, other: unknown): boolean {
  return Object.is(one, other) || areAlike(one, other, new Map());
}

/** `pairs`: what is being compared already, for values that contain themselves. */
function areAlike(one: unknown, other: unknown, pairs: Map<object, object>): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (pairs.get(one) === other) return true;
  pairs.set(one, other);
  const have = (items: readonly unknown[], others: readonly unknown[]): boolean =>
    items.length === others.length && items.every((item, index) => areAlike(item, others[index], pairs));
  if (Array.isArray(one)) return Array.isArray(other) && have(one, other);
  if (isRecord(one)) {
    const keys = Object.keys(one);
    return (
      isRecord(other) &&
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && areAlike(one[key], other[key], pairs))
    );
  }
  if (one instanceof Date) return other instanceof Date && Object.is(one.getTime(), other.getTime());
  if (one instanceof Map) return other instanceof Map && have([...one], [...other]);
  if (one instanceof Set) return other instanceof Set && have([...one], [...other]);
  return false; // of other objects only they themselves know what they hold
}

/** A copy of lists, plain objects, dates, maps and sets, down to their leaves; nothing in it is frozen. Other objects are shared. */
export function copyContent(value: unknown): unknown {
  return copyOf(value, new Map());
}

/** `copies`: of the objects around, for values that contain themselves. */
function copyOf(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (copies.has(value)) return copies.get(value);
  const noted = <TCopy>(copy: TCopy): TCopy => {
    copies.set(value, copy);
    return copy;
  };
  if (value instanceof Date) return noted(new Date(value));
  if (Array.isArray(value)) {
    const list: unknown[] = noted([]);
    for (const item of value) list.push(copyOf(item, copies));
    return list;
  }
  if (value instanceof Map) {
    const map = noted(new Map());
    for (const [key, one] of value) map.set(copyOf(key, copies), copyOf(one, copies));
    return map;
  }
  if (value instanceof Set) {
    const set = noted(new Set());
    for (const one of value) set.add(copyOf(one, copies));
    return set;
  }
  if (!isRecord(value)) return value;
  const record: Record<string, unknown> = noted({});
  for (const [key, one] of Object.entries(value)) {
    // Defined, not assigned: "__proto__" may be a key like any other.
    Object.defineProperty(record, key, { value: copyOf(one, copies), enumerable: true, configurable: true, writable: true }); // prettier-ignore
  }
  return record;
}
