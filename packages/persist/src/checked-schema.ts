import { BurrError } from "@burrjs/core";

/**
 * Fails unless this program knows the schema of the data that it found.
 *
 * @param found - The version that is stored.
 * @param known - The latest version that this program knows.
 * @param option - What the user calls the prefix of the store.
 * @throws `unknown-schema`, when a newer version of this package has been there.
 */
export function checkSchema(found: number, known: number, option: string): void {
  if (found <= known) return;
  throw new BurrError(
    "unknown-schema",
    `The data have version ${found} of the schema, and this program knows versions up to ${known}. Update @burrjs/persist, or choose another \`${option}\`.`,
    { found, known },
  );
}
