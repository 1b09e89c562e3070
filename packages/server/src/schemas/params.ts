import { isTimeZone, parsePrices, type Price } from "@burrjs/protocol";
import * as z from "zod";

const deviceName = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])([.:]|$)/i;

// Projects and ids are looked up in lists and never become paths; what is refused here can be no name of a log at all.
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const isId = (id: string): boolean => !/[\0-\x1f\x7f\p{Surrogate}]/u.test(id) && id !== "." && id !== "..";
const isFolderName = (name: string): boolean =>
  isId(name) && !/^\.|[/\\]|[. ]$/.test(name) && !deviceName.test(name) && new TextEncoder().encode(name).length <= 255;

const projectName = z
  .string()
  .min(1)
  .max(255)
  .refine(isFolderName, "is no name of a project")
  .meta({ description: "The project, percent-encoded once." });

/** The id of an application. */
export const appId = z
  .string()
  .min(1)
  .max(1024)
  .refine(isId, "is no id of an application")
  .meta({ description: "The id of the application, percent-encoded once." });

/** A partition in a path. */
export const partition = appId.meta({
  description: "The partition key, percent-encoded once; `~`: none (and `%7E` as well: a key `~` cannot be asked for).",
});

/** The parameters of what is about a project. */
export const projectParams = z.object({ project: projectName });
/** The parameters of what is about an application. */
export const runParams = z.object({ project: projectName, partition, app: appId });

/** A whole number from 0. */
export const count = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** The id of a step. Logs of other programs may have any whole number. */
export const sequenceId = z.coerce.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
/** The parameters of what is about a step. */
export const stepParams = runParams.extend({ seq: sequenceId });

/** Which of the steps with one id. */
export const repeat = count
  .optional()
  .meta({ description: "Which of the steps with this id, from 0. Default: the last." });
/** The continuation of a list. */
export const cursor = z.string().max(4096).optional().meta({ description: "`next` of the page before, as it is." });
/** A query. */
export const query = z
  .string()
  .max(10_000)
  .optional()
  .meta({ description: "The query language of the lists; default: all." });
/** Prices of models. */
export const prices = z.string().max(20_000).transform(pricesOf).optional().meta({
  description:
    'Prices that count before those of the built-in list, for `cost`: JSON, as `[{"model":"gull-*","input":1,"cached":0.1,"output":4}]`, in dollars per million tokens.',
});
/** A time zone. */
export const zone = z
  .string()
  .max(100)
  .refine(isTimeZone, "is no time zone, such as Europe/Berlin")
  .optional()
  .meta({ description: "The time zone whose days and times are meant, as `Europe/Berlin`. Default: UTC." });
/** A JSON Pointer. */
export const pointer = z
  .string()
  .max(16_384)
  .regex(/^(\/([^~]|~[01])*)?$/)
  .meta({ description: "A JSON Pointer (RFC 6901), as `/history/0`; empty: the whole." });

/**
 * Makes the schema of the size of a page.
 *
 * @param usual - When none is given.
 * @returns The schema.
 */
export function limit(usual: number): z.ZodDefault<z.ZodCoercedNumber> {
  return z.coerce.number().int().min(1).max(1000).default(usual);
}

function pricesOf(text: string, context: z.RefinementCtx): readonly Price[] {
  try {
    return parsePrices(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: "is no JSON" });
    return z.NEVER;
  }
}
