import { BurrError, type ErrorDetails } from "../errors.ts";
import { ignoreRejection, isPromiseLike } from "../promises.ts";
import { copyContent, hasSameContent } from "./content.ts";
import { freezeDeep } from "./freeze.ts";
import { type PlainIssue, plainIssues } from "./issues.ts";
import { type Data, valueAt } from "./operations.ts";
import type { Schemas } from "./schemas.ts";
import type { SchemaIssue, SchemaResult, StandardSchema } from "./standard-schema.ts";

/** Issues that a message names; `details` has more. */
const mostNamed = 3;

/** Whose values are validated, for messages, and how. */
export interface Validation {
  /** `Action "ask"` */
  readonly subject: string;
  /** What the subject did: `wrote`. */
  readonly verb: string;
  /** Whether outputs that take the place of values are frozen. */
  readonly freeze: boolean;
  /** Leave schemas out that turn out to be async: for where nobody can wait. */
  readonly skipsAsync?: boolean;
}

/**
 * What the schema makes of `value`; a promise of it, if the schema is async. Throws, or rejects with, `invalid-value`.
 *
 * @param schema - Of any library.
 * @param value - What came from outside.
 * @param subject - What the value is, at the beginning of a sentence: `Input "prompt" of action "ask"`.
 * @param key - Its name in the details of the error.
 * @returns The output of the schema.
 */
export function validateValue(schema: StandardSchema, value: unknown, subject: string, key = ""): unknown {
  const accept = (result: SchemaResult): unknown => {
    if (result.issues === undefined) return result.value;
    const issues = plainIssues(schema["~standard"].vendor, result.issues, value);
    const places = named(issues, result.issues.length, (path) =>
      path === "" ? "" : `at ${path.replace(/^\./, "")}: `,
    );
    throw invalidValue(
      { subject, key, issues },
      `${subject} does not fit its schema: ${places}. Pass what it accepts.`,
    );
  };
  const result = resultOf(schema, value, { subject, key });
  return result instanceof Promise ? result.then(accept) : accept(result);
}

/**
 * `data`, its values at `keys` validated; keys that are absent or have no schema are passed over. Where an output has the
 * content of its value, the value stays, so that `data` itself comes back when no schema changes anything.
 */
export function validateKeys(
  schemas: Schemas,
  data: Data,
  keys: Iterable<string>,
  { subject, verb, freeze, skipsAsync = false }: Validation,
): Data | Promise<Data> {
  const changed: Record<string, unknown> = {};
  const pending: Promise<void>[] = [];
  for (const key of keys) {
    const schema = schemas.get(key);
    if (schema === undefined || !Object.hasOwn(data, key)) continue;
    const value = valueAt(data, key);
    const accept = (result: SchemaResult): void => {
      if (result.issues !== undefined) {
        const issues = plainIssues(schema["~standard"].vendor, result.issues, value);
        const remedy =
          "Write what its schema accepts, or change the schema, which has to accept its own output as well.";
        throw invalidValue(
          { subject, key, issues },
          `${subject} ${verb} ${placesIn({ key, issues }, result.issues.length)}. ${remedy}`,
        );
      }
      if (hasSameContent(value, result.value)) return;
      if (freeze) freezeDeep(result.value);
      changed[key] = result.value;
    };
    const result = resultOf(schema, value, { subject, key });
    if (!(result instanceof Promise)) accept(result);
    else if (skipsAsync) ignoreRejection(result);
    else {
      const accepting = result.then(accept);
      ignoreRejection(accepting); // another key may fail before anybody waits for this one
      pending.push(accepting);
    }
  }
  const finish = (): Data => (Object.keys(changed).length === 0 ? data : { ...data, ...changed });
  return pending.length === 0 ? finish() : Promise.all(pending).then(finish);
}

/** Libraries that never change a value in place. Others get a copy: arktype, for one, fails where it has to change a frozen list. */
const careful = new Set(["zod", "valibot"]);

/** What the schema says. That it throws is no answer. */
function resultOf(
  schema: StandardSchema,
  value: unknown,
  about: { readonly subject: string; readonly key: string },
): SchemaResult | Promise<SchemaResult> {
  const fail = (error: unknown): never => {
    const issues = [{ path: "", message: "the schema threw an error" }];
    const place = about.key === "" ? "a value" : `"${about.key}"`;
    const message = `${about.subject}: the schema for ${place} threw an error, which is the cause of this one. Correct the schema.`;
    throw invalidValue({ ...about, issues }, message, { cause: error });
  };
  try {
    const standard = schema["~standard"];
    const result = standard.validate(careful.has(standard.vendor) ? value : copyContent(value));
    return isPromiseLike(result) ? Promise.resolve(result).then(conforming).then(undefined, fail) : conforming(result);
  } catch (error) {
    return fail(error);
  }
}

/** What a schema gave, if it is what the Standard Schema interface asks for. */
function conforming(result: SchemaResult): SchemaResult {
  const { issues } = result;
  const isRight =
    issues === undefined
      ? typeof result === "object" && "value" in result
      : Array.isArray(issues) && issues.every(({ message }: SchemaIssue) => typeof message === "string");
  if (isRight) return result;
  throw new TypeError("validate() gave neither { value } nor { issues }, a list, as Standard Schema asks for.");
}

/** What is wrong with the value of a key of state, as in `"history"[2].role: Invalid option`. */
export function placesIn(
  { key, issues }: Pick<ErrorDetails["invalid-value"], "key" | "issues">,
  count: number = issues.length,
): string {
  return named(issues, count, (path) => `"${key}"${path}: `);
}

function named(issues: readonly PlainIssue[], count: number, place: (path: string) => string): string {
  const shown = issues.slice(0, mostNamed).map(({ path, message }) => place(path) + message);
  return [...shown, ...(count > mostNamed ? [`and ${count - mostNamed} more`] : [])].join("; ");
}

function invalidValue(
  details: ErrorDetails["invalid-value"],
  message: string,
  options?: ErrorOptions,
): BurrError<"invalid-value"> {
  return new BurrError("invalid-value", message, details, options);
}
