import { copyContent } from "./content.ts";
import type { Data } from "./operations.ts";
import { resultForUndefined, type Schemas } from "./schemas.ts";
import { validateKeys } from "./validate.ts";

/** The state that an application begins with: `given`, validated, and for keys that it lacks their defaults, made anew. */
export function initialValues(schemas: Schemas | undefined, given: Data): Data {
  if (schemas === undefined) return given;
  const checked = validateKeys(schemas, given, Object.keys(given), {
    subject: "The initial state",
    verb: "has",
    freeze: false, // as all of it is, by the application
    skipsAsync: true,
  }) as Data; // without async schemas it is no promise
  return { ...defaultsOf(schemas, given), ...checked };
}

function defaultsOf(schemas: Schemas, given: Data): Data {
  const values: Record<string, unknown> = {};
  for (const [key, schema] of schemas) {
    if (Object.hasOwn(given, key)) continue;
    const result = resultForUndefined(schema);
    if (result === "later" || result.issues !== undefined || result.value === undefined) continue;
    // What z.coerce.string() makes of it is no default.
    if (result.value !== "undefined") values[key] = copyContent(result.value);
  }
  return values;
}
