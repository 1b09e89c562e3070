import { BurrError } from "@burrjs/core";

/**
 * A prefix for names in a database, checked.
 *
 * @param option - What the user calls it.
 * @param prefix - What the user gave; "burr", if nothing.
 * @returns A letter or `_`, and at most 40 letters, digits or `_` after it.
 * @throws `invalid-option`, when it is something else.
 */
export function checkedPrefix(option: string, prefix = "burr"): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,40}$/.test(prefix)) return prefix;
  throw new BurrError(
    "invalid-option",
    `\`${option}\` must be a letter or \`_\`, and at most 40 letters, digits or \`_\` after it.`,
    { option },
  );
}
