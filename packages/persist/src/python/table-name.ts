import { BurrError } from "@burrjs/core";

/**
 * `name`, once it is certain that it can stand in SQL. It stands there without quotes, as it does in Python Burr's own
 * statements: PostgreSQL then reads both in lower case.
 */
export function checkedName(name: string, option: "tableName" | "schema"): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(name)) return name;
  throw new BurrError(
    "invalid-option",
    `The option "${option}" must be a name of at most 63 letters, digits and underscores that does not start with a digit.`,
    { option },
  );
}
