// What S3 and its clients handle with ease.
const limit = 8;

/** Does something with each item, for a few at a time. Rejects with the first error, once nothing is under way any more. */
export async function eachAtOnce<TItem>(
  items: readonly TItem[],
  work: (item: TItem, at: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length && failure === undefined; at = next++) {
      try {
        await work(items[at] as TItem, at); // `at` is within the list
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failure !== undefined) throw failure.error;
}
