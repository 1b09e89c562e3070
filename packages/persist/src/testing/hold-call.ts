/** A call that waits until it is let go. */
export interface HeldCall<TClient> {
  /** The client, of which the call waits. */
  readonly client: TClient;
  /** Resolves when the call has been made, and waits. */
  readonly reached: Promise<void>;
  release(): void;
}

/** The same client, of which one call of a method waits, the first or a later one; also if it is a method of what other methods return. */
export function holdCall<TClient extends object>(client: TClient, method: string, callsBefore = 0): HeldCall<TClient> {
  let reach = (): void => {};
  let release = (): void => {};
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  let calls = 0;
  const wrap = <TTarget extends object>(target: TTarget): TTarget =>
    new Proxy(target, {
      get(inner, name) {
        const member: unknown = Reflect.get(inner, name, inner);
        if (typeof member !== "function") return member;
        return (...values: unknown[]): unknown => {
          const call = (): unknown => Reflect.apply(member, inner, values);
          if (name === method && calls++ === callsBefore) {
            reach();
            return released.then(call);
          }
          const result = call();
          return typeof result === "object" && result !== null && !(result instanceof Promise) ? wrap(result) : result;
        };
      },
    });
  return { client: wrap(client), reached, release };
}
