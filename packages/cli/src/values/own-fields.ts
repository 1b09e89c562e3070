/** Without the keys of the engine, which logs of Burr for Python have among those of the user. */
export function ownFields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith("__")));
}
