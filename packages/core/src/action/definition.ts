import type { ErrorClass } from "../graph/on-error.ts";
import type { UndoneCommit } from "../undo/commits.ts";
import type { View, Wrote } from "../state/view-types.ts";
import type { StepContext } from "../step/context.ts";
import type { PartialChunks } from "../step/partial.ts";
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
  /** The text that stands for it in logs. Default: that of its functions. */
  readonly getSource?: () => string;
  /** The schemas of what it may ask for with `ctx.suspend()`, by name. */
  readonly answers?: TAnswers;
}

/** The state as the functions of a definition see it. */
type Seen<TState, TReads extends keyof TState, TWrites extends keyof TState> = View<
  TState,
  NoInfer<TReads>,
  NoInfer<TWrites>
>;
/** What they get besides. */
type Context<
  TState,
  TWrites extends keyof TState,
  THandles extends readonly ErrorClass[],
  TAnswers extends AnswerSchemas,
> = StepContext<Pick<TState, NoInfer<TWrites>>, ErrorOf<THandles>, NoInfer<TAnswers>>;

/**
 * What a definition may have besides `run`. Its functions are properties, since the compiler compares the parameters of
 * methods loosely: it would accept a function that wants keys which were not declared. `NoInfer`, since the keys are those of
 * the lists, and not what some function would like to have.
 */
export interface ActionMembers<
  TState,
  TReads extends keyof TState & string,
  TWrites extends keyof TState & string,
  TMayWrite extends keyof TState & string,
  THandles extends readonly ErrorClass[],
  TAnswers extends AnswerSchemas,
  TPartial,
  TAborted,
  TFallback,
  TAnswered,
> {
  /** Called when the step was aborted: what it returns is committed, so that the partial output is kept. Stands after `run`. */
  readonly onAbort?: (
    partial: PartialChunks<TPartial>,
    state: Seen<TState, TReads, TWrites | TMayWrite>,
  ) => Later<TAborted | Readonly<Pick<TState, TWrites>>>;
  /**
   * Called when the action has failed for good, after its retries; not for mistakes in the program. What it returns is
   * committed in place of what `run` would have returned: an update, or `[result, update]`.
   */
  readonly fallback?: (
    state: Seen<TState, TReads, TWrites | TMayWrite>,
    error: unknown,
    context: Context<TState, TWrites | TMayWrite, THandles, TAnswers>,
  ) => Later<TFallback | Readonly<Pick<TState, TWrites>>>;
  /**
   * Called, in a step of its own, when all that the action has asked for with `ctx.suspend()` is answered. Returns what `run`
   * may return, without chunks. Default: the answers are the update.
   */
  readonly onAnswer?: (
    state: Seen<TState, TReads, TWrites | TMayWrite>,
    answers: AnswersOf<NoInfer<TAnswers>>,
    context: Context<TState, TWrites | TMayWrite, THandles, TAnswers>,
  ) => Later<TAnswered | Readonly<Pick<TState, TWrites>>>;
  /**
   * Undoes what a commit of this action has done outside, when the run is `compensate()`d: gets the state of now, and what the
   * commit has left. May return an update. Without a persister, the states after these commits are kept in memory.
   */
  readonly undo?: (
    state: Seen<TState, TReads | TWrites | TMayWrite, TWrites | TMayWrite>,
    commit: UndoneCommit<Readonly<Partial<Pick<TState, NoInfer<TReads | TWrites | TMayWrite>>>>>,
    context: StepContext<Pick<TState, NoInfer<TWrites | TMayWrite>>>,
  ) => Later<Readonly<Partial<Pick<TState, NoInfer<TWrites | TMayWrite>>>> | Wrote<never> | void>;
}

/** The definition of an action, for `b.action()`. */
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
>
  extends
    ActionContract<TReads, TWrites, TMayWrite, TInputs, TTags, THandles, TAnswers>,
    ActionMembers<
      TState,
      TReads,
      TWrites,
      TMayWrite,
      THandles,
      TAnswers,
      Present<TPartial>,
      TAborted,
      TFallback,
      TAnswered
    > {
  readonly run: (
    state: Seen<TState, TReads, TWrites | TMayWrite>,
    inputs: InputsOf<TInputs>,
    context: Context<TState, TWrites | TMayWrite, THandles, TAnswers>,
  ) => Output<TEnd, TAsyncEnd, TChunk, TAsyncChunk, TPartial, Readonly<Pick<TState, TWrites>>>;
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
>
  extends
    ActionContract<TReads, TWrites, TMayWrite, TInputs, TTags, THandles, TAnswers>,
    ActionMembers<
      TState,
      TReads,
      TWrites,
      TMayWrite,
      THandles,
      TAnswers,
      PairChunk<Present<TPartial>>,
      TAborted,
      TFallback,
      TAnswered
    > {
  readonly run: (
    state: Seen<TState, TReads, TWrites | TMayWrite>,
    inputs: InputsOf<TInputs>,
    context: Context<TState, TWrites | TMayWrite, THandles, TAnswers>,
  ) => PairOutput<TPair, TAsyncPair, TPartial, Readonly<Pick<TState, TWrites>>>;
}
