import { countText, durationText, moneyText } from "../../format/quantities.ts";

/** A difference of two numbers: with sign and arrow, so that it is told without colour. */
export interface Delta {
  readonly text: string;
  /** `more`: B has more than A. */
  readonly direction: "more" | "less" | "equal";
}

const none: Delta = { text: "–", direction: "equal" };

/** How much longer B took than A. Differences under 3 % or 1 ms say nothing. */
export function durationDelta(a: number | null | undefined, b: number | null | undefined): Delta {
  if (a === null || a === undefined || b === null || b === undefined) return none;
  const change = b - a;
  if (Math.abs(change) < 1 || Math.abs(change) < 0.03 * Math.max(a, b)) return { text: "≈", direction: "equal" };
  return change > 0
    ? { text: `↑ +${durationText(change)}`, direction: "more" }
    : { text: `↓ −${durationText(-change)}`, direction: "less" };
}

/** How many more tokens B used than A. */
export function countDelta(a: number | null | undefined, b: number | null | undefined): Delta {
  if (a === null || a === undefined || b === null || b === undefined || (a === 0 && b === 0)) return none;
  if (a === b) return { text: "=", direction: "equal" };
  return b > a
    ? { text: `↑ +${countText(b - a)}`, direction: "more" }
    : { text: `↓ −${countText(a - b)}`, direction: "less" };
}

/** How much more B cost than A, in dollars. Less than what is shown of a cost says nothing. */
export function costDelta(a: number | null | undefined, b: number | null | undefined): Delta {
  if (a === null || a === undefined || b === null || b === undefined) return none;
  const change = b - a;
  // Sums of prices are not exact.
  if (Math.abs(change) < 1e-9) return { text: "=", direction: "equal" };
  if (Math.abs(change) < 0.0001) return { text: "≈", direction: "equal" };
  return change > 0
    ? { text: `↑ +${moneyText(change)}`, direction: "more" }
    : { text: `↓ −${moneyText(-change)}`, direction: "less" };
}
