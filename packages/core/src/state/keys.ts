import { BurrError, quoted } from "../errors.ts";

const operationNames = new Set(["update", "append", "extend", "increment", "delete", "get", "toJSON"]);

/** Refuses keys that state cannot hold: names of operations, and `__…`, which are the engine's own. */
export function checkKeys(keys: Iterable<string>, where: string): void {
  const refused = [...keys].filter((key) => operationNames.has(key) || key.startsWith("__"));
  if (refused.length === 0) return;
  throw new BurrError(
    "invalid-key",
    `${where} names the state ${refused.length > 1 ? "keys" : "key"} ${quoted(refused)}. Keys that start with "__" and the names of ` +
      `state's operations (${[...operationNames].join(", ")}) are reserved: choose another name.`,
    { keys: refused },
  );
}
