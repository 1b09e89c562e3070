import { BurrError, type Data, type FullOperations } from "@burrjs/core";

/** The compiler refuses this when the core has other operations. */
const reserved: Readonly<Record<keyof FullOperations<object>, true>> = {
  update: true,
  append: true,
  extend: true,
  increment: true,
  delete: true,
  get: true,
  toJSON: true,
};

/** New names of keys, by the names they have in the stored state. */
export type Renames = ReadonlyMap<string, string>;

/**
 * The keys of a stored state that are the user's, under the names of `renames`. Keys that start with "__" are the
 * engine's and left out, unless they are renamed.
 *
 * @throws BurrError "invalid-key", when a name is reserved here, or would be there twice.
 */
export function userState(stored: Data, renames: Renames): Data {
  const entries = Object.entries(stored)
    .filter(([key]) => renames.has(key) || !key.startsWith("__"))
    .map(([key, value]) => [renames.get(key) ?? key, value] as const);
  const state = Object.fromEntries(entries);
  const refused = Object.keys(state).filter(isReserved);
  if (refused.length > 0) {
    throw new BurrError(
      "invalid-key",
      `The stored state has keys with reserved names, those of state's operations: ${quoted(refused)}. Rename them: pass ` +
        `\`rename: { ${refused.map((key) => `${key}: "…"`).join(", ")} }\` to the loader.`,
      { keys: refused },
    );
  }
  const keys = entries.map(([key]) => key);
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  if (twice.length > 0) {
    throw new BurrError(
      "invalid-key",
      `After \`rename\` two keys of the stored state have one name: ${quoted(twice)}. Choose another name in the loader's ` +
        "`rename`.",
      { keys: twice },
    );
  }
  return state;
}

/** The renames of a user's option, checked as far as is possible without a state. */
export function checkedRenames(rename: Readonly<Record<string, string>>): Renames {
  const refused = Object.values(rename).filter((name) => isReserved(name) || name.startsWith("__"));
  if (refused.length > 0) {
    throw new BurrError(
      "invalid-option",
      `The option "rename" gives a name that is reserved: ${quoted(refused)}. Choose one that does not start with "__" and ` +
        `is none of ${Object.keys(reserved).join(", ")}.`,
      { option: "rename" },
    );
  }
  return new Map(Object.entries(rename));
}

function isReserved(key: string): boolean {
  return Object.hasOwn(reserved, key);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
