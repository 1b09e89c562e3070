export type {
  AccessRecord,
  AttributeRecord,
  BeginEntryRecord,
  BeginSpanRecord,
  BeginStreamRecord,
  CheckpointRecord,
  EndEntryRecord,
  EndRunRecord,
  EndSpanRecord,
  EndStreamRecord,
  FirstItemRecord,
  HeartbeatRecord,
  LoggedError,
  LoggedStatus,
  LoggedTrial,
  LogRecord,
  LogValue,
  LostRecord,
  RetryRecord,
  RunRecord,
  StateForm,
  StreamChunkRecord,
  Timestamp,
  TransitionRecord,
} from "./records.ts";
export type { PatchOperation, StatePatch } from "./patch.ts";
export type {
  ActionModel,
  ApplicationModel,
  ChildModel,
  MetadataModel,
  PointerModel,
  TransitionModel,
} from "./files.ts";
export type { CacheRoom, LogSource, ProjectEntry, RunEntry, RunFiles, SmallFile } from "./source.ts";
export type {
  AttributeView,
  ChildSummary,
  DecisionView,
  DiffEntry,
  Facets,
  KeyChange,
  KeyUse,
  Page,
  ProjectSummary,
  RunHeader,
  RunsChange,
  RunsPage,
  RunSummary,
  SpanView,
  StateNode,
  StateView,
  StepDetail,
  StepPointer,
  StepRow,
  RunState,
  StepState,
  StreamPart,
  StreamSummary,
  TrialView,
  UnreadablePart,
  ValuePreview,
} from "./api.ts";
export type { SearchHit } from "./search-hit.ts";
export type { Note, NoteContent, NoteObservation, NotePlace, NotePointer, NoteTarget, NoteVersion } from "./note.ts";
export type { ServerMeta, UnreadableFile } from "./server-meta.ts";
export type { ActionSums, GraphUse, ProjectGraph, WaySums } from "./project-graph.ts";
export type { TestFiles } from "./test-files.ts";
export type { AlignedRow, AlignedStep, Alignment } from "./alignment.ts";
export { ingestContentType, ingestPath, isProjectName, parseIngestLine } from "./ingest.ts";
export type {
  IngestAnswer,
  IngestBlob,
  IngestChild,
  IngestGraph,
  IngestLine,
  IngestLines,
  IngestOpen,
  IngestPlace,
  IngestProblem,
} from "./ingest.ts";
export { runnerJobsPath, runnerReportsPath, withRunnersNews } from "./runner.ts";
export type {
  AskedInput,
  CallMode,
  ControlAction,
  ForkAnswer,
  ForkBody,
  ForkFacts,
  ForkPoint,
  ForkRequest,
  HeldFork,
  JobReport,
  JobSummary,
  LoggedParent,
  RunnerApplication,
  RunnerHello,
  RunnerJob,
  RunnerReports,
  RunnersNews,
  RunnersView,
  RunnerSummary,
  TapedStep,
  WaitingFor,
} from "./runner.ts";
export { parseRunnerJob } from "./parse/parse-job.ts";
export type { ParsedLine, Unreadable, UnknownRecord } from "./parse/outcome.ts";
export { parseBytes, parseRange, type ParseBytesOptions, type ParsedBytes } from "./parse/parse-bytes.ts";
export { type ByteRange, scanFields, type ScannedFields } from "./parse/scan-fields.ts";
export { parseRecord } from "./parse/parse-record.ts";
export { exceptionError } from "./python/exception-error.ts";
export { normalise, type SettledEnd } from "./python/normalise.ts";
export { parseChildren, parseGraph, parseMetadata } from "./python/parse-files.ts";
export { inferZone } from "./time/infer-zone.ts";
export { timeMs, type TimeOptions } from "./time/time-ms.ts";
export { dayText, isTimeZone, type LocalDays, localDays, machineZone } from "./time/time-zone.ts";
export { applyPatch, type LoggedState } from "./state/apply-patch.ts";
export { diffJson, type DiffOptions } from "./state/diff-json.ts";
export { initialValue, isInitialValue } from "./state/initial-value.ts";
export { escapePointer, pointerGet, pointerKeys } from "./state/pointer.ts";
export { preview } from "./state/preview.ts";
export { sameJson } from "./state/same-json.ts";
export { stateAfter } from "./state/state-after.ts";
export { commonSubsequence, type Match } from "./state/subsequence.ts";
export { type Masked, maskMissing, missingMark } from "./state/mask-missing.ts";
export { type BlobReference, blobReference, hiddenText, isMissingValue, isTagged, type Tagged } from "./state/tags.ts";
export { csvField, type CsvValue, toCsv } from "./csv.ts";
export { type StepColumn, stepColumns } from "./step-columns.ts";
export { stepsCsv, stepsCsvHead } from "./steps-csv.ts";
export { costFormula, costOf, costOfUsage } from "./cost/cost-of.ts";
export type { ModelUsage, TokenCounts } from "./cost/usage.ts";
export { listPrices, parsePrices, type Price, priceOf, pricesFrom } from "./cost/prices.ts";
export { type Completion, completions, type Completions, type QueryVocabulary } from "./query/completions.ts";
export type { RunFacts, StepFacts } from "./query/facts.ts";
export { type Glob, glob } from "./query/glob.ts";
export { lex } from "./query/lex.ts";
export { matchesRun, matchesStep } from "./query/match-query.ts";
export { parseQuery, type ParseQueryOptions } from "./query/parse-query.ts";
export type { Bound, Comparison, Query, QueryError, QuerySubject, StateTest, Term, Test } from "./query/query.ts";
export { type NameField, type NumberField, type QueryField, queryFields } from "./query/query-fields.ts";
export { blobExpander, type BlobText } from "./convert/expand-blobs.ts";
export { pythonConverter } from "./convert/python-converter.ts";
export { pythonLine } from "./convert/python-line.ts";
export { toPythonGraph } from "./convert/to-python-graph.ts";
export { toPythonRecords, type ToPythonOptions } from "./convert/to-python-records.ts";
export { toV0Logs, type V0LogsParts } from "./v0/to-v0-logs.ts";
export type {
  PythonRecord,
  V0Action,
  V0Annotation,
  V0AnnotationCreate,
  V0Application,
  V0ApplicationLogs,
  V0ApplicationPage,
  V0ApplicationSummary,
  V0Attribute,
  V0BackendSpec,
  V0BeginEntry,
  V0BeginSpan,
  V0DataPointer,
  V0EndEntry,
  V0EndSpan,
  V0IndexingJob,
  V0Observation,
  V0Project,
  V0Span,
  V0Step,
  V0StreamEvent,
} from "./v0/v0.ts";
export { beginOf } from "./text/begin-of.ts";
export { isSourcePath } from "./text/source-path.ts";
export { visibleJson, visibleLine, visibleText } from "./text/visible-text.ts";
export { isObject, type JsonObject } from "./parse/check.ts";
