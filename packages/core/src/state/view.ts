import { BurrError, quoted } from "../errors.ts";
import { applyChange, type Change, type Data, type Operation, valueAt } from "./operations.ts";

/** Who looks at a state, and what of it they declared. */
export interface Contract {
  /** For messages: `Action "ask"`, `Condition "safe=true"`. */
  readonly subject: string;
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  readonly freeze: boolean;
}

/** What was asked of a state. */
export interface Seen {
  readonly read: Set<string>;
  readonly undeclared: Set<string>;
}

/** What stands behind a view: the data it began with, the changes since, the data now. */
export interface ViewInside {
  readonly contract: Contract;
  readonly base: Data;
  readonly data: Data;
  readonly last: Change | undefined;
}

// Never handed out, so that only this file gets behind a view.
const inside: unique symbol = Symbol("view");
const inspect = Symbol.for("nodejs.util.inspect.custom");

/**
 * A state as one action or condition may use it: declared keys are properties, undeclared ones throw,
 * operations on declared writes give a new view. It costs the same however large the state is.
 */
export function createView(contract: Contract, data: Data, seen?: Seen): object {
  const target = new Target(contract, data, data, undefined);
  target.seen = seen;
  return new Proxy(target, handler);
}

/** What stands behind `value` if it is a view. */
export function viewInside(value: unknown): ViewInside | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as { readonly [inside]?: ViewInside })[inside]; // the symbol is this file's own
}

class Target implements ViewInside {
  readonly contract: Contract;
  readonly base: Data;
  readonly data: Data;
  readonly last: Change | undefined;
  /** Takes note of what is asked of the view, where somebody wants to know. */
  seen: Seen | undefined;

  constructor(contract: Contract, base: Data, data: Data, last: Change | undefined) {
    this.contract = contract;
    this.base = base;
    this.data = data;
    this.last = last;
    this.seen = undefined;
  }

  /** Node's console looks here, past the proxy, but calls it with the proxy. */
  [inspect](): unknown {
    return readable(targetOf(this));
  }
}

const handler: ProxyHandler<Target> = {
  get(target, key, receiver: unknown) {
    if (typeof key === "symbol") return key === inside ? target : undefined;
    if (target.contract.reads.has(key)) {
      target.seen?.read.add(key);
      return valueAt(target.data, key);
    }
    if (Object.hasOwn(operations, key)) return operations[key];
    return readUndeclared(target, key, receiver);
  },
  has(target, key) {
    if (typeof key !== "string" || !mayRead(target, key)) return false;
    noteRead(target, key);
    return Object.hasOwn(target.data, key);
  },
  ownKeys: (target) => Object.keys(readable(target)),
  getOwnPropertyDescriptor(target, key) {
    if (typeof key === "symbol" || !mayRead(target, key) || !Object.hasOwn(target.data, key)) return undefined;
    noteRead(target, key);
    const value = valueAt(target.data, key);
    return { value, enumerable: true, configurable: true, writable: false };
  },
  getPrototypeOf: () => Object.prototype,
  set: (target, key) => refuseMutation(target, key),
  defineProperty: (target, key) => refuseMutation(target, key),
  deleteProperty: (target, key) => refuseMutation(target, key),
  setPrototypeOf: (target) => refuseMutation(target, "__proto__"),
  preventExtensions: (target) => refuseFreezing(target),
};

type Patch = Readonly<Record<string, unknown>>;

const operations: Readonly<Record<string, (this: unknown, ...parameters: never[]) => unknown>> = {
  update(patch: Patch) {
    return changed(this, "set", { ...patch });
  },
  append(patch: Patch) {
    return changed(this, "append", { ...patch });
  },
  extend(patch: Patch) {
    return changed(this, "extend", { ...patch });
  },
  increment(patch: Patch) {
    return changed(this, "increment", { ...patch });
  },
  delete(...keys: string[]) {
    return changed(this, "delete", Object.fromEntries(keys.map((key) => [key, undefined])));
  },
  get(key: string, fallback?: unknown) {
    const target = targetOf(this);
    noteRead(target, key);
    const value = mayRead(target, key) ? valueAt(target.data, key) : readUndeclared(target, key);
    return value === undefined ? fallback : value;
  },
  toJSON() {
    const target = targetOf(this);
    const values = readable(target);
    for (const key of Object.keys(values)) noteRead(target, key);
    return values;
  },
};

function changed(view: unknown, op: Operation["op"], patch: Patch): object {
  const target = targetOf(view);
  checkWrites(target.contract, Object.keys(patch));
  const change: Change = { previous: target.last, op, patch };
  const data = applyChange(target.data, change, target.contract.freeze);
  const next = new Target(target.contract, target.base, data, change);
  next.seen = target.seen;
  return new Proxy(next, handler);
}

/** Refuses keys that are not declared in `writes` or `mayWrite`. */
export function checkWrites({ subject, writes }: Contract, keys: readonly string[]): void {
  if (keys.every((key) => writes.has(key))) return;
  const extra = keys.filter((key) => !writes.has(key));
  throw new BurrError(
    "undeclared-write",
    `${subject} writes ${quoted(extra)}, which it does not declare. Add ${extra.length > 1 ? "them" : "it"} to its \`writes\` ` +
      `(or to \`mayWrite\`). It declares: ${quoted(writes) || "no key"}.`,
    { subject, keys: extra },
  );
}

/** Whether `key` was written or deleted in the step of this view. */
export function isWritten(view: ViewInside, key: string): boolean {
  for (let change = view.last; change !== undefined; change = change.previous) {
    if (Object.hasOwn(change.patch, key)) return true;
  }
  return false;
}

/** A key is readable when it is declared, or was written in this very step. */
function mayRead(target: Target, key: string): boolean {
  return target.contract.reads.has(key) || isWritten(target, key);
}

/** What the step itself has written is no read of the state. */
function noteRead({ contract, seen }: Target, key: string): void {
  if (contract.reads.has(key)) seen?.read.add(key);
}

function readable(target: Target): Record<string, unknown> {
  const keys = Object.keys(target.data).filter((key) => mayRead(target, key));
  return Object.fromEntries(keys.map((key) => [key, valueAt(target.data, key)]));
}

function readUndeclared(target: Target, key: string, receiver?: unknown): unknown {
  if (target.last !== undefined && mayRead(target, key)) return valueAt(target.data, key);
  // A promise that resolves with a view looks for `then`.
  if (key === "then" && receiver !== undefined) return undefined;
  const { subject, reads } = target.contract;
  target.seen?.undeclared.add(key);
  throw new BurrError(
    "undeclared-read",
    `${subject} reads "${key}", which it does not declare. Add "${key}" to its \`reads\`. It declares: ${quoted(reads) || "no key"}.`,
    { subject, key },
  );
}

function refuseMutation({ contract: { subject } }: Target, key: string | symbol): never {
  throw new BurrError(
    "read-only-state",
    `${subject} assigns to state.${String(key)}. State is immutable: return a patch, or the state that update() gives.`,
    { subject, key: String(key) },
  );
}

function refuseFreezing({ contract: { subject } }: Target): never {
  throw new BurrError(
    "read-only-state",
    `${subject} freezes its state, or stores the whole of it under a key. It cannot change as it is; to store it, use state.toJSON().`,
    { subject, key: "" },
  );
}

function targetOf(view: unknown): Target {
  const target = viewInside(view);
  if (target instanceof Target) return target;
  throw new TypeError(
    "An operation of state was called without its state: write state.update(…), not const { update } = state.",
  );
}
