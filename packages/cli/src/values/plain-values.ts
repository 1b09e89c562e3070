import { isObject, isTagged } from "@burrjs/protocol";

/**
 * A value of the log as JSON that anybody can read, such as Burr for Python: dates as text, maps as objects, sets as lists,
 * large integers as text. What JSON cannot say is `null`.
 */
export function plainValue(value: unknown): unknown {
  if (isTagged(value)) return plainTag(value.$burr, value.value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainValue(one)]));
}

function plainTag(kind: string, value: unknown): unknown {
  switch (kind) {
    case "undefined":
      return null;
    case "redacted":
      return "‹redacted›";
    case "omitted":
      return `‹${String(value)}›`;
    case "map":
      return plainMap(value);
    case "sparse":
      return plainSparse(value);
    case "error":
      return isObject(value) ? { type: value["type"], message: value["message"] } : null;
    case "regexp":
      return Array.isArray(value) ? `/${String(value[0])}/${String(value[1])}` : null;
    default: // dates, URLs, large and special numbers as text; sets as lists; the rest as what it is made of
      return plainValue(value ?? null);
  }
}

function plainMap(value: unknown): unknown {
  const entries = Array.isArray(value) ? value.filter((one) => Array.isArray(one)) : [];
  const plain = entries.map((entry: readonly unknown[]) => [plainValue(entry[0]), plainValue(entry[1])] as const);
  return plain.every(([key]) => typeof key === "string") ? Object.fromEntries(plain) : plain;
}

function plainSparse(value: unknown): unknown {
  const [length, items] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const list: unknown[] = Array.from({ length: Math.min(Number(length), 1_000_000) }, () => null);
  for (const entry of Array.isArray(items) ? (items as readonly unknown[]) : []) {
    if (Array.isArray(entry)) list[Number(entry[0])] = plainValue(entry[1]);
  }
  return list;
}
