import { type } from "arktype";
import * as v from "valibot";
import { z } from "zod";
import { type Burr, burr, input, type SchemaInput, type StateSchemas } from "../index.ts";

/** A state that is described in three libraries below. */
export interface Chat {
  name: string;
  history: Message[];
  count: number;
  note: string | undefined;
}

/** A message of a chat, as the schemas below describe it. */
export interface Message {
  role: "user" | "assistant";
  text: string;
}

const zodMessage = z.object({ role: z.enum(["user", "assistant"]), text: z.string() });
/** In zod. */
export const zodSchemas = {
  name: z.string().trim().min(1),
  history: z.array(zodMessage).default([]),
  count: z.number().max(5).default(0),
  note: z.string().optional(),
};
/** An input that has to be a text of three letters, and one that becomes a number. */
export const zodInputs = {
  word: input(z.string().min(3)),
  limit: input(z.string().transform(Number).default(3)),
};

const valibotMessage = v.object({ role: v.picklist(["user", "assistant"]), text: v.string() });
/** In valibot. */
export const valibotSchemas = {
  name: v.pipe(v.string(), v.trim(), v.minLength(1)),
  history: v.optional(v.array(valibotMessage), []),
  count: v.optional(v.pipe(v.number(), v.maxValue(5)), 0),
  note: v.optional(v.string()),
};
/** As `zodInputs`. */
export const valibotInputs = {
  word: input(v.pipe(v.string(), v.minLength(3))),
  limit: input(v.optional(v.pipe(v.string(), v.transform(Number)), "3")),
};

const arktypeMessage = type({ "+": "delete", role: "'user' | 'assistant'", text: "string" });
const fallingBack =
  <TValue>(fallback: () => TValue) =>
  (value: TValue | undefined) =>
    value ?? fallback();
/** In arktype, whose defaults are only for keys of objects: here it is a morph of `undefined`. */
export const arktypeSchemas = {
  name: type("string.trim").to("string > 0"),
  history: arktypeMessage.array().or("undefined").pipe(fallingBack((): Message[] => [])), // prettier-ignore
  count: type("number <= 5 | undefined").pipe(fallingBack(() => 0)),
  note: type("string | undefined"),
};
/** As `zodInputs`. */
export const arktypeInputs = {
  word: input(type("string >= 3")),
  limit: input(type("string | undefined").pipe((text): number => Number(text ?? "3"))),
};

/** One library's schemas, and what they make; all have the same types. */
export interface Library {
  readonly library: string;
  readonly schemas: StateSchemas;
  readonly b: Burr<Chat, "history" | "count">;
  readonly inputs: {
    readonly word: SchemaInput<string, string, false>;
    readonly limit: SchemaInput<string | undefined, number, true>;
  };
}

/** For tests that have to hold in every library. */
export const libraries: readonly Library[] = [
  { library: "zod", schemas: zodSchemas, b: burr(zodSchemas), inputs: zodInputs },
  { library: "valibot", schemas: valibotSchemas, b: burr(valibotSchemas), inputs: valibotInputs },
  { library: "arktype", schemas: arktypeSchemas, b: burr(arktypeSchemas), inputs: arktypeInputs },
];
