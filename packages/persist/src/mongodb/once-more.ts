/**
 * What `upsert` gives, called again if somebody else has inserted the same document at the same time: then it is there to
 * be updated. MongoDB does so by itself in most cases, but not in all.
 */
export async function onceMore<TResult>(upsert: () => Promise<TResult>): Promise<TResult> {
  try {
    return await upsert();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  return upsert();
}

function isDuplicate(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === 11000;
}
