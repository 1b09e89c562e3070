import type { Gzip } from "../options.ts";
import { compressed } from "./compressed.ts";

/** How an answer is sent. */
export interface AnswerOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** How the body is compressed. Default: with what the web has for it. */
  readonly gzip?: Gzip | undefined;
}

/**
 * Answers with a value as JSON: with an `ETag`, as 304 when the client has it already, as gzip when it takes that.
 *
 * @param request - What is answered.
 * @param value - JSON.
 * @param options - How.
 * @returns The answer.
 */
export function answerJson(request: Request, value: unknown, options: AnswerOptions = {}): Promise<Response> {
  return answerText(request, jsonText(value), { ...options, type: "application/json" });
}

/**
 * Answers with text that was made already.
 *
 * @param request - What is answered.
 * @param text - The body.
 * @param options - How, and the media type.
 * @returns The answer.
 */
export function answerText(
  request: Request,
  text: string,
  options: AnswerOptions & { readonly type: string },
): Promise<Response> {
  return answerBytes(request, new TextEncoder().encode(text), options);
}

/**
 * Answers with bytes.
 *
 * @param request - What is answered.
 * @param bytes - The body.
 * @param options - How, and the media type.
 * @returns The answer.
 */
export async function answerBytes(
  request: Request,
  bytes: Uint8Array<ArrayBuffer>,
  options: AnswerOptions & { readonly type: string },
): Promise<Response> {
  const { status = 200, type, headers: more = {}, gzip } = options;
  const headers = new Headers({ "content-type": type, ...more });
  if (status === 200 && (request.method === "GET" || request.method === "HEAD")) {
    const etag = await etagOf(bytes);
    headers.set("etag", etag);
    if (matches(request.headers.get("if-none-match"), etag)) {
      headers.delete("content-type");
      return new Response(null, { status: 304, headers });
    }
  }
  const body = await compressed(bytes, headers, { accepted: request.headers.get("accept-encoding"), gzip });
  return new Response(body, { status, headers });
}

/**
 * Gives a value as JSON text.
 *
 * @param value - JSON.
 * @returns The text; `null` for what JSON has no text for.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}

async function etagOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).subarray(0, 12);
  // Weak: the same for the body as it is and as gzip.
  return `W/"${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
}

function matches(wanted: string | null, etag: string): boolean {
  const bare = etag.slice(2);
  return (wanted ?? "").split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === bare);
}
