/** The same fields, of which those that may be undefined may be missing instead. */
export type Given<TFields> = { [TName in keyof TFields]: Exclude<TFields[TName], undefined> };

/**
 * Leaves out the fields that are `undefined`: that is no value of an option.
 *
 * @param fields - The fields.
 * @returns Those that have a value.
 */
export function given<TFields extends object>(fields: TFields): Given<TFields> {
  // What remains has no undefined, and a field that may be undefined is an optional one.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<TFields>;
}
