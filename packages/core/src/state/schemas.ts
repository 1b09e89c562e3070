import { BurrError } from "../errors.ts";
import { ignoreRejection, isPromiseLike } from "../promises.ts";
import { isRecord } from "./freeze.ts";
import { checkKeys } from "./keys.ts";
import type { Data } from "./operations.ts";
import { type InputOf, isSchema, type OutputOf, type SchemaResult, type StandardSchema } from "./standard-schema.ts";

/** A schema per key of state, for `burr()`. */
export type StateSchemas = Readonly<Record<string, StandardSchema>>;

/** The schemas of an application's state, by key. */
export type Schemas = ReadonlyMap<string, StandardSchema>;

/** The state that `TSchemas` describe: what the schemas give. */
export type StateOf<TSchemas extends StateSchemas> = {
  -readonly [TKey in keyof TSchemas]: OutputOf<TSchemas[TKey]>;
};

/** The keys that have a default: their schemas accept `undefined`, and give something else for it. */
export type DefaultedKeys<TSchemas extends StateSchemas> = {
  [TKey in keyof TSchemas]: AcceptsUndefined<InputOf<TSchemas[TKey]>> extends true
    ? undefined extends OutputOf<TSchemas[TKey]>
      ? never
      : TKey
    : never;
}[keyof TSchemas];

/** Whether a schema with this input accepts `undefined`. One that says nothing of its input (`unknown`) is no promise. */
export type AcceptsUndefined<TInput> = unknown extends TInput ? false : undefined extends TInput ? true : false;

/** The schemas that `burr()` was given, if they are schemas. */
export function checkedSchemas(schemas: unknown): Schemas {
  if (!isSchema(schemas) && isRecord(schemas)) return new Map(Object.entries(schemas).map(checkedEntry));
  if (isSchema(schemas)) {
    throw invalid(
      "schemas",
      "burr() was given one schema for the whole state. Pass one per key: burr({ prompt: z.string() }). " +
        "Those of an object schema are its `shape` (zod) or its `entries` (valibot).",
    );
  }
  throw invalid(
    "schemas",
    "burr() was given no schemas. Pass an object with one per key: burr({ prompt: z.string() }).",
  );
}

function checkedEntry([key, schema]: [key: string, schema: unknown]): [key: string, schema: StandardSchema] {
  checkKeys([key], "burr()");
  if (isSchema(schema)) return [key, schema];
  throw invalid(
    key,
    `burr() was given no schema for the key "${key}". Pass a Standard Schema, such as z.string() of zod; ` +
      "for types without schemas, write burr<State>().",
  );
}

/** What the schema says of `undefined`, unless it is async. */
export function resultForUndefined(schema: StandardSchema): SchemaResult | "later" {
  try {
    const result = schema["~standard"].validate(undefined);
    if (!isPromiseLike(result)) return result;
    ignoreRejection(result);
    return "later";
  } catch {
    return { issues: [] }; // what cannot even be asked does not accept it
  }
}

/** Whether the schema accepts `undefined`; `undefined` when it is async, and cannot be asked. */
export function acceptsUndefined(schema: StandardSchema): boolean | undefined {
  const result = resultForUndefined(schema);
  return result === "later" ? undefined : result.issues === undefined;
}

/** The keys that `data` lacks and that may be absent, as far as a sync schema can say. */
export function optionalKeys(schemas: Schemas, data: Data): string[] {
  // Only of those, since a schema may make a default anew whenever it is asked.
  const absent = [...schemas].filter(([key]) => !Object.hasOwn(data, key));
  return absent.filter(([, schema]) => acceptsUndefined(schema) === true).map(([key]) => key);
}

function invalid(option: string, message: string): BurrError {
  return new BurrError("invalid-option", message, { option });
}
