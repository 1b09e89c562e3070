/** A count, with separators. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** An amount of cents, in units of 100. */
export function money(cents: number): string {
  return (cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** A size in megabytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
