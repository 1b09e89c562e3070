import { visibleText } from "@burrjs/protocol";

/**
 * Text that is about to be printed, colours of ours in it: a second look behind `visibleText()`, for what somebody forgot to mark.
 */
export function visibleOutput(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  return text.split(/(\u001b\[\d{1,2}m)/).map((part, index) => (index % 2 === 1 ? part : visibleText(part))).join(""); // prettier-ignore
}
