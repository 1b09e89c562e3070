// Logs as Burr for Python 0.40 writes them, for tests.

/** A step of a log. */
export interface PythonStep {
  readonly action: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>> | null;
  /** The text of a traceback. */
  readonly exception?: string;
  readonly spans?: readonly { readonly name: string; readonly attributes?: Readonly<Record<string, unknown>> }[];
  /** Of the step itself. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Makes it a streaming step. */
  readonly chunks?: number;
  /** Default: its place in the list. */
  readonly sequenceId?: number;
  /** The program died in it. */
  readonly unfinished?: true;
}

/** When and where the program ran. */
export interface PythonClock {
  /** In UTC. */
  readonly startMs?: number;
  readonly zoneOffsetMinutes?: number;
}

/** The clock of a log: each look is 2.001 ms later. */
class Clock {
  #microseconds: number;
  readonly #zoneMinutes: number;

  constructor({ startMs = Date.UTC(2026, 10, 29, 2, 30), zoneOffsetMinutes = 60 }: PythonClock) {
    this.#microseconds = startMs * 1000;
    this.#zoneMinutes = zoneOffsetMinutes;
  }

  /** As `datetime.now()` writes it: local and without a zone; without a fraction on the full second. */
  naive(): string {
    return this.#text(this.#zoneMinutes);
  }

  /** As `datetime.now(timezone.utc)` writes it. */
  aware(): string {
    return `${this.#text(0)}Z`;
  }

  #text(zoneMinutes: number): string {
    const now = this.#microseconds + zoneMinutes * 60_000_000;
    this.#microseconds += 2001;
    const fraction = now % 1_000_000;
    const seconds = new Date((now - fraction) / 1000).toISOString().slice(0, 19);
    return fraction === 0 ? seconds : `${seconds}.${String(fraction).padStart(6, "0")}`;
  }
}

/** The lines of `log.jsonl`. */
export function pythonLines(steps: readonly PythonStep[], clock: PythonClock = {}): readonly string[] {
  const time = new Clock(clock);
  let prior: string | undefined;
  return steps.flatMap((step, at) => {
    const id = step.sequenceId ?? at;
    const records = recordsOf(step, id, { time, prior });
    if (step.exception === undefined && step.unfinished !== true) prior = step.action;
    return records.map((record) => JSON.stringify(record));
  });
}

/** `log.jsonl`. */
export function pythonLog(steps: readonly PythonStep[], clock: PythonClock = {}): string {
  return pythonLines(steps, clock)
    .map((line) => `${line}\n`)
    .join("");
}

interface Writing {
  readonly time: Clock;
  readonly prior: string | undefined;
}

function recordsOf(step: PythonStep, id: number, { time, prior }: Writing): readonly object[] {
  const { action, inputs = {}, result = null, exception = null, chunks } = step;
  const records: object[] = [
    { type: "begin_entry", start_time: time.naive(), action, inputs, sequence_id: id },
    ...attributesOf(step.attributes, id, { time, span: null }),
    ...(step.spans ?? []).flatMap(({ name, attributes }, at) => spanOf(name, attributes, { id, at, time })),
  ];
  const ofStream = { action_sequence_id: id, span_id: null };
  if (chunks !== undefined) {
    records.push({ type: "begin_stream", ...ofStream, stream_init_time: time.aware() });
    if (chunks > 0) records.push({ type: "first_item_stream", ...ofStream, first_item_time: time.aware() });
  }
  if (step.unfinished === true) return records;
  const priorStep = exception === null ? action : prior;
  const engine = { __SEQUENCE_ID: id, ...(priorStep !== undefined && { __PRIOR_STEP: priorStep }) };
  const state = { ...step.state, ...engine };
  records.push({ type: "end_entry", end_time: time.naive(), action, result, exception, state, sequence_id: id });
  if (chunks !== undefined) {
    records.push({ type: "end_stream", ...ofStream, end_time: time.aware(), items_streamed: chunks });
  }
  return records;
}

function spanOf(
  name: string,
  attributes: Readonly<Record<string, unknown>> | undefined,
  { id, at, time }: { readonly id: number; readonly at: number; readonly time: Clock },
): readonly object[] {
  const span = `${id}:${at}`;
  return [
    {
      type: "begin_span",
      start_time: time.naive(),
      action_sequence_id: id,
      span_id: span,
      span_name: name,
      parent_span_id: null,
      span_dependencies: [],
    },
    ...attributesOf(attributes, id, { time, span }),
    { type: "end_span", end_time: time.naive(), action_sequence_id: id, span_id: span },
  ];
}

function attributesOf(
  attributes: Readonly<Record<string, unknown>> = {},
  id: number,
  { time, span }: { readonly time: Clock; readonly span: string | null },
): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    type: "attribute",
    key,
    action_sequence_id: id,
    span_id: span,
    value,
    tags: {},
    time_logged: time.aware(),
  }));
}

/** `graph.json`, in which Burr has the two kinds of inputs in each other's place. */
export function pythonGraph(
  actions: readonly {
    readonly name: string;
    readonly required?: readonly string[];
    readonly optional?: readonly string[];
  }[],
): string {
  return JSON.stringify({
    type: "application",
    entrypoint: actions[0]?.name ?? "",
    actions: actions.map(({ name, required = [], optional = [] }) => ({
      type: "action",
      name,
      reads: ["n"],
      writes: ["n"],
      code: `@action(reads=["n"], writes=["n"])\ndef ${name}(state): ...\n`,
      inputs: optional,
      optional_inputs: required,
    })),
    transitions: actions.map(({ name }, at) => ({
      type: "transition",
      from_: name,
      to: actions[(at + 1) % actions.length]?.name,
      condition: "default",
    })),
  });
}

/** `metadata.json`. */
export function pythonMetadata(more: Readonly<Record<string, unknown>> = {}): string {
  const none = { partition_key: null, parent_pointer: null, spawning_parent_pointer: null };
  return JSON.stringify({ type: "application_metadata", ...none, ...more });
}

/** A pointer to a step of another application. */
export function pythonPointer(appId: string, sequenceId: number | null = null): object {
  return { type: "pointer_data", app_id: appId, sequence_id: sequenceId, partition_key: null };
}

/** `children.jsonl`: the sequence id is that of the parent; those of the children are never known. */
export function pythonChildren(
  children: readonly { readonly appId: string; readonly kind?: "fork" | "spawn_start"; readonly parentStep?: number }[],
  clock: PythonClock = {},
): string {
  const time = new Clock(clock);
  return children
    .map(({ appId, kind = "spawn_start", parentStep = 0 }) => ({
      type: "child_application_data",
      child: pythonPointer(appId),
      event_time: time.naive(),
      event_type: kind,
      sequence_id: parentStep,
    }))
    .map((child) => `${JSON.stringify(child)}\n`)
    .join("");
}

/** A log with everything that Burr writes: spans, attributes, a stream, an error, and text in several scripts. */
export const pythonSteps: readonly PythonStep[] = [
  { action: "prompt", inputs: { question: "Grüße, 世界 🙂\u0001" }, state: { n: 1, chat: [] }, result: { n: 1 } },
  {
    action: "think",
    state: { n: 2, chat: [{ role: "user", content: "مرحبا" }] },
    result: { n: 2 },
    attributes: { model: "large-1" },
    spans: [{ name: "call", attributes: { tokens: 12, ok: true, list: [1, null] } }, { name: "parse" }],
  },
  { action: "answer", state: { n: 3, chat: [] }, result: { answer: "ok" }, chunks: 3 },
  {
    action: "prompt",
    state: { n: 3, chat: [] },
    exception: [
      "Traceback (most recent call last):",
      '  File "/app/run.py", line 12, in _run',
      "    return action.run(state)",
      "           ^^^^^^^^^^^^^^^^^",
      "app.errors.RateLimited: try again",
      "in 5 seconds",
      "",
    ].join("\n"),
  },
];
