import { isMissingValue, isObject, isTagged } from "@burrjs/protocol";

/**
 * `today`, with those values of the record in place that the log does not tell (redacted, not storable, gone): so that they do not
 * count as different.
 */
export function graftMissing(recorded: unknown, today: unknown): unknown {
  if (isMissingValue(recorded)) return recorded;
  if (isMissingValue(today)) return recorded;
  if (Array.isArray(recorded) && Array.isArray(today)) {
    return today.map((item: unknown, index): unknown =>
      index < recorded.length ? graftMissing(recorded[index], item) : item,
    );
  }
  if (!isObject(recorded) || !isObject(today)) return today;
  if (isTagged(recorded) && isTagged(today) && recorded.$burr !== today.$burr) return today;
  return Object.fromEntries(
    Object.entries(today).map(([key, value]) => [
      key,
      Object.hasOwn(recorded, key) ? graftMissing(recorded[key], value) : value,
    ]),
  );
}
