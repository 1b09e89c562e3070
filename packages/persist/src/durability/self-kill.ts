import type { WrapClient } from "./place.ts";

/** At which call of its database client a process kills itself: before it is sent, once it is sent, once it is answered. */
export interface SelfKill {
  readonly call: number;
  readonly when: "before" | "during" | "after";
}

/** Counts the calls of a client, and kills this process at one of them. */
export interface CallCounter {
  /** Calls until now. */
  readonly calls: number;
  readonly wrap: WrapClient;
}

/** A counter of the calls that reach a database, whichever of our backends makes them. */
export function callCounter(kill?: SelfKill): CallCounter {
  let calls = 0;
  const counted = (send: () => unknown): unknown => {
    calls += 1;
    const isLast = calls === kill?.call;
    if (isLast && kill?.when === "before") die();
    const answer = send();
    if (isLast && kill?.when === "during") die();
    if (isLast) return answer instanceof Promise ? answer.then(die, die) : die();
    return answer;
  };
  const wrapped = (value: unknown): unknown => {
    if (value instanceof Promise) return value.then(wrapped);
    return isClient(value) ? wrap(value) : value;
  };
  const wrap: WrapClient = (client) =>
    new Proxy(client, {
      get(target, name) {
        // With `target` as receiver: methods of classes with private fields refuse to run on a proxy.
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        const call = (...values: unknown[]): unknown => wrapped(Reflect.apply(member, target, values));
        return methods.has(name) ? (...values: unknown[]) => counted(() => call(...values)) : call;
      },
    });
  return {
    get calls() {
      return calls;
    },
    wrap,
  };
}

// Of SQLite, PostgreSQL and Redis.
const methods: ReadonlySet<string | symbol> = new Set(["exec", "run", "get", "all", "query", "sendCommand"]);

/** A statement, or a client of a pool. */
function isClient(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  return ["query", "run"].some((name) => typeof Reflect.get(value, name) === "function");
}

function die(): void {
  process.kill(process.pid, "SIGKILL");
}
