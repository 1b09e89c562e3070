/** Settles as `promise` does; rejects when it does not in time. */
export async function within<TValue>(promise: PromiseLike<TValue>, patienceMs: number, what: string): Promise<TValue> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`In ${patienceMs} ms it did not happen that ${what}.`));
    }, patienceMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
