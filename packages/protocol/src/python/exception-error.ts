import type { LoggedError } from "../records.ts";

/**
 * The name and the message of the error that the text of an exception ends with: a traceback of Python, or an error of JavaScript
 * with its stack.
 */
export function exceptionError(text: string): LoggedError {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^[ +]*\| ?/, ""));
  const head = headLine(lines);
  const rest = messageBehind(lines, head);
  const [, name, message = ""] = /^([\p{L}_][\p{L}\p{N}_.$]*)(?::\s?(.*))?$/u.exec(lines[head] ?? "") ?? [];
  return name === undefined
    ? { name: "Error", message: [lines[head] ?? "", ...rest].join("\n").trim() }
    : { name: name.slice(name.lastIndexOf(".") + 1), message: [message, ...rest].join("\n").trim() };
}

const frame = /^\s+(?:File "|at )/;

/** In a traceback of Python the first line behind the frames of the last error, else the first one that says something. */
function headLine(lines: readonly string[]): number {
  const traceback = lines.findLastIndex((line) => line.startsWith("Traceback (most recent call last)"));
  const lastFrame = traceback === -1 ? -1 : lines.findLastIndex((line, at) => at > traceback && frame.test(line));
  const from = Math.max(traceback, lastFrame) + 1;
  const head = lines.findIndex((line, at) => at >= from && line.trim() !== "" && !/^\s/.test(line));
  return head === -1
    ? Math.max(
        0,
        lines.findLastIndex((line) => line.trim() !== ""),
      )
    : head;
}

/** The further lines of a message, up to the stack or the errors in a group. */
function messageBehind(lines: readonly string[], head: number): readonly string[] {
  const behind = lines.slice(head + 1);
  const end = behind.findIndex((line) => frame.test(line) || /^\s*\+-+/.test(line));
  return end === -1 ? behind : behind.slice(0, end);
}
