/** Shares from 0 to 1 as a line of small bars, the last one rightmost; shorter histories are filled up at the left. */
export function sparkline(shares: readonly number[], width: number): string {
  return shares
    .slice(-width)
    .map((share) => steps[Math.min(steps.length - 1, Math.floor(share * steps.length))])
    .join("")
    .padStart(width, "·");
}

/** A share from 0 to 1 as a bar, exact to an eighth of a character. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  return ("█".repeat(Math.floor(eighths / 8)) + (partial[eighths % 8] ?? "")).padEnd(width, "░");
}

const steps = "▁▂▃▄▅▆▇█";
const partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
