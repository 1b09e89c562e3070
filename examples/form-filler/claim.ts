import { burr, type StateOf } from "@burrjs/core";
import * as v from "valibot";
import { z } from "zod";
import { isIban, readAmount, readDay } from "./read-text.ts";

const isPast = (day: string): boolean => day <= new Date().toISOString().slice(0, 10);

/** The form: a schema per field. These are of zod … */
const person = {
  name: z.string().trim().min(2).max(80),
  email: z.email(),
  policy: z.string().trim().toUpperCase().regex(/^[A-Z]{2}-\d{6}$/, "It must be two letters, a dash and six digits"), // prettier-ignore
};

/** … and these of valibot: any library that follows Standard Schema will do, side by side. */
const event = {
  kind: v.picklist(["theft", "damage", "loss"], "It must be theft, damage or loss"),
  happenedOn: v.pipe(v.string(), v.isoDate("It must be a day, as in 14 March 2025"), v.check(isPast, "It is in the future")), // prettier-ignore
  amount: v.pipe(v.number("It must be an amount"), v.minValue(1, "It must be 1 or more"), v.maxValue(50_000, "We pay 50,000 at most")), // prettier-ignore
  iban: v.pipe(v.string(), v.transform((text) => text.replaceAll(" ", "").toUpperCase()), v.check(isIban, "It has a typing error")), // prettier-ignore
};

/** The fields of the form. */
const fields = { ...person, ...event };

/** A form that is complete. */
export type Claim = StateOf<typeof fields>;
export type Field = keyof Claim;
/** A form of which some fields may be known. */
export type Form = { readonly [TField in Field]?: Claim[TField] | undefined };
export const fieldNames = Object.keys(fields) as Field[];

/** A form of which nothing is known. */
export const emptyForm = {
  name: undefined,
  email: undefined,
  policy: undefined,
  kind: undefined,
  happenedOn: undefined,
  amount: undefined,
  iban: undefined,
};

/** What people answer is text: these schemas make of it what the schemas of the fields want. */
export const answers = {
  ...fields,
  kind: v.pipe(v.string(), v.trim(), v.toLowerCase(), event.kind),
  happenedOn: v.pipe(v.string(), v.transform(readDay), event.happenedOn),
  amount: v.pipe(v.union([v.string(), v.number()]), v.transform(readAmount), event.amount),
};

/** What people are asked. */
export const questions: Readonly<Record<Field, string>> = {
  name: "What is your name?",
  email: "What is your e-mail address?",
  policy: "What is the number of your policy?",
  kind: "What is it: theft, damage or loss?",
  happenedOn: "On which day did it happen?",
  amount: "What is the damage, in euros?",
  iban: "To which account shall we pay (IBAN)?",
};

/** The state: the form, whose fields may be absent until they are known, and what is needed to fill it in. */
const schemas = {
  name: person.name.optional(),
  email: person.email.optional(),
  policy: person.policy.optional(),
  kind: v.optional(event.kind),
  happenedOn: v.optional(event.happenedOn),
  amount: v.optional(event.amount),
  iban: v.optional(event.iban),
  /** What the person has said last, until it is read. */
  said: z.string(),
  /** Values that were read out of it, and that no schema has seen yet. */
  found: z.array(z.object({ field: z.enum(fieldNames), value: z.unknown() })).default([]),
  /** Why a value was refused, by field. */
  issues: z.partialRecord(z.enum(fieldNames), z.string()).default({}),
  isApproved: z.boolean().default(false),
};

/** Makes the actions and the application of this example. */
export const b = burr(schemas);

/** Whether all fields are there. */
export function isComplete(form: Form): form is Claim {
  return fieldNames.every((field) => form[field] !== undefined);
}

/** A value as it may be shown: of an account only the end. */
export function shown(field: Field, value: unknown): string {
  return field === "iban" ? `…${String(value).slice(-4)}` : String(value);
}

/** What may be an account. */
const ibans = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b/gi;

/** A text as it may be shown. */
export function withoutAccounts(text: string): string {
  return text.replaceAll(ibans, (iban) => shown("iban", iban));
}
