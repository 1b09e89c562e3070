import {
  anything,
  type Check,
  type Field,
  filled,
  flag,
  isObject,
  listOf,
  needed,
  number,
  object,
  oneOf,
  optional,
  orNull,
  recordOf,
  shape,
  text,
  time,
  whole,
} from "./check.ts";
import { type NamedField, namedFields } from "./settle.ts";

const error = shape("an error with name and message", {
  name: needed(text),
  message: needed(text),
  code: optional(text),
});

const operation: Check = {
  wanted: "a change of a patch",
  holds: (value) =>
    isObject(value) &&
    typeof value["path"] === "string" &&
    (value["op"] === "remove" ||
      ((value["op"] === "add" || value["op"] === "replace") && Object.hasOwn(value, "value"))),
};

/** What stands in `state` of a record with the form "patch". */
export const patch: Check = shape("a patch", { $patch: needed(listOf(operation)) });

/** Changes, in order. */
export const operations: Check = listOf(operation);

const trial = shape("a transition that was tried", {
  to: needed(text),
  condition: needed(text),
  keys: needed(listOf(text)),
  result: needed({
    wanted: "true, false or an error",
    holds: (value) => typeof value === "boolean" || (isObject(value) && typeof value["error"] === "string"),
  }),
});

/** The one version of the format that there is. */
const version: Check = { wanted: "1", holds: (value) => value === 1 };

const none = (): null => null;
const emptyObject = (): object => ({});
const emptyList = (): unknown[] => [];

const monotonic = { m: optional(number) };
const form = { form: optional(oneOf("key", "patch")) };
const ofStep = { action_sequence_id: needed(whole) };
const ofStream = { ...monotonic, ...ofStep, span_id: filled(orNull(text), none) };

type Fields = Readonly<Record<string, Field>>;

const fieldsOfTypes: Readonly<Record<string, Fields>> = {
  run: {
    ...monotonic,
    ...form,
    v: needed(version),
    run_id: needed(text),
    t: needed(time),
    method: needed(text),
    pid: needed(whole),
    host: optional(text),
    runtime: optional(text),
    graph_hash: optional(text),
    version: optional(whole),
    sequence_id: optional(whole),
    after: optional(orNull(text)),
    state: optional(object),
    parent: optional(shape("a parent", { app_id: needed(text), sequence_id: needed(whole), kind: needed(text) })),
    code: optional(shape("git, perhaps dirty", { git: needed(text), dirty: optional(flag) })),
  },
  end_run: {
    ...monotonic,
    run_id: needed(text),
    t: needed(time),
    stopped: filled(orNull(text), none),
    status: needed(oneOf("completed", "failed", "aborted", "suspended", "halted")),
    error: optional(error),
  },
  begin_entry: {
    ...monotonic,
    start_time: needed(time),
    action: needed(text),
    inputs: filled(object, emptyObject),
    sequence_id: needed(whole),
    attempt: optional(whole),
    role: optional(oneOf("answer", "fallback", "undo")),
    answers: optional(object),
  },
  end_entry: {
    ...monotonic,
    ...form,
    end_time: needed(time),
    action: needed(text),
    result: filled(anything, none),
    exception: filled(orNull(text), none),
    state: needed(object),
    sequence_id: needed(whole),
    status: optional(oneOf("completed", "failed", "aborted", "suspended")),
    committed: optional(flag),
    error: optional(error),
    attempt: optional(whole),
    recovered: optional(error),
  },
  begin_span: {
    ...monotonic,
    ...ofStep,
    start_time: needed(time),
    span_id: needed(text),
    span_name: needed(text),
    parent_span_id: filled(orNull(text), none),
    span_dependencies: filled(listOf(text), emptyList),
  },
  end_span: { ...monotonic, ...ofStep, end_time: needed(time), span_id: needed(text), error: optional(error) },
  attribute: {
    ...monotonic,
    ...ofStep,
    key: needed(text),
    span_id: filled(orNull(text), none),
    value: filled(anything, none),
    tags: filled(recordOf(text), emptyObject),
    time_logged: optional(orNull(time)),
  },
  begin_stream: { ...ofStream, stream_init_time: needed(time) },
  first_item_stream: { ...ofStream, first_item_time: needed(time) },
  end_stream: { ...ofStream, end_time: needed(time), items_streamed: needed(whole) },
  stream_chunk: {
    sequence_id: needed(whole),
    attempt: optional(whole),
    i: needed(whole),
    dt_us: needed(listOf(number)),
    items: needed(listOf(anything)),
    dropped: optional(whole),
  },
  transition: {
    ...monotonic,
    sequence_id: needed(whole),
    from: needed(text),
    to: filled(orNull(text), none),
    t: needed(time),
    tried: needed(listOf(trial)),
  },
  access: {
    sequence_id: needed(whole),
    read: needed(listOf(text)),
    wrote: needed(listOf(text)),
    undeclared: optional(listOf(text)),
  },
  retry: {
    ...monotonic,
    sequence_id: needed(whole),
    attempt: needed(whole),
    t: needed(time),
    delay_ms: needed(number),
    error: needed(error),
  },
  checkpoint: { ...monotonic, sequence_id: needed(whole), t: needed(time), values: needed(object) },
  heartbeat: { t: needed(time), pid: needed(whole) },
  lost: { t: needed(time), records: needed(whole), reason: needed(text) },
};

/** What the records of each type must hold, by type. */
export const recordFields: ReadonlyMap<string, readonly NamedField[]> = new Map(
  Object.entries(fieldsOfTypes).map(([type, fields]) => [type, namedFields(fields)]),
);
