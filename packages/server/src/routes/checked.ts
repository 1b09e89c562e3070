import { validator } from "hono-openapi";
import type { ZodType } from "zod";
import { refused } from "../errors.ts";

/**
 * Checks the parameters of a path or a query, and documents them.
 *
 * @param target - Which.
 * @param schema - What they have to be.
 * @returns What stands before the route's handler, which gets them by `c.req.valid(target)`.
 */
// The type is what makes `c.req.valid()` know the parameters: only the library can say it.
export function checked<TTarget extends "param" | "query", TSchema extends ZodType>(target: TTarget, schema: TSchema) {
  return validator(target, schema, (result) => {
    if (result.success) return;
    const [issue] = result.error;
    const name = (issue?.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");
    throw invalidParameter(name, issue?.message ?? "is not as it has to be");
  });
}

/**
 * Makes the error for a parameter that cannot be.
 *
 * @param name - Of the parameter.
 * @param problem - What is wrong with it.
 * @returns The error, to be thrown.
 */
export function invalidParameter(name: string, problem: string): Error {
  const message = `The parameter \`${name}\`: ${problem}.`;
  return refused(400, {
    code: "invalid_parameter",
    message,
    hint: "GET /api/v1/openapi.json tells what it has to be.",
  });
}
