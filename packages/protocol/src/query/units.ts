/** What a number may be given in, by what follows it. */
const units: ReadonlyMap<"time" | "count" | "bytes", ReadonlyMap<string, number>> = new Map([
  [
    "time",
    new Map([
      ["", 1],
      ["us", 0.001],
      ["µs", 0.001],
      ["ms", 1],
      ["s", 1000],
      ["m", 60_000],
      ["min", 60_000],
      ["h", 3_600_000],
      ["d", 86_400_000],
    ]),
  ],
  [
    "count",
    new Map([
      ["", 1],
      ["k", 1000],
      ["m", 1_000_000],
    ]),
  ],
  [
    "bytes",
    new Map([
      ["", 1],
      ["b", 1],
      ["kb", 1024],
      ["mb", 1024 ** 2],
      ["gb", 1024 ** 3],
    ]),
  ],
]);

/** What a number counts. */
export type Quantity = "time" | "count" | "bytes";

/** The units that numbers of this quantity may have. */
export function unitsOf(quantity: Quantity): readonly string[] {
  return [...(units.get(quantity)?.keys() ?? [])].filter((unit) => unit !== "");
}

/** A number with its unit, in milliseconds, bytes or as it is; `undefined` for what is none. */
export function parseQuantity(text: string, quantity: Quantity): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d*)?|\.\d+)\s*([a-zµ]*)$/i.exec(text.trim()) ?? [];
  const factor = units.get(quantity)?.get(unit.toLowerCase());
  if (digits === undefined || factor === undefined) return undefined;
  const value = Number(digits) * factor;
  return Number.isFinite(value) ? value : undefined;
}
