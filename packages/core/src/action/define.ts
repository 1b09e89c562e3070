import { BurrError, quoted } from "../errors.ts";
import type { ErrorClass } from "../graph/on-error.ts";
import { checkKeys } from "../state/keys.ts";
import type { UndoneCommit } from "../undo/commits.ts";
import type { View, Wrote } from "../state/view-types.ts";
import type { StepContext } from "../step/context.ts";
import type { PartialChunks } from "../step/partial.ts";
import type { Action, ActionBody, NamedAction } from "./action.ts";
import type { AnswerSchemas, AnswersOf, ErrorOf } from "../suspend/answer-types.ts";
import type { InputSpecs, InputsOf, ReservedInputs } from "./input.ts";
import type { Later, Output, PairChunk, PairOutput, Present } from "./output-types.ts";
import type { ActionDefaults } from "./policy.ts";

/** What every definition of an action has. */
export interface ActionContract<
  TReads extends string,
  TWrites extends string,
  TMayWrite extends string,
  TInputs,
  TTags extends string,
  THandles extends readonly ErrorClass[] = readonly ErrorClass[],
  TAnswers extends AnswerSchemas = AnswerSchemas,
> extends ActionDefaults {
  /** The keys of state that `run` can see. */
  readonly reads: readonly TReads[];
  /** The keys of state that each run writes or deletes. */
  readonly writes: readonly TWrites[];
  /** The keys of state that a run may write or delete besides. */
  readonly mayWrite?: readonly TMayWrite[];
  /** What callers pass, by name. */
  readonly inputs?: TInputs & ReservedInputs<TInputs>;
  /** Labels, for halts (`"@tag:x"`) and for people. */
  readonly tags?: readonly TTags[];
  /** Whether a run may end here although transitions leave the action: when none holds, it is an end. Default: `false`. */
  readonly terminal?: boolean;
  /** The classes of the errors that it gets as `ctx.error`, by transitions with `onError()`. Default: any. */
  readonly handles?: THandles;
  /** The schemas of what it may ask for with `ctx.suspend()`, by name. */
  readonly answers?: TAnswers;
}

/**
 * The definition of an action, for `b.action()`. `run` and its like are properties, since the compiler compares the
 * parameters of methods loosely: it would accept a function that wants keys which were not declared. `NoInfer`, since the
 * keys are those of the lists, and not what some function would like to have.
 */
export interface ActionDefinition<
  TState,
  TReads extends keyof TState & string,
  TWrites extends keyof TState & string,
  TMayWrite extends keyof TState & string,
  TInputs extends InputSpecs,
  TTags extends string,
  TEnd,
  TAsyncEnd,
  TChunk,
  TAsyncChunk,
  TPartial,
  TAborted,
  THandles extends readonly ErrorClass[],
  TAnswers extends AnswerSchemas,
  TFallback,
  TAnswered,
> extends ActionContract<TReads, TWrites, TMayWrite, TInputs, TTags, THandles, TAnswers> {
  readonly run: (
    state: View<TState, NoInfer<TReads>, NoInfer<TWrites | TMayWrite>>,
    inputs: InputsOf<TInputs>,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>, ErrorOf<THandles>, NoInfer<TAnswers>>,
  ) => Output<TEnd, TAsyncEnd, TChunk, TAsyncChunk, TPartial, Readonly<Pick<TState, TWrites>>>;
  /** Called when the step was aborted: what it returns is committed, so that the partial output is kept. Stands after `run`. */
  readonly onAbort?: (
    partial: PartialChunks<Present<TPartial>>,
    state: View<TState, NoInfer<TReads>, NoInfer<TWrites | TMayWrite>>,
  ) => Later<TAborted | Readonly<Pick<TState, TWrites>>>;
  /**
   * Called when the action has failed for good, after its retries; not for mistakes in the program. What it returns is
   * committed in place of what `run` would have returned: an update, or `[result, update]`.
   */
  readonly fallback?: (
    state: View<TState, NoInfer<TReads>, NoInfer<TWrites | TMayWrite>>,
    error: unknown,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>, ErrorOf<THandles>, NoInfer<TAnswers>>,
  ) => Later<TFallback | Readonly<Pick<TState, TWrites>>>;
  /**
   * Called, in a step of its own, when all that the action has asked for with `ctx.suspend()` is answered. Returns what `run`
   * may return, without chunks. Default: the answers are the update.
   */
  readonly onAnswer?: (
    state: View<TState, NoInfer<TReads>, NoInfer<TWrites | TMayWrite>>,
    answers: AnswersOf<NoInfer<TAnswers>>,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>, ErrorOf<THandles>, NoInfer<TAnswers>>,
  ) => Later<TAnswered | Readonly<Pick<TState, TWrites>>>;
  /**
   * Undoes what a commit of this action has done outside, when the run is `compensate()`d: gets the state of now, and what the
   * commit has left. May return an update.
   */
  readonly undo?: (
    state: View<TState, NoInfer<TReads | TWrites | TMayWrite>, NoInfer<TWrites | TMayWrite>>,
    commit: UndoneCommit<Readonly<Partial<Pick<TState, NoInfer<TReads | TWrites | TMayWrite>>>>>,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>>,
  ) => Later<Readonly<Partial<Pick<TState, NoInfer<TWrites | TMayWrite>>>> | Wrote<never> | void>;
}

/** The definition of an action in Burr's protocol, for `b.streamingAction()`. */
export interface StreamingActionDefinition<
  TState,
  TReads extends keyof TState & string,
  TWrites extends keyof TState & string,
  TMayWrite extends keyof TState & string,
  TInputs extends InputSpecs,
  TTags extends string,
  TPair,
  TAsyncPair,
  TPartial,
  TAborted,
  THandles extends readonly ErrorClass[],
  TAnswers extends AnswerSchemas,
  TFallback,
  TAnswered,
> extends ActionContract<TReads, TWrites, TMayWrite, TInputs, TTags, THandles, TAnswers> {
  readonly run: (
    state: View<TState, NoInfer<TReads>, NoInfer<TWrites | TMayWrite>>,
    inputs: InputsOf<TInputs>,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>, ErrorOf<THandles>, NoInfer<TAnswers>>,
  ) => PairOutput<TPair, TAsyncPair, TPartial, Readonly<Pick<TState, TWrites>>>;
  /** Called when the step was aborted: what it returns is committed, so that the partial output is kept. Stands after `run`. */
  readonly onAbort?: (
    partial: PartialChunks<PairChunk<Present<TPartial>>>,
    state: View<TState, NoInfer<TReads>, NoInfer<TWrites | TMayWrite>>,
  ) => Later<TAborted | Readonly<Pick<TState, TWrites>>>;
  /**
   * Called when the action has failed for good, after its retries; not for mistakes in the program. What it returns is
   * committed in place of what `run` would have returned: an update, or `[result, update]`.
   */
  readonly fallback?: (
    state: View<TState, NoInfer<TReads>, NoInfer<TWrites | TMayWrite>>,
    error: unknown,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>, ErrorOf<THandles>, NoInfer<TAnswers>>,
  ) => Later<TFallback | Readonly<Pick<TState, TWrites>>>;
  /**
   * Called, in a step of its own, when all that the action has asked for with `ctx.suspend()` is answered. Returns what `run`
   * may return, without chunks. Default: the answers are the update.
   */
  readonly onAnswer?: (
    state: View<TState, NoInfer<TReads>, NoInfer<TWrites | TMayWrite>>,
    answers: AnswersOf<NoInfer<TAnswers>>,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>, ErrorOf<THandles>, NoInfer<TAnswers>>,
  ) => Later<TAnswered | Readonly<Pick<TState, TWrites>>>;
  /**
   * Undoes what a commit of this action has done outside, when the run is `compensate()`d: gets the state of now, and what the
   * commit has left. May return an update.
   */
  readonly undo?: (
    state: View<TState, NoInfer<TReads | TWrites | TMayWrite>, NoInfer<TWrites | TMayWrite>>,
    commit: UndoneCommit<Readonly<Partial<Pick<TState, NoInfer<TReads | TWrites | TMayWrite>>>>>,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>>,
  ) => Later<Readonly<Partial<Pick<TState, NoInfer<TWrites | TMayWrite>>>> | Wrote<never> | void>;
}

/** A definition as the engine takes it. */
interface LooseDefinition extends ActionContract<string, string, string, InputSpecs, string> {
  run(state: never, inputs: never, context: StepContext): unknown;
  onAbort?(partial: never, state: never): unknown;
  fallback?(state: never, error: unknown, context: StepContext): unknown;
  onAnswer?(state: never, answers: never, context: StepContext): unknown;
  undo?(state: never, commit: never, context: StepContext): unknown;
}

/** The action of a definition, which may be an instance of a class. */
export function defineAction(definition: unknown, { yieldsPairs }: { readonly yieldsPairs: boolean }): Action {
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
    isAsync: kind.startsWith("Async"),
    isStreaming: yieldsPairs || kind.endsWith("GeneratorFunction"),
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

type Shape = Omit<Pick<Action, keyof Action & string>, "inputs" | "bind" | "withName">;

function makeAction(shape: Shape): Action {
  const { inputs, bound } = shape.body;
  const open = Object.entries(inputs).filter(([name]) => !Object.hasOwn(bound, name));
  const action: Pick<Action, keyof Action & string> = {
    ...shape,
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
