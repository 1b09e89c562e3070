import { BurrError } from "../errors.ts";
import type { StandardSchema } from "../state/standard-schema.ts";

/** What an action asks for when it suspends. `TAnswer` is what its schema accepts. */
export interface SuspendOptions<TAnswer = unknown> {
  /** What whoever answers needs to know. It is stored. */
  readonly payload?: unknown;
  /**
   * What an answer must be like. Another process knows only the schemas in the action's `answers`: with a persister, one
   * has to be declared there.
   */
  readonly schema?: StandardSchema;
  /** From when on it counts as not answered: a date, or milliseconds since 1970. Default: never. */
  readonly expiresAt?: Date | number;
  /** The answer that stands when there is none in time. It is stored. Without it, the action goes on waiting, and answers come too late. */
  readonly onTimeout?: TAnswer;
}

/** One thing that an action asks for. */
export interface SuspensionRequest {
  readonly name: string;
  readonly payload: unknown;
  readonly schema: StandardSchema | undefined;
  readonly expiresAtMs: number | null;
  readonly onTimeout?: { readonly value: unknown };
}

/** What an action returns to wait for somebody; made by `ctx.suspend()`. */
export class Suspension {
  /** What it waits for; all of it has to be answered. */
  readonly requests: readonly SuspensionRequest[];
  /** For the compiler alone: no patch that happens to have the key above is a suspension. */
  declare protected readonly isSuspension: true;

  constructor(requests: readonly SuspensionRequest[]) {
    this.requests = requests;
  }
}

/** What `ctx.suspend()` gives: for one answer, or for several by name. */
export function suspensionOf(
  action: string,
  what: string | Readonly<Record<string, SuspendOptions | undefined>>,
  options: SuspendOptions = {},
): Suspension {
  const asked = typeof what === "string" ? [[what, options] as const] : Object.entries(what);
  if (asked.length === 0) throw invalid(action, "", "needs at least one name");
  return new Suspension(asked.map(([name, one]) => requestOf(action, name, one)));
}

const known: ReadonlySet<string> = new Set(["payload", "schema", "expiresAt", "onTimeout"]);

function requestOf(action: string, name: string, options: SuspendOptions | undefined = {}): SuspensionRequest {
  if (typeof options !== "object" || options === null)
    throw invalid(action, name, "needs an object of options: { payload: … }");
  const unknown = Object.keys(options).find((key) => !known.has(key));
  if (unknown !== undefined) throw invalid(action, name, `does not know the option "${unknown}": what whoever answers has to know goes into \`payload\``); // prettier-ignore
  const { payload, schema, expiresAt } = options;
  const expiresAtMs = expiresAt === undefined ? null : Number(expiresAt);
  if (Number.isNaN(expiresAtMs)) throw invalid(action, name, "has an `expiresAt` that is no date");
  const onTimeout = "onTimeout" in options ? { onTimeout: { value: options.onTimeout } } : {};
  return { name, payload, schema, expiresAtMs, ...onTimeout };
}

function invalid(action: string, name: string, what: string): BurrError {
  return new BurrError(
    "invalid-option",
    `ctx.suspend(${name === "" ? "" : JSON.stringify(name)}) of action "${action}" ${what}.`,
    { option: name },
  );
}
