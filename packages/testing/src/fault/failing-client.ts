import type { Fault } from "./fault.ts";

/** Which methods of a client reach its server. */
export interface FailingClientOptions {
  /** Their names, also those on what other methods return: `["connect", "query"]` for a pool, its clients included. */
  readonly methods: readonly string[];
  /** Whether these return at once instead of a promise, as those of SQLite do. */
  readonly isSync?: boolean;
}

/**
 * The same client, except that the calls of the named methods fail when `fault` says so. What its methods return, or
 * promise, is wrapped likewise if it has such methods (a statement, a collection, a client of a pool).
 */
export function failingClient<TClient extends object>(
  client: TClient,
  fault: Fault,
  options: FailingClientOptions,
): TClient {
  const { methods, isSync = false } = options;
  const wrap = (value: unknown): unknown => {
    if (value instanceof Promise) return value.then(wrap);
    return isClient(value) ? failingClient(value, fault, options) : value;
  };
  const isClient = (value: unknown): value is object =>
    typeof value === "object" &&
    value !== null &&
    methods.some((name) => typeof Reflect.get(value, name) === "function");
  return new Proxy(client, {
    get(target, name) {
      // With `target` as receiver: getters and methods of classes with private fields refuse to run on a proxy.
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      const call = (...values: unknown[]): unknown => wrap(Reflect.apply(member, target, values));
      if (typeof name !== "string" || !methods.includes(name)) return call;
      return isSync
        ? (...values: unknown[]) => fault.aroundSync(() => call(...values))
        : (...values: unknown[]) => fault.around(() => call(...values));
    },
  });
}
