import { sha256 } from "../children/sha256.ts";
import { isPromiseLike } from "../promises.ts";
import type { OpenSpan, SpanScope } from "./spans.ts";

/** What a traced function is told. */
export interface TraceOptions {
  /** Of its spans. Default: the name of the function. */
  readonly name?: string;
  /** Log the arguments, each under the name of its parameter. Default: `true`. */
  readonly captureInputs?: boolean;
  /** Log what it returns, as `return`. Default: `true`. */
  readonly captureOutputs?: boolean;
  /** The names of parameters that are not logged. */
  readonly omit?: readonly string[];
}

type AnyFunction = (...values: never[]) => unknown;

/** Makes a function that does what `work` does, and tells of it. */
export type Trace = <TWork extends AnyFunction>(work: TWork, options?: TraceOptions) => TWork;

/** Runs code with a span as the place where further ones are opened, if somebody keeps track of that. */
export type Inside = <TValue>(span: OpenSpan, work: () => TValue) => TValue;

/**
 * A function that does what `work` does. Each call opens a span where `scopeOf` says, named after the function. The span has
 * the arguments as attributes, then `__burr_function` (its name) and `__burr_function_hash` (SHA-256 of its text), then
 * `return`; or it ends with the error. Where a promise or a generator is returned, the span is open until that has ended. Where
 * `scopeOf` gives none, the function just runs.
 *
 * @param scopeOf - Asked at each call.
 * @param work - Called with its own `this`.
 * @param options - What is logged.
 * @param inside - Runs `work`, and each step of its generator. Default: by itself.
 * @returns The function, with the type of `work`.
 */
export function traceIn<TWork extends AnyFunction>(
  scopeOf: () => Pick<SpanScope, "startSpan"> | undefined,
  work: TWork,
  options: TraceOptions = {},
  inside: Inside = (_span, run) => run(),
): TWork {
  const { name = work.name || "anonymous", captureInputs = true, captureOutputs = true, omit = [] } = options;
  const source = Function.prototype.toString.call(work);
  let about: { readonly parameters: Parameters; readonly hash: string } | undefined;
  function traced(this: unknown, ...values: never[]): unknown {
    const scope = scopeOf();
    if (scope === undefined) return work.apply(this, values);
    about ??= { parameters: parametersOf(source), hash: sha256(source) };
    const { parameters, hash } = about;
    const span = scope.startSpan(name);
    if (captureInputs) {
      const kept = named(parameters, values).filter(([key]) => !omit.includes(key));
      if (kept.length > 0) span.log(Object.fromEntries(kept));
    }
    span.log({ __burr_function: name, __burr_function_hash: hash });
    const end = (value: unknown): void => {
      if (captureOutputs) span.log({ return: value });
      span.end();
    };
    const fail = (error: unknown): never => {
      span.end(error);
      throw error;
    };
    let output: unknown;
    try {
      output = inside(span, () => work.apply(this, values));
    } catch (error) {
      return fail(error);
    }
    if (isPromiseLike(output)) {
      return output.then((value: unknown) => {
        end(value);
        return value;
      }, fail);
    }
    if (isGenerator(output)) return tracedGenerator(output, { step: (run) => inside(span, run), end, fail });
    end(output);
    return output;
  }
  Object.defineProperty(traced, "name", { value: work.name });
  return traced as unknown as TWork; // the same arguments, the same outcome
}

/** Generators of both kinds, which have all three methods; other iterables are values like any other. */
type AnyGenerator = Generator | AsyncGenerator;

function isGenerator(value: unknown): value is AnyGenerator {
  const tag: unknown = Object.prototype.toString.call(value);
  return tag === "[object Generator]" || tag === "[object AsyncGenerator]";
}

interface Ends {
  readonly step: <TValue>(run: () => TValue) => TValue;
  readonly end: (value: unknown) => void;
  readonly fail: (error: unknown) => never;
}

/** A generator that does what `inner` does, and tells when it has ended. */
function tracedGenerator(inner: AnyGenerator, { step, end, fail }: Ends): AnyGenerator {
  let isOver = false;
  const seen = (result: IteratorResult<unknown>): IteratorResult<unknown> => {
    if (result.done === true && !isOver) {
      isOver = true;
      end(result.value);
    }
    return result;
  };
  const failed = (error: unknown): never => {
    if (isOver) throw error;
    isOver = true;
    return fail(error);
  };
  const watched = (run: () => unknown): unknown => {
    let result: unknown;
    try {
      result = step(run);
    } catch (error) {
      return failed(error);
    }
    return isPromiseLike(result)
      ? result.then((one) => seen(one as IteratorResult<unknown>), failed)
      : seen(result as IteratorResult<unknown>); // what the methods of generators give
  };
  const outer: AnyGenerator = Object.create(Object.getPrototypeOf(inner) as object) as AnyGenerator;
  const methods: object = {
    next: (...values: [] | [unknown]) => watched(() => inner.next(...values)),
    return: (value: unknown) => watched(() => inner.return(value)),
    throw: (error: unknown) => watched(() => inner.throw(error)),
    [Symbol.iterator in inner ? Symbol.iterator : Symbol.asyncIterator]() {
      return this;
    },
  };
  return Object.assign(outer, methods);
}

/** Of a function, as far as its text tells them. */
interface Parameters {
  /** `undefined`: one that is taken apart. */
  readonly names: readonly (string | undefined)[];
  /** Whether the last of them gets all arguments that are left. */
  readonly hasRest: boolean;
}

/** Arguments under the names of the parameters that they are for; those that are left for one, as a list. */
function named({ names, hasRest }: Parameters, values: readonly unknown[]): (readonly [string, unknown])[] {
  const last = names.length - 1;
  const given = hasRest && values.length > last ? [...values.slice(0, last), values.slice(last)] : values;
  return given.map((value, index) => [names[index] ?? `argument${index}`, value] as const);
}

function parametersOf(source: string): Parameters {
  const arrow = /^(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/.exec(source);
  if (arrow !== null) return { names: [arrow[1]], hasRest: false };
  const from = source.indexOf("(");
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const character of source.slice(from + 1)) {
    if ("([{".includes(character)) depth += 1;
    const isEnd = depth === 0 && character === ")";
    if (isEnd || (depth === 0 && character === ",")) {
      parts.push(part);
      part = "";
      if (isEnd) break;
      continue;
    }
    if (")]}".includes(character)) depth -= 1;
    part += character;
  }
  const names = parts.map((one) => /^\s*(?:\.\.\.)?\s*([A-Za-z_$][\w$]*)/.exec(one)?.[1]);
  return { names, hasRest: parts.at(-1)?.trimStart().startsWith("...") === true };
}
