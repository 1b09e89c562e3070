/**
 * What a schema library offers by the Standard Schema specification, version 1: as much of it as is used here. Schemas of
 * zod, valibot, arktype and many others are of this shape.
 */
export interface StandardSchema<TInput = unknown, TOutput = TInput> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    /** Checks a value, and gives what the schema makes of it. */
    readonly validate: (value: unknown) => SchemaResult<TOutput> | Promise<SchemaResult<TOutput>>;
    /** For the compiler alone. */
    readonly types?: { readonly input: TInput; readonly output: TOutput } | undefined;
  };
}

/** What a schema says of a value: its output, or what is wrong. */
export type SchemaResult<TOutput = unknown> =
  | { readonly value: TOutput; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One thing that is wrong with a value. */
export interface SchemaIssue {
  readonly message: string;
  /** Where: keys from the outside in, plain or inside objects. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The type that the schema `TSchema` accepts. */
export type InputOf<TSchema extends StandardSchema> = NonNullable<TSchema["~standard"]["types"]>["input"];

/** The type of what the schema `TSchema` gives. */
export type OutputOf<TSchema extends StandardSchema> = NonNullable<TSchema["~standard"]["types"]>["output"];

/** True for a schema by the specification; some libraries have functions as schemas. */
export function isSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const { "~standard": standard } = value as Partial<StandardSchema>; // checked on the next line
  return typeof standard === "object" && typeof standard.validate === "function";
}
