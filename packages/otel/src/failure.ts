import { type Attributes, type Span, SpanStatusCode } from "@opentelemetry/api";
import { attributeValue } from "./attribute-value.ts";
import { errorType } from "./names.ts";

/** Marks a span as failed with `error`. */
export function recordFailure(span: Span, error: unknown): void {
  const message = messageOf(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.setAttribute(errorType, typeOf(error));
  // Not the error itself, which may throw when it is looked at.
  const stack = stackOf(error);
  span.recordException({ code: typeOf(error), message, ...(stack !== undefined && { stack }) });
}

/** An error as attributes of an event, by OpenTelemetry's names. */
export function exceptionAttributes(error: unknown): Attributes {
  const about: Attributes = { "exception.type": typeOf(error), "exception.message": messageOf(error) };
  const stack = stackOf(error);
  if (stack !== undefined) about["exception.stacktrace"] = stack;
  return about;
}

/** What an error says; anything else as text. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? textIn(error, "message") : undefined) ?? String(attributeValue(error));
}

/** The code of an error that has one, else its name. */
function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return textIn(error, "code") ?? textIn(error, "name") ?? "Error";
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? textIn(error, "stack") : undefined;
}

/** Whatever can be thrown can be reported: also what throws when it is looked at. */
function textIn(error: Error, key: "message" | "code" | "name" | "stack"): string | undefined {
  try {
    const value: unknown = Reflect.get(error, key);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
