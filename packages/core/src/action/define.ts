import type { Graph } from "../graph/graph.ts";
import { BurrError, quoted } from "../errors.ts";
import { checkKeys } from "../state/keys.ts";
import type { StepContext } from "../step/context.ts";
import type { Action, ActionBody, NamedAction } from "./action.ts";
import type { InputSpecs } from "./input.ts";
import type { ActionDefaults } from "./policy.ts";

import type { ActionContract } from "./definition.ts";
import { sourceOf } from "./source.ts";
/** A definition as the engine takes it. */
interface LooseDefinition extends ActionContract<string, string, string, InputSpecs, string> {
  run(state: never, inputs: never, context: StepContext): unknown;
  onAbort?(partial: never, state: never): unknown;
  fallback?(state: never, error: unknown, context: StepContext): unknown;
  onAnswer?(state: never, answers: never, context: StepContext): unknown;
  undo?(state: never, commit: never, context: StepContext): unknown;
}

/** What a definition alone does not tell. */
interface DefineOptions {
  readonly yieldsPairs: boolean;
  /** Default: whether `run` is written so. */
  readonly isAsync?: boolean;
  readonly isStreaming?: boolean;
  readonly hasChildren?: boolean;
  readonly subgraph?: Graph;
  readonly translates?: Action["translates"];
}

/** The action of a definition, which may be an instance of a class. */
export function defineAction(definition: unknown, how: DefineOptions): Action {
  const { yieldsPairs } = how;
  if (!isDefinition(definition)) {
    throw new BurrError(
      "invalid-action",
      "This is no definition of an action. Pass an object with `reads`, `writes` (lists of keys) and `run` (a function) to b.action().",
      { action: nameOf(definition) },
    );
  }
  const { reads, writes, mayWrite = [], inputs = {}, tags = [] } = definition;
  checkKeys([...reads, ...writes, ...mayWrite], "An action");
  refuseReservedInputs(Object.keys(inputs));
  const body: ActionBody = {
    run: (state, values, context) => definition.run(state, values, context),
    // By way of the definition: an instance of a class needs its `this`.
    onAbort: definition.onAbort === undefined ? undefined : (partial, state) => definition.onAbort?.(partial, state),
    fallback: definition.fallback === undefined ? undefined : (state, error, context) => definition.fallback?.(state, error, context), // prettier-ignore
    onAnswer: definition.onAnswer === undefined ? undefined : (state, answers, context) => definition.onAnswer?.(state, answers, context), // prettier-ignore
    undo: definition.undo === undefined ? undefined : (state, commit, context) => definition.undo?.(state, commit, context), // prettier-ignore
    answers: definition.answers === undefined ? undefined : { ...definition.answers },
    policy: policyIn(definition),
    source: () => definition.getSource?.() ?? sourceOf(definition),
    site: {},
    hasChildren: how.hasChildren ?? false,
    yieldsPairs,
    inputs,
    bound: {},
  };
  const kind = definition.run.constructor.name;
  return makeAction({
    name: undefined,
    reads: [...reads],
    writes: [...writes],
    mayWrite: [...mayWrite],
    tags: [...tags],
    isAsync: how.isAsync ?? kind.startsWith("Async"),
    isStreaming: how.isStreaming ?? (yieldsPairs || kind.endsWith("GeneratorFunction")),
    ...(how.subgraph === undefined ? {} : { subgraph: how.subgraph }),
    ...(how.translates === undefined ? {} : { translates: how.translates }),
    terminal: definition.terminal === true,
    handles: definition.handles === undefined ? undefined : [...definition.handles],
    body,
  });
}

/** What a definition says about failures. */
function policyIn({ retry, timeoutMs, idleTimeoutMs }: ActionDefaults): ActionDefaults {
  return {
    ...(retry === undefined ? {} : { retry }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(idleTimeoutMs === undefined ? {} : { idleTimeoutMs }),
  };
}

/** Refuses names of inputs that start with `__`: they are the engine's own. */
export function refuseReservedInputs(names: readonly string[]): void {
  const reserved = names.filter((name) => name.startsWith("__"));
  if (reserved.length === 0) return;
  throw new BurrError(
    "reserved-input",
    `The inputs ${quoted(reserved)} start with a double underscore, which is reserved. Choose other names.`,
    { inputs: reserved },
  );
}

/** An action that reports keys of state as its result and writes nothing. */
export function resultAction(...keys: string[]): Action {
  const run = (state: Readonly<Record<string, unknown>>) => [
    Object.fromEntries(keys.map((key) => [key, state[key]])),
    {},
  ];
  return defineAction({ reads: keys, writes: [], run }, { yieldsPairs: false });
}

/** An action that stores its inputs under the same keys of state. */
export function inputAction(...keys: string[]): Action {
  const inputs = Object.fromEntries(keys.map((key) => [key, { isOptional: false, fallback: undefined }]));
  const run = (_state: unknown, values: Readonly<Record<string, unknown>>) => [{ ...values }, { ...values }];
  return defineAction({ reads: [], writes: keys, inputs, run }, { yieldsPairs: false });
}

/** An action without code. */
export function placeholderAction(definition: ActionContract<string, string, never, never, string>): Action {
  const run = (_state: unknown, _inputs: unknown, { actionName }: StepContext) => {
    throw new BurrError(
      "not-implemented",
      `Action "${actionName}" is a placeholder and cannot run. Put an action made by b.action() in its place.`,
      { action: actionName },
    );
  };
  return defineAction({ ...definition, run }, { yieldsPairs: false });
}

/** True for what `b.action()` and its kin made. */
export function isAction(value: unknown): value is Action {
  return typeof value === "object" && value !== null && actionBrand in value;
}

// A registered symbol: actions made by another installed copy of this package are actions too.
const actionBrand = Symbol.for("@burrjs/core/action");

type Shape = Omit<Pick<Action, keyof Action & string>, "inputs" | "bind" | "withName" | "source">;

function makeAction(shape: Shape): Action {
  const { inputs, bound } = shape.body;
  const open = Object.entries(inputs).filter(([name]) => !Object.hasOwn(bound, name));
  const action: Pick<Action, keyof Action & string> = {
    ...shape,
    get source() {
      return shape.body.source();
    },
    inputs: {
      required: open.filter(([, { isOptional }]) => !isOptional).map(([name]) => name),
      optional: open.filter(([, { isOptional }]) => isOptional).map(([name]) => name),
    },
    bind: (values: object) =>
      makeAction({ ...shape, body: { ...shape.body, bound: Object.freeze({ ...bound, ...values }) } }),
    withName: (name) => makeAction({ ...shape, name }) as NamedAction<typeof name>,
  };
  return Object.defineProperty(action, actionBrand, { value: true }) as Action; // what is missing is for the compiler alone
}

function isDefinition(value: unknown): value is LooseDefinition {
  if (typeof value !== "object" || value === null) return false;
  const { reads, writes, run } = value as Partial<LooseDefinition>; // checked on the next line
  return Array.isArray(reads) && Array.isArray(writes) && typeof run === "function";
}

function nameOf(value: unknown): string {
  return typeof value === "function" ? value.name : typeof value;
}
