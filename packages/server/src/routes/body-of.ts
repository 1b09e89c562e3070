import type { ZodType } from "zod";
import { refused } from "../errors.ts";

/**
 * Reads the value of a body.
 *
 * @param schema - What it has to be.
 * @param value - What was sent.
 * @returns The value.
 * @throws A refusal, 400, that names the field.
 */
export function bodyOf<TValue>(schema: ZodType<TValue>, value: unknown): TValue {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = issue === undefined || issue.path.length === 0 ? "The body" : `\`${issue.path.map(String).join(".")}\``;
  const message = `${name}: ${issue?.message ?? "is not as it has to be"}.`;
  throw refused(400, { code: "invalid_body", message, hint: "GET /api/v1/openapi.json tells what is expected." });
}
