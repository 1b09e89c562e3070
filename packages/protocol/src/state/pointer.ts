/** A key as a part of a JSON Pointer (RFC 6901). */
export function escapePointer(key: string): string {
  return key.includes("~") || key.includes("/") ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

/** The keys that a JSON Pointer names, from the outermost on; `undefined` for a text that is no pointer. */
export function pointerKeys(pointer: string): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) return undefined;
  const keys = pointer.slice(1).split("/");
  if (!pointer.includes("~")) return keys;
  return keys.some((key) => /~(?![01])/.test(key))
    ? undefined
    : keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The position that a key names in a list of `length` items or right behind them; `undefined` for what is none. */
export function listIndex(key: string, length: number): number | undefined {
  if (!/^(?:0|[1-9]\d{0,9})$/.test(key)) return undefined;
  const index = Number(key);
  return index <= length ? index : undefined;
}

/** What stands at a JSON Pointer in a JSON value; `undefined` when there is nothing. Only own keys count. */
export function pointerGet(value: unknown, pointer: string): unknown {
  const keys = pointerKeys(pointer);
  if (keys === undefined) return undefined;
  let current = value;
  for (const key of keys) {
    if (Array.isArray(current)) {
      const index = listIndex(key, current.length);
      if (index === undefined) return undefined;
      current = current[index];
    } else if (typeof current === "object" && current !== null && Object.hasOwn(current, key)) {
      current = (current as Readonly<Record<string, unknown>>)[key];
    } else return undefined;
  }
  return current;
}
