import { refused } from "../errors.ts";

const mostKeys = 1000;

/**
 * Remembers what was answered to requests with an `Idempotency-Key`, so that one that is sent again does nothing again.
 *
 * @returns What does a request: `work` is called once per key. Failures are forgotten.
 */
export function answersByKey<TAnswer>(): (
  key: string | undefined,
  body: string,
  work: () => Promise<TAnswer>,
) => Promise<TAnswer> {
  const known = new Map<string, { readonly digest: Promise<string>; readonly answer: Promise<TAnswer> }>();
  return async (key, body, work) => {
    if (key === undefined) return await work();
    const digest = digestOf(body);
    const before = known.get(key);
    if (before !== undefined) {
      if ((await before.digest) === (await digest)) return await before.answer;
      const message = "This Idempotency-Key was sent with another request.";
      throw refused(409, { code: "key_reused", message, hint: "Send another key with each request." });
    }
    const answer = work();
    known.set(key, { digest, answer });
    const [oldest] = known.keys();
    if (known.size > mostKeys && oldest !== undefined) known.delete(oldest);
    try {
      return await answer;
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
}

/** What stands for a text: bodies may be megabytes, and are not kept. */
export async function digestOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
