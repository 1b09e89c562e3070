// What was frozen to its leaves: a value that moves on from state to state is walked only once.
const frozenDeep = new WeakSet<object>();

/** Freezes arrays and plain objects down to their leaves, in place. Other objects (dates, maps, instances) are left alone. */
export function freezeDeep(value: unknown): void {
  if (typeof value !== "object" || value === null || frozenDeep.has(value)) return;
  const pending: object[] = [value];
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    if (frozenDeep.has(one) || !isPlain(one)) continue;
    frozenDeep.add(Object.freeze(one));
    const values: readonly unknown[] = Array.isArray(one) ? one : Object.values(one);
    for (const inner of values) {
      if (typeof inner === "object" && inner !== null) pending.push(inner);
    }
  }
}

/** Freezes a list whose items are frozen to their leaves already. */
export function freezeList(list: readonly unknown[]): void {
  frozenDeep.add(Object.freeze(list));
}

/** An object literal or one without a prototype; no array, no instance of a class. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && isPlain(value);
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
