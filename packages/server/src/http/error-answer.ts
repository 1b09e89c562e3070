import type { Refusal } from "../errors.ts";

/**
 * Makes the answer to a request that failed: `{"error":{"code","message","hint"}}`, and `path` where a place in the body is meant.
 *
 * @param status - The HTTP status.
 * @param refusal - What it says.
 * @returns The answer.
 */
export function errorAnswer(status: number, { code, message, hint, path, headers }: Refusal): Response {
  const body = JSON.stringify({ error: { code, message, hint, path } });
  return new Response(body, { status, headers: { "content-type": "application/json", ...headers } });
}
