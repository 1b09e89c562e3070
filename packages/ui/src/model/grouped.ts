/** Values by what they have in common, in the order in which each came first. */
export function grouped<TKey, TValue>(
  values: readonly TValue[],
  keyOf: (value: TValue) => TKey,
): ReadonlyMap<TKey, TValue[]> {
  const groups = new Map<TKey, TValue[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
