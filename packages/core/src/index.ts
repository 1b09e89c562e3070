/// <reference lib="esnext.disposable" preserve="true" />
export { burr, type Burr } from "./burr.ts";
export type { Action, Actions, ActionSpec, NamedAction, SpecOf } from "./action/action.ts";
export type {
  ActionContract,
  ActionDefinition,
  ActionMembers,
  StreamingActionDefinition,
} from "./action/definition.ts";
export type { AnswerSchemas, AnswersOf, ErrorOf } from "./suspend/answer-types.ts";
export type { ActionDefaults, RetryOptions } from "./action/policy.ts";
export {
  input,
  type CallInputs,
  type DefaultedInput,
  type InputSpec,
  type InputSpecs,
  type InputsOf,
  type RequiredInput,
  type SchemaInput,
} from "./action/input.ts";
export type {
  ActionStream,
  App,
  AppCore,
  Compensated,
  Halt,
  HaltedStream,
  HaltNames,
  RecoverOptions,
  RunInputs,
  RunOptions,
  RunResult,
  RunStream,
  StepResult,
  StepResults,
} from "./application/app-types.ts";
export type { ForkOptions } from "./application/fork-options.ts";
export type { ApplicationBuilder, BuilderSpec, InitializeOptions } from "./application/builder.ts";
export type { ApplicationConfig, ApplicationOptions, GraphConfig } from "./application/config.ts";
export type { Migration } from "./application/versions.ts";
export { BurrError, isBurrError, type AnyBurrError, type ErrorDetails } from "./errors.ts";
export {
  and,
  expressionCondition,
  not,
  or,
  otherwise,
  when,
  type Condition,
  type ConditionSource,
} from "./graph/condition.ts";
export type { Decision, TriedTransition } from "./graph/decision.ts";
export type { ApplicationGraph, ComposableGraph, Edge, Graph } from "./graph/graph.ts";
export {
  isErrorCondition,
  onError,
  type ErrorClass,
  type ErrorCondition,
  type OnErrorOptions,
} from "./graph/on-error.ts";
export type { Finding, FindingCode, Place, ProofLevels } from "./graph/proof/finding.ts";
export type { ProofOptions } from "./graph/proof/validate.ts";
export type { Transition, TransitionsFor } from "./graph/graph-types.ts";
export type { StepContext } from "./step/context.ts";
export { traceIn, type Inside, type Trace, type TraceOptions } from "./step/trace.ts";
export type { Nested, NestedChunk, NestedItem, NestedOf, OwnChunk } from "./children/nested.ts";
export type { Spawn } from "./children/spawn-types.ts";
export type { SpawnOptions } from "./children/spawn.ts";
export type { Executor, ExecutorFactory } from "./parallel/executor.ts";
export { task, type Task } from "./parallel/task.ts";
export type { TaskDone, TaskFailed, TaskOptions } from "./parallel/task-types.ts";
export type { ParallelAction, ParallelOptions } from "./parallel/parallel-types.ts";
export type { AnyChunk, AnyEnd } from "./action/output-types.ts";
export type { SuspendOptions, Suspension } from "./suspend/suspension.ts";
export type { UndoneCommit } from "./undo/commits.ts";
export type { RunLimits } from "./run/limits.ts";
export type { OpenSuspension, RunMeta } from "./run/meta.ts";
export type {
  Accesses,
  ExecuteMethod,
  HookApp,
  HookContext,
  HookEvent,
  HookFailure,
  Hooks,
  HookStep,
  StepReport,
} from "./run/hooks.ts";
export type {
  Durability,
  LoadedRun,
  LoadQuery,
  OnConflict,
  Orphan,
  ParentPointer,
  Persister,
  StateLoader,
  StoredSuspension,
  SuspensionQuery,
} from "./persist/persister.ts";
export {
  memoryJournal,
  type ChunksRecord,
  type Journal,
  type JournalRecord,
  type MemoryJournal,
  type Session,
  type RunPoint,
  type StepEndedRecord,
  type StepStartedRecord,
} from "./run/journal.ts";
export type { Notes, StartingPoint } from "./run/runtime.ts";
export type { Middleware, MiddlewareState, MiddlewareStep, Next } from "./step/middleware.ts";
export type { OpenSpan, Span, SpanOptions, SpanScope } from "./step/spans.ts";
export { applyDelta, type Data, type Operation } from "./state/operations.ts";
export type { InputOf, OutputOf, SchemaIssue, SchemaResult, StandardSchema } from "./state/standard-schema.ts";
export type { DefaultedKeys, StateOf, StateSchemas } from "./state/schemas.ts";
export type { State } from "./state/state.ts";
export type { FullOperations, FullState, Operations, TypeMistake, View, Wrote } from "./state/view-types.ts";
export { channel, type Channel, type ChannelOptions } from "./stream/channel.ts";
export type {
  AnyRunEvent,
  CheckpointEvent,
  ChunkEvent,
  RollbackEvent,
  RunEndEvent,
  RunEvent,
  RunStartEvent,
  StepCompletedEvent,
  StepEndEvent,
  StepStartEvent,
  StepStatus,
  StepStoppedEvent,
  TransitionEvent,
} from "./stream/events.ts";
export type { PartialChunks } from "./step/partial.ts";
export { readStream } from "./stream/read-stream.ts";
export { eventResponse } from "./stream/response.ts";
export type { Outcome, ResponseOptions, Stream, StreamBranch, StreamSpec } from "./stream/stream-types.ts";
