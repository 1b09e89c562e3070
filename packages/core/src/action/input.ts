import { BurrError } from "../errors.ts";
import { type AcceptsUndefined, acceptsUndefined } from "../state/schemas.ts";
import { type InputOf, isSchema, type OutputOf, type StandardSchema } from "../state/standard-schema.ts";
import type { TypeMistake } from "../state/view-types.ts";

declare const type: unique symbol;
declare const given: unique symbol;

/** A declared input of an action: its type, and whether callers may leave it out. */
export interface InputSpec<TValue, TOptional extends boolean = false> {
  readonly [type]?: TValue;
  readonly isOptional: TOptional;
  /** What the action gets when nobody passes the input. */
  readonly fallback: TValue | undefined;
  /** What the input is validated by, and made into what the action gets. */
  readonly schema?: StandardSchema;
}

/** A required input, as `input()` gives it. */
export interface RequiredInput<TValue> extends InputSpec<TValue> {
  /** The same input, but callers may leave it out: the action then gets `undefined`. */
  optional(): InputSpec<TValue, true>;
  /** The same input, but callers may leave it out: the action then gets `value`. */
  default(value: TValue): DefaultedInput<TValue>;
}

/** An input that callers may leave out and that the action always has. */
export interface DefaultedInput<TValue> extends InputSpec<TValue, true> {
  readonly hasDefault: true;
}

/** An input with a schema: callers pass what it accepts, the action gets what it gives. */
export interface SchemaInput<TGiven, TValue, TOptional extends boolean> extends InputSpec<TValue, TOptional> {
  readonly [given]?: TGiven;
  readonly schema: StandardSchema;
  /** The action has it in any case. */
  readonly hasDefault: true;
}

/** The declared inputs of an action, by name. */
export type InputSpecs = Readonly<Record<string, InputSpec<unknown, boolean>>>;

/** Declares an input of type `TValue`: `inputs: { prompt: input<string>() }`. */
export function input<TValue>(): RequiredInput<TValue>;
/**
 * Declares an input with a Standard Schema, which may be async: `inputs: { prompt: input(z.string().min(1)) }`. It is
 * validated before the step begins. Callers may leave it out when the schema accepts `undefined`.
 */
export function input<TSchema extends StandardSchema>(
  schema: TSchema,
): SchemaInput<InputOf<TSchema>, OutputOf<TSchema>, AcceptsUndefined<InputOf<TSchema>>>;
export function input(...schemas: readonly unknown[]): InputSpec<unknown, boolean> {
  const [schema] = schemas;
  if (schemas.length > 0) return schemaInput(schema);
  const plain: RequiredInput<unknown> = {
    isOptional: false,
    fallback: undefined,
    optional: () => ({ isOptional: true, fallback: undefined }),
    default: (value) => ({ isOptional: true, hasDefault: true, fallback: value }),
  };
  return plain;
}

function schemaInput(schema: unknown): SchemaInput<unknown, unknown, boolean> {
  if (isSchema(schema))
    return { isOptional: acceptsUndefined(schema) ?? true, fallback: undefined, hasDefault: true, schema };
  throw new BurrError(
    "invalid-option",
    "input() was given no schema. Pass a Standard Schema, such as z.string() of zod; for a type alone, write input<string>().",
    { option: "schema" },
  );
}

// By way of a member: so that messages show the keys, and not the name of this alias.
type Flat<T> = { flat: { [TKey in keyof T]: T[TKey] } }["flat"];
type ValueOf<TInput> = TInput extends InputSpec<infer TValue, boolean> ? TValue : never;
type GivenOf<TInput> = TInput extends SchemaInput<infer TGiven, unknown, boolean> ? TGiven : ValueOf<TInput>;

/** What the action's `run` gets for its declared inputs. */
export type InputsOf<TSpecs extends InputSpecs> = Flat<
  {
    readonly [
      TName in keyof TSpecs as TSpecs[TName] extends InputSpec<unknown> | DefaultedInput<unknown> ? TName : never
    ]: ValueOf<TSpecs[TName]>;
  } & {
    readonly [
      TName in keyof TSpecs as TSpecs[TName] extends InputSpec<unknown> | DefaultedInput<unknown> ? never : TName
    ]?: ValueOf<TSpecs[TName]>;
  }
>;

/** What callers pass for the declared inputs of an action. */
export type CallInputs<TSpecs extends InputSpecs> = Flat<
  { [TName in keyof TSpecs as TSpecs[TName] extends InputSpec<unknown> ? TName : never]: GivenOf<TSpecs[TName]> } & {
    [TName in keyof TSpecs as TSpecs[TName] extends InputSpec<unknown> ? never : TName]?: GivenOf<TSpecs[TName]>;
  }
>;

/** Refuses names of inputs that start with `__`: they are the engine's own. */
export type ReservedInputs<TSpecs> = {
  readonly [
    TName in keyof TSpecs & `__${string}`
  ]: TypeMistake<`the input '${TName}' starts with '__', which is reserved`>;
};
