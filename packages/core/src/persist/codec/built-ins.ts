import { arrayBufferKind, viewKinds } from "./byte-kinds.ts";
import { errorKind, errorNames } from "./error-kind.ts";
import { dateKind, mapKind, regexpKind, setKind, urlKind } from "./object-kinds.ts";
import { globalPrototype, nativeName } from "./realm.ts";
import type { Kind } from "./tagged.ts";

/** The kind of an object by its class, if that is one of the language that we store; also of another realm. */
export function builtInKind(value: object): Kind | undefined {
  // What is no function of the engine, as some classes of Node.js and of simulated browsers, we know by the prototype.
  return byPrototype.get(Object.getPrototypeOf(value)) ?? byName.get(nativeName(value) ?? "");
}

const byName: ReadonlyMap<string, Kind> = new Map([
  ["Date", dateKind],
  ["Map", mapKind],
  ["Set", setKind],
  ["RegExp", regexpKind],
  ["URL", urlKind],
  ["ArrayBuffer", arrayBufferKind],
  ...viewKinds,
  ...errorNames.map((name) => [name, errorKind] as const),
]);

/** All of them, once each. */
export const builtIns: readonly Kind[] = [...new Set(byName.values())];

const byPrototype = new Map<unknown, Kind>();
for (const [name, kind] of byName) {
  const prototype = globalPrototype(name);
  if (prototype !== undefined) byPrototype.set(prototype, kind);
}
