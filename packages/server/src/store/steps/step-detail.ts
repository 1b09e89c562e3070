import {
  type ApplicationModel,
  type ChildSummary,
  type KeyUse,
  type LoggedError,
  type LoggedState,
  type ParsedLine,
  preview,
  type StepDetail,
  type StreamSummary,
  type ValuePreview,
} from "@burrjs/protocol";
import { decisionView } from "./decisions.ts";
import { lastWriter } from "./key-writers.ts";
import type { Spot } from "./log-steps.ts";
import { stepClock, type TimeReader } from "./step-clock.ts";
import { lineOf, type StepLine, stepLines } from "./step-lines.ts";
import { type RowContext, startedMs, stepRow } from "./step-row.ts";
import { SpanCollector } from "./step-spans.ts";
import { streamEntries, streamSummary, tellingEntries } from "./step-streams.ts";

/** What a step's detail is made of besides its lines. */
export interface DetailParts {
  readonly context: RowContext;
  readonly graph: ApplicationModel | undefined;
  readonly children: readonly ChildSummary[];
  /** The states before and after it. */
  readonly before: LoggedState | undefined;
  readonly after: LoggedState | undefined;
}

/** No more lines of one step are read than this; their number is in its row. */
const mostLines = 20_000;
const mostUnknown = 100;

/** Everything about a step but its state. */
export async function stepDetail(spot: Spot, parts: DetailParts): Promise<StepDetail> {
  const { index, step } = spot;
  const { context, graph } = parts;
  const { view } = context;
  const row = stepRow(context, spot);
  const streams = streamEntries(index, step);
  const chunks = new Set(streams.flatMap((stream) => stream.chunks));
  const telling = new Map(streams.flatMap((stream) => tellingEntries(stream).map((entry) => [entry, stream.attempt])));
  const entries = index.entriesOf(step).filter((entry) => !chunks.has(entry) || telling.has(entry));
  const msOf = stepClock(context, spot);
  const lines = new DetailLines(msOf);
  for await (const line of stepLines(view, index, entries.slice(0, mostLines))) {
    lines.add(line, telling.get(line.entry));
  }
  const why = await lineOf(view, { index, entry: index.steps.get("why", step), kind: "transition" });
  const access = lines.access;
  const declared = graph?.actions.find(({ name }) => name === row.action);
  const use = (key: string, state: LoggedState | undefined): KeyUse => ({
    key,
    preview: state !== undefined && Object.hasOwn(state, key) ? preview(state[key]) : null,
    last_writer: lastWriter(index, key, { before: step, step, graph }),
  });
  return {
    ...row,
    inputs: lines.inputs,
    answers: lines.answers,
    result: lines.result,
    exception: lines.exception,
    committed: index.hasFlag(step, "committed"),
    why: why === undefined ? null : decisionView(why, graph),
    next: lines.transition === undefined ? null : decisionView(lines.transition, graph),
    read: (access?.read ?? declared?.reads ?? []).map((key) => use(key, parts.before)),
    wrote: (access?.wrote ?? declared?.writes ?? []).map((key) => use(key, parts.after)),
    access_recorded: access !== undefined,
    undeclared: access?.undeclared ?? [],
    spans_list: lines.spans.spans(),
    attributes: lines.spans.attributes(),
    streams: streams.map(({ attempt }): StreamSummary =>
      streamSummary(attempt, lines.streams.get(attempt) ?? [], {
        msOf,
        startedMs: lines.retriedMs.get(attempt - 1) ?? startedMs(context, index, step),
      }),
    ),
    children_list: parts.children.filter(({ sequence_id: id }) => id === row.sequence_id),
    retries: lines.retries,
    recovered: lines.recovered,
    unknown_records: lines.unknown,
  };
}

type RecordOf<TType extends ParsedLine["type"]> = Extract<ParsedLine, { readonly type: TType }>;

/** What the lines of a step say. */
class DetailLines {
  readonly spans: SpanCollector;
  readonly streams = new Map<number, ParsedLine[]>();
  readonly retries: StepDetail["retries"][number][] = [];
  readonly unknown: unknown[] = [];
  /** When an attempt failed that was followed by another one. */
  readonly retriedMs = new Map<number, number>();
  readonly #msOf: TimeReader;
  inputs: Readonly<Record<string, ValuePreview>> = {};
  answers: Readonly<Record<string, ValuePreview>> = {};
  result: ValuePreview | null = null;
  exception: string | null = null;
  recovered: string | null = null;
  access: RecordOf<"access"> | undefined;
  transition: RecordOf<"transition"> | undefined;

  constructor(msOf: TimeReader) {
    this.#msOf = msOf;
    this.spans = new SpanCollector(msOf);
  }

  add({ record }: StepLine, attempt: number | undefined): void {
    switch (record.type) {
      case "begin_entry":
        this.inputs = previewsOf(record.inputs);
        this.answers = previewsOf(record.answers ?? {});
        break;
      case "end_entry":
        this.exception = record.exception;
        this.result = record.result === null ? null : preview(record.result);
        this.recovered = record.recovered === undefined ? null : errorText(record.recovered);
        break;
      case "begin_span":
      case "end_span":
      case "attribute":
        this.spans.add(record);
        break;
      case "transition":
        this.transition = record;
        break;
      case "access":
        this.access = record;
        break;
      case "retry": {
        const failedMs = this.#msOf(record.t, record.m);
        if (failedMs !== undefined) this.retriedMs.set(record.attempt, failedMs);
        this.retries.push({
          attempt: record.attempt,
          error: errorText(record.error),
          delay_ms: record.delay_ms,
        });
        break;
      }
      case "checkpoint":
        this.#addUnknown(record);
        break;
      case "unknown":
        this.#addUnknown(record.fields);
        break;
      default:
        if (attempt !== undefined) this.streams.set(attempt, [...(this.streams.get(attempt) ?? []), record]);
    }
  }

  /** Large ones would make the answer large: of those, what they begin with. */
  #addUnknown(fields: unknown): void {
    if (this.unknown.length >= mostUnknown) return;
    const shown = preview(fields);
    this.unknown.push(shown.truncated === true ? shown : fields);
  }
}

function errorText({ name, message }: LoggedError): string {
  return `${name}: ${message}`;
}

function previewsOf(values: Readonly<Record<string, unknown>>): Record<string, ValuePreview> {
  // `fromEntries` also makes an own key of `__proto__`.
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, preview(value)]));
}
