import type { Redactions, ValuePath } from "./redact.ts";

/**
 * JSON as the codec has made it of an instance of a class, an error or such, without what rules hide in it. The parts of tags
 * count as parts of the value.
 */
export function redactJson(json: unknown, path: ValuePath, redactions: Redactions): unknown {
  if (redactions.rules.isEmpty || typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) {
    return json.map((item: unknown, index) => member(item, [...path, index], redactions));
  }
  const tag: unknown = Object.hasOwn(json, "$burr") ? Reflect.get(json, "$burr") : undefined;
  if (typeof tag === "string") {
    const value: unknown = redactJson(Reflect.get(json, "value"), path, redactions);
    return { $burr: tag, value: tag === "error" ? cleanError(value, redactions) : value };
  }
  const entries = Object.entries(json).map(([key, item]) => [key, member(item, [...path, key], redactions)] as const);
  return Object.fromEntries(entries);
}

function member(item: unknown, path: ValuePath, redactions: Redactions): unknown {
  const verdict = redactions.rules.verdict(path, item);
  if (verdict === undefined) return redactJson(item, path, redactions);
  if ("hide" in verdict) return redactions.tag(item, JSON.stringify(item));
  return JSON.stringify(verdict.replacement) === undefined ? null : verdict.replacement;
}

/** The parts of an error, whose texts may have what was hidden elsewhere. */
function cleanError(parts: unknown, redactions: Redactions): unknown {
  if (typeof parts !== "object" || parts === null) return parts;
  const entries = Object.entries(parts).map(([key, part]) => [key, typeof part === "string" ? redactions.clean(part) : (part as unknown)]); // prettier-ignore
  return Object.fromEntries(entries) as object;
}
