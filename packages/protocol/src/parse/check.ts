import { isTimeText } from "../time/time-text.ts";

/** Says whether a value is what a field may hold, and in which words to ask for it. */
export interface Check {
  readonly wanted: string;
  readonly holds: (value: unknown) => boolean;
}

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object, and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Any value of JSON. */
export const anything: Check = { wanted: "a value", holds: () => true };

/** Text. */
export const text: Check = { wanted: "text", holds: (value) => typeof value === "string" };

/** A point in time as text, with or without a zone. */
export const time: Check = {
  wanted: "a time",
  holds: (value) => typeof value === "string" && isTimeText(value),
};

/** A whole number without loss. */
export const whole: Check = { wanted: "a whole number", holds: Number.isSafeInteger };

/** A number that is not infinite. */
export const number: Check = { wanted: "a number", holds: Number.isFinite };

/** True or false. */
export const flag: Check = { wanted: "true or false", holds: (value) => typeof value === "boolean" };

/** An object with any fields. */
export const object: Check = { wanted: "an object", holds: isObject };

/** Null, or what `check` accepts. */
export function orNull(check: Check): Check {
  return { wanted: `${check.wanted} or null`, holds: (value) => value === null || check.holds(value) };
}

/** One of these texts. */
export function oneOf(...texts: readonly string[]): Check {
  const known = new Set<unknown>(texts);
  return { wanted: `one of ${texts.join(", ")}`, holds: (value) => known.has(value) };
}

/** A list of what `check` accepts. */
export function listOf(check: Check): Check {
  return {
    wanted: `a list, each item ${check.wanted}`,
    holds: (value) => Array.isArray(value) && value.every(check.holds),
  };
}

/** An object each value of which `check` accepts. */
export function recordOf(check: Check): Check {
  return {
    wanted: `an object, each value ${check.wanted}`,
    holds: (value) => isObject(value) && Object.values(value).every(check.holds),
  };
}

/** An object whose fields `fields` describes; other fields are let through. */
export function shape(wanted: string, fields: Readonly<Record<string, Field>>): Check {
  const rules = Object.entries(fields);
  return {
    wanted,
    holds: (value) =>
      isObject(value) &&
      rules.every(([name, { check, required }]) => {
        const field = value[name];
        return field === undefined || (field === null && !required) ? !required : check.holds(field);
      }),
  };
}

/** What a field of a record must be. */
export interface Field {
  readonly check: Check;
  readonly required: boolean;
  /** Makes what stands for it when it is missing. */
  readonly missing?: () => unknown;
}

/** A field that must be there. */
export function needed(check: Check): Field {
  return { check, required: true };
}

/** A field that may be missing; a null that it may not hold is taken as missing. */
export function optional(check: Check): Field {
  return { check, required: false };
}

/** A field that is filled in when it is missing, or null where it may not be null. */
export function filled(check: Check, missing: () => unknown): Field {
  return { check, required: false, missing };
}
