import type { ErrorClass } from "../graph/on-error.ts";
import type { InputOf, OutputOf, StandardSchema } from "../state/standard-schema.ts";

/** The schemas of the answers that an action may ask for, by name. */
export type AnswerSchemas = Readonly<Record<string, StandardSchema>>;

type IsUnion<T, TAll = T> = T extends unknown ? ([TAll] extends [T] ? false : true) : never;

/**
 * What `onAnswer` gets: the answers by name. Of an action that asks for one thing only, that one is there; of others, those
 * that `run` has asked for.
 */
export type AnswersOf<TAnswers extends AnswerSchemas> = string extends keyof TAnswers
  ? Readonly<Record<string, unknown>>
  : true extends IsUnion<keyof TAnswers>
    ? { readonly [TName in keyof TAnswers]?: OutputOf<TAnswers[TName]> }
    : { readonly [TName in keyof TAnswers]: OutputOf<TAnswers[TName]> };

/** What an answer has to be for its schema to accept it. */
export type AnswerFor<TAnswers extends AnswerSchemas, TName extends keyof TAnswers> = string extends keyof TAnswers
  ? unknown
  : InputOf<TAnswers[TName]>;

/** What `ctx.error` of an action is that handles these classes. */
export type ErrorOf<THandles extends readonly ErrorClass[]> =
  THandles[number] extends ErrorClass<infer TError> ? TError : unknown;
