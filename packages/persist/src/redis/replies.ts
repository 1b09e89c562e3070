/**
 * A reply of Redis that is a list.
 *
 * @throws TypeError, when it is something else.
 */
export function listIn(reply: unknown): readonly unknown[] {
  if (Array.isArray(reply)) return reply;
  throw unexpected("a list", reply);
}

/**
 * A reply of Redis that is a text.
 *
 * @throws TypeError, when it is something else.
 */
export function textIn(reply: unknown): string {
  if (typeof reply === "string") return reply;
  throw unexpected("a string", reply);
}

function unexpected(wanted: string, reply: unknown): TypeError {
  const remedy = "Give the store a client that replies with strings, and not with buffers.";
  return new TypeError(`Redis should have replied with ${wanted}, and did with ${typeof reply}. ${remedy}`);
}
