/** Settles as `work`, or to `undefined` when what it looked for is not there. Other errors are thrown as they are. */
export async function unlessMissing<TResult>(work: Promise<TResult>): Promise<TResult | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
