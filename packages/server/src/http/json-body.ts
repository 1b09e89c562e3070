import { isRefused, refused } from "../errors.ts";

/** What a body may be. */
export interface BodyLimits {
  readonly bytes: number;
  /** How deep objects and lists may be nested. */
  readonly depth: number;
}

/**
 * Reads the body of a request as text, up to a limit.
 *
 * @param request - The request. Its body may be gzip; the limit is that of what it holds.
 * @param maxBytes - The most bytes.
 * @returns The text.
 * @throws A refusal: 413 when there is more, 415 for another encoding, 400 when it is no UTF-8, or broken.
 */
export async function bodyText(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const body = decoded(request);
  if (body === null) return "";
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  // Not `for await`: leaving that would cancel the body, and with it the connection that the answer needs.
  const reader = body.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      chunks.push(value);
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(await new Blob(chunks).arrayBuffer());
  } catch (error) {
    if (isRefused(error)) throw error;
    throw invalidBody("The body broke off, or is no UTF-8.");
  }
}

function decoded(request: Request): ReadableStream<Uint8Array<ArrayBuffer>> | null {
  const encoding = request.headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (encoding === "identity" || request.body === null) return request.body;
  if (encoding === "gzip" && typeof DecompressionStream !== "undefined") {
    return request.body.pipeThrough(new DecompressionStream("gzip"));
  }
  const hint = "Send it as it is, or as gzip.";
  throw refused(415, { code: "unsupported_media_type", message: "The body has an unknown encoding.", hint });
}

/**
 * Reads the body of a request as JSON.
 *
 * @param request - The request.
 * @param limits - What it may be.
 * @returns The value; `undefined` for an empty body.
 * @throws A refusal: 413, 415, or 400 when it is no JSON or nested too deep.
 */
export async function jsonBody(request: Request, limits: BodyLimits): Promise<unknown> {
  const text = await bodyText(request, limits.bytes);
  if (text === "") return undefined;
  if (!isJsonType(request.headers.get("content-type"))) {
    const hint = "Send `Content-Type: application/json`.";
    throw refused(415, { code: "unsupported_media_type", message: "The body has to be JSON.", hint });
  }
  if (jsonDepth(text) > limits.depth) throw invalidBody(`The body is nested deeper than ${limits.depth} levels.`);
  try {
    return JSON.parse(text);
  } catch {
    throw invalidBody("The body is no JSON.");
  }
}

/**
 * Tells whether a content type is that of JSON.
 *
 * @param type - The header.
 * @returns Whether it is.
 */
export function isJsonType(type: string | null): boolean {
  return /^application\/json\s*(;|$)/i.test(type ?? "");
}

/**
 * Tells how deep JSON is nested, before anything parses it.
 *
 * @param text - JSON, or what claims to be.
 * @returns The most brackets that are open at once.
 */
export function jsonDepth(text: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) most = Math.max(most, ++depth);
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return most;
}

function tooLarge(maxBytes: number): Error {
  const message = `The body has more than ${maxBytes} bytes.`;
  const headers = { connection: "close" };
  return refused(413, { code: "body_too_large", message, hint: "Send it in parts.", headers });
}

function invalidBody(message: string): Error {
  return refused(400, { code: "invalid_body", message, hint: "GET /api/v1/openapi.json tells what is expected." });
}
