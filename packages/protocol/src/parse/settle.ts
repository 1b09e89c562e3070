import type { Field } from "./check.ts";

/** A field with its name. */
export interface NamedField extends Field {
  readonly name: string;
}

/** Fields as a list, in the order in which they are looked at. */
export function namedFields(fields: Readonly<Record<string, Field>>): readonly NamedField[] {
  return Object.entries(fields).map(([name, field]) => ({ ...field, name }));
}

const none: ReadonlySet<string> = new Set();

/**
 * Fills in the fields that are missing, and says what is wrong with the others, if anything is: with names of our own fields, and
 * never with a value.
 *
 * @param value - As `JSON.parse` has made it. It is changed: hand it over.
 * @param unchecked - Fields that are not looked at.
 */
export function settle(
  value: Readonly<Record<string, unknown>>,
  fields: readonly NamedField[],
  unchecked: ReadonlySet<string> = none,
): string | undefined {
  // The names that are written to are those of our tables, none of which is inherited.
  const record = value as Record<string, unknown>;
  for (const { name, check, required, missing } of fields) {
    const field = record[name];
    if (field === undefined) {
      if (required) return `"${name}" is missing`;
      if (missing !== undefined) record[name] = missing();
    } else if (!check.holds(field) && !unchecked.has(name)) {
      if (required || field !== null) return `"${name}" must be ${check.wanted}`;
      if (missing === undefined) delete record[name];
      else record[name] = missing();
    }
  }
  return undefined;
}
