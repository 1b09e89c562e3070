import type { LoggedError } from "@burrjs/protocol";

const longest = 64 * 1024;
const longestValue = 2000;
const mostCauses = 8;
const nothing = "null or undefined was thrown.";

/** What a value is that was thrown, or has caused an error, and is none: as text, without what is hidden in it. */
export type ShowValue = (value: unknown) => string;

/** An error in short. Never throws, whatever was thrown. */
export function loggedError(error: unknown, show: ShowValue): LoggedError {
  try {
    if (error === null || error === undefined) return { name: "Error", message: nothing };
    if (!(error instanceof Error)) return { name: typeof error, message: shown(error, show) };
    const code: unknown = Reflect.get(error, "code");
    const short = { name: partOf(error, "name").slice(0, 200), message: partOf(error, "message").slice(0, longest) };
    return typeof code === "string" || typeof code === "number"
      ? { ...short, code: String(code).slice(0, 200) }
      : short;
  } catch {
    return { name: "Error", message: "An error that cannot be read." };
  }
}

/** An error with its stack, and what has caused it. Never throws. */
export function errorText(error: unknown, show: ShowValue): string {
  const parts: string[] = [];
  let one = error;
  try {
    while (one !== undefined && one !== null && parts.length < mostCauses) {
      parts.push(one instanceof Error ? stackOf(one) : shown(one, show));
      if (one instanceof AggregateError) parts.push(...one.errors.slice(0, mostCauses).map((inner) => `[of several] ${inner instanceof Error ? stackOf(inner) : shown(inner, show)}`)); // prettier-ignore
      one = one instanceof Error ? one.cause : undefined;
    }
  } catch {
    parts.push("An error that cannot be read.");
  }
  if (parts.length === 0) parts.push(nothing);
  return parts.join("\nCaused by: ").slice(0, longest);
}

function stackOf(error: Error): string {
  const message = partOf(error, "message");
  const head = `${partOf(error, "name")}: ${message}`;
  const stack: unknown = Reflect.get(error, "stack");
  if (typeof stack !== "string") return head;
  // Errors whose message was changed after they were made show the first one in their stack.
  return stack.includes(message) ? stack : `${head}\n${stack}`;
}

/** Whatever somebody has put there. */
function partOf(error: Error, key: "name" | "message"): string {
  const part: unknown = Reflect.get(error, key);
  return typeof part === "string" ? part : String(part);
}

function shown(value: unknown, show: ShowValue): string {
  try {
    if (typeof value === "string") return value.slice(0, longest);
    return typeof value === "object" && value !== null ? show(value).slice(0, longestValue) : String(value);
  } catch {
    return "A value that cannot be read was thrown.";
  }
}
