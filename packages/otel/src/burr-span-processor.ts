import type { OpenSpan } from "@burrjs/core";
import {
  type Attributes,
  type Context,
  type HrTime,
  type Span,
  type SpanStatus,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { mirroring } from "./echo.ts";
import type { Place } from "./place.ts";
import { isOwn, placeOf } from "./place-context.ts";

/** What is asked of a span of the SDK; those of its versions 2 and 3 have it. */
export interface SdkSpan {
  readonly name: string;
  readonly attributes: Attributes;
  readonly status: SpanStatus;
  readonly events: readonly { readonly name: string; readonly attributes?: Attributes; readonly time: HrTime }[];
  /** Who has made it. */
  readonly instrumentationScope: { readonly name: string };
}

/** A span processor, as the SDK takes them in its versions 2 and 3. */
export interface BurrSpanProcessor {
  onStart(span: Span & SdkSpan, parentContext: Context): void;
  onEnd(span: SdkSpan): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Options of `burrSpanProcessor()`. */
export interface BurrSpanProcessorOptions {
  /** Which spans to take, by what they have when they start. What is inside of one that is passed over counts as beside it. Default: all. */
  readonly filter?: (span: SdkSpan) => boolean;
}

/**
 * A span processor by which the spans that instrumented libraries make inside actions also become spans of the application: its
 * tracker has them, with their attributes and errors, inside the span of the action in which they were made. The application needs
 * `openTelemetry()` among its hooks. Spans elsewhere, spans that were sampled out, and those that begin when their step is over are
 * left alone. Never throws.
 */
export function burrSpanProcessor({ filter = () => true }: BurrSpanProcessorOptions = {}): BurrSpanProcessor {
  const mirrors = new WeakMap<object, Mirror>();
  return {
    onStart(span, parentContext) {
      if (isOwn(parentContext)) return;
      const place = placeOf(parentContext);
      if (place === undefined) return;
      const parent = trace.getSpan(parentContext);
      const outer = parent === undefined ? undefined : mirrors.get(parent);
      const around = outer?.place.root === place.root ? outer : undefined;
      attempt(() => {
        const scope = openOne(around) ?? place.openScope;
        if (scope === undefined) return;
        const opened = filter(span) ? mirroring(() => scope.startSpan(span.name)) : undefined;
        mirrors.set(span, { place, around, opened, isOpen: true });
      });
    },
    onEnd(span) {
      const mirror = mirrors.get(span);
      if (mirror === undefined) return;
      mirror.isOpen = false;
      const { opened } = mirror;
      if (opened === undefined) return;
      attempt(() => {
        if (Object.keys(span.attributes).length > 0) opened.log({ ...span.attributes });
        opened.end(errorOf(span));
      });
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/** A span of the log that stands for one of OpenTelemetry. */
interface Mirror {
  readonly place: Place;
  /** That of the span around it, if there is one. */
  readonly around: Mirror | undefined;
  /** `undefined` where it was passed over. */
  readonly opened: OpenSpan | undefined;
  isOpen: boolean;
}

/** The span of the log that is open around. */
function openOne(mirror: Mirror | undefined): OpenSpan | undefined {
  let around = mirror;
  while (around !== undefined && (!around.isOpen || around.opened === undefined)) ({ around } = around);
  return around?.place.root.isOpen === true ? around.opened : undefined;
}

/** What a span has failed with; `null` if it has not. */
function errorOf({ status, events }: SdkSpan): Error | null {
  if (status.code !== SpanStatusCode.ERROR) return null;
  const attributes = events.findLast(({ name }) => name === "exception")?.attributes ?? {};
  const told = (key: string): string | undefined => {
    const value = attributes[`exception.${key}`];
    return typeof value === "string" ? value : undefined;
  };
  const error = new Error(told("message") ?? status.message ?? "The span was marked as failed.");
  error.name = told("type") ?? "Error";
  const stack = told("stacktrace");
  if (stack === undefined) delete error.stack;
  else error.stack = stack;
  return error;
}

/** The program that makes spans must not suffer from those who look at them. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // A filter has failed, or whoever gets the spans. Hooks report their own errors.
  }
}
