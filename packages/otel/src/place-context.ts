import { type Context, createContextKey, INVALID_SPAN_CONTEXT, trace } from "@opentelemetry/api";
import { Place } from "./place.ts";

const placeKey = createContextKey("@burrjs/otel place");
const ownKey = createContextKey("@burrjs/otel own");
const spanKey = findSpanKey();

/**
 * The context in which the code of an action runs. It is set when the code is entered and cannot be changed while it runs; so it
 * looks up the current span when it is asked, which is the innermost one that the action has open.
 */
export class PlaceContext implements Context {
  readonly #base: Context;
  readonly #place: Place;

  constructor(base: Context, place: Place) {
    this.#base = base;
    this.#place = place;
  }

  getValue(key: symbol): unknown {
    if (key === spanKey) return this.#place.innermost.span;
    return key === placeKey ? this.#place.innermost : this.#base.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    if (key === spanKey) return this.#fixed().setValue(key, value);
    return new PlaceContext(this.#base.setValue(key, value), this.#place);
  }

  deleteValue(key: symbol): Context {
    if (key === spanKey) return this.#fixed().deleteValue(key);
    return new PlaceContext(this.#base.deleteValue(key), this.#place);
  }

  /** Whoever sets a span of their own says what is current from there on. */
  #fixed(): Context {
    return this.#base.setValue(placeKey, this.#place.innermost);
  }
}

/** Where in a step the program is that has this context; `undefined` outside of actions. */
export function placeOf(context: Context): Place | undefined {
  const place = context.getValue(placeKey);
  return place instanceof Place ? place : undefined;
}

/** A context for spans that are made here, so that they are not taken for those of others. */
export function asOwn(context: Context): Context {
  return context.setValue(ownKey, true);
}

/** Whether a span in `context` is one that was made here. */
export function isOwn(context: Context): boolean {
  return context.getValue(ownKey) === true;
}

/** Under which key contexts have their span: the API does not tell, but uses it. */
function findSpanKey(): symbol | undefined {
  let found: symbol | undefined;
  const probe: Context = {
    getValue: () => undefined,
    setValue(key) {
      found = key;
      return probe;
    },
    deleteValue: () => probe,
  };
  trace.setSpan(probe, trace.wrapSpanContext(INVALID_SPAN_CONTEXT));
  return found;
}
