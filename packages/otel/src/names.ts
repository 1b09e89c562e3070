// Names of attributes, events and instruments. Those that start with `gen_ai.` and `error.` are OpenTelemetry's, written out here
// because its package of names calls the GenAI ones experimental: they may go from one version to the next.

/** Of GenAI systems: which kind of work a span stands for. */
export const genAiOperationName = "gen_ai.operation.name";
/** Of GenAI systems: what turns of one conversation have in common. Here the app id. */
export const genAiConversationId = "gen_ai.conversation.id";
/** The attributes in which OpenTelemetry names the thing that an operation invokes. */
export const genAiNameOf = { invoke_workflow: "gen_ai.workflow.name", invoke_agent: "gen_ai.agent.name" } as const;

/** What people and models said, by OpenTelemetry's names: kept out of spans unless it is asked for. */
export const contentNames: ReadonlySet<string> = new Set([
  "gen_ai.input.messages",
  "gen_ai.output.messages",
  "gen_ai.system_instructions",
  "gen_ai.tool.call.arguments",
  "gen_ai.tool.call.result",
  "gen_ai.retrieval.query.text",
  "gen_ai.retrieval.documents",
  "gen_ai.prompt",
  "gen_ai.completion",
]);

/** What kind of error has ended something. */
export const errorType = "error.type";

/** Our own attributes. */
export const burr = {
  application: "burr.application",
  appId: "burr.app_id",
  partitionKey: "burr.partition_key",
  method: "burr.method",
  path: "burr.path",
  stopped: "burr.stopped",
  steps: "burr.steps",
  status: "burr.status",
  action: "burr.action",
  sequenceId: "burr.sequence_id",
  attempt: "burr.attempt",
  role: "burr.role",
  committed: "burr.committed",
  recovered: "burr.recovered",
  abortReason: "burr.abort.reason",
  inputs: "burr.inputs",
  result: "burr.result",
  delta: "burr.delta",
  keys: "burr.keys",
  chunks: "burr.stream.chunks",
  timeToFirstChunk: "burr.stream.time_to_first_chunk",
  spanUid: "burr.span.uid",
  spanDependencies: "burr.span.dependencies",
  spanUnfinished: "burr.span.unfinished",
  retryDelayMs: "burr.retry.delay_ms",
  from: "burr.transition.from",
  to: "burr.transition.to",
  condition: "burr.transition.condition",
  link: "burr.link",
} as const;
