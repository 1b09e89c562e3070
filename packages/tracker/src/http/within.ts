import type { Clock } from "./clock.ts";

/** Settles as `work` does, or resolves after so many milliseconds: what takes longer is left to itself. */
export async function within(
  work: Promise<unknown>,
  ms: number,
  { clock, ...options }: { readonly clock: Clock; readonly keepAlive?: boolean },
): Promise<void> {
  let cancel = (): void => {};
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve, options);
  });
  await Promise.race([work, late]).finally(cancel);
}
