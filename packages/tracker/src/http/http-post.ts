import { ingestContentType, ingestPath } from "@burrjs/protocol";
import type { Clock } from "./clock.ts";
import { gzip } from "./gzip.ts";

/** `fetch`, as far as we call it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Whereto, and how. */
export interface HttpPostOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly fetch: Fetch | undefined;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly compress: boolean;
}

/** What a server said. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Its beginning. */
  readonly text: string;
}

/**
 * Sends bodies to the ingestion of a server. A call rejects when there is no answer, when it breaks off, or after
 * `timeoutMs`: then the server may have taken the body, or may not.
 */
export function httpPost(options: HttpPostOptions): (body: string, signal: AbortSignal) => Promise<HttpAnswer> {
  const { clock, timeoutMs } = options;
  const url = options.url.replace(/\/+$/, "") + ingestPath;
  const send = options.fetch ?? ((to, init) => fetch(to, init)); // looked up at each call: it may be replaced later
  let isCompressing = options.compress;

  async function post(body: string, signal: AbortSignal): Promise<HttpAnswer> {
    const plain = new TextEncoder().encode(body);
    const compressed = isCompressing ? await gzip(plain) : undefined;
    const headers: Record<string, string> = { "content-type": ingestContentType };
    if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
    if (compressed !== undefined) headers["content-encoding"] = "gzip";
    // A redirect is not followed: the token is for this address.
    const init: RequestInit = { method: "POST", headers, body: compressed ?? plain, signal, redirect: "manual" };
    const response = await send(url, init);
    const text = await response.text(); // an answer that breaks off is none
    // A server that does not know what it was sent may take it for something else.
    if ((response.status === 415 || response.status === 400) && compressed !== undefined) {
      isCompressing = false;
      return post(body, signal);
    }
    return { status: response.status, retryAfter: response.headers.get("retry-after"), text: text.slice(0, 300) };
  }

  return async (body, signal) => {
    const limit = new AbortController();
    const stop = (): void => limit.abort(signal.reason);
    const tooLate = (): void => limit.abort(new DOMException(`No answer within ${timeoutMs} ms.`, "TimeoutError"));
    const stopTimer = clock.after(timeoutMs, tooLate);
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await post(body, limit.signal);
    } finally {
      stopTimer();
      signal.removeEventListener("abort", stop);
    }
  };
}
