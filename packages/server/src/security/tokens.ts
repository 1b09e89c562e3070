/** Says whether what was given is one of some secrets; takes the same time whether it nearly is or not at all. */
export type TokenCheck = (given: string) => Promise<boolean>;

/**
 * Makes the check of given secrets. It compares SHA-256 digests, all of each of them.
 *
 * @param tokens - The secrets.
 * @returns The check.
 */
export function tokenCheck(tokens: readonly string[]): TokenCheck {
  const expected = Promise.all(tokens.map((token) => digestOf(token)));
  return async (given) => {
    const digest = await digestOf(given);
    let known = false;
    for (const one of await expected) known = isSame(digest, one) || known;
    return known;
  };
}

/**
 * Gives what the session cookie of a token holds: whoever reads the cookie does not have the token.
 *
 * @param token - The token.
 * @returns 64 hexadecimal digits.
 */
export async function sessionOf(token: string): Promise<string> {
  const digest = await digestOf(`burr session ${token}`);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function digestOf(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length;
  for (const [index, byte] of one.entries()) difference |= byte ^ (other[index] ?? 0);
  return difference === 0;
}
