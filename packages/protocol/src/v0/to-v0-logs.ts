import { pythonConverter } from "../convert/python-converter.ts";
import { toPythonGraph } from "../convert/to-python-graph.ts";
import type { ApplicationModel, ChildModel, MetadataModel } from "../files.ts";
import type { LogRecord } from "../records.ts";
import type {
  V0Application,
  V0ApplicationLogs,
  V0Attribute,
  V0BeginEntry,
  V0BeginSpan,
  V0EndEntry,
  V0EndSpan,
  V0Step,
  V0StreamEvent,
} from "./v0.ts";

/** What there is of an application. */
export interface V0LogsParts {
  /** In the order of the log; ours or Python's, as they are or from `toPythonRecords`, which brings large values back. */
  readonly records: Iterable<LogRecord>;
  readonly graph: ApplicationModel | undefined;
  readonly children: readonly ChildModel[];
  readonly metadata: MetadataModel | undefined;
}

/**
 * An application as Burr's own server answers with it: steps by sequence id, of those with the same id what came last. Steps that never
 * began are left out, and so are spans. Without a graph, one of the actions that ran stands for it.
 */
export function toV0Logs({ records, graph, children, metadata }: V0LogsParts): V0ApplicationLogs {
  const steps = stepsOf(records);
  return {
    application: graph === undefined ? graphOf(steps) : toPythonGraph(graph),
    children,
    steps,
    parent_pointer: metadata?.parent_pointer ?? null,
    spawning_parent_pointer: metadata?.spawning_parent_pointer ?? null,
  };
}

interface Parts {
  begin?: V0BeginEntry;
  end?: V0EndEntry;
  readonly spans: Map<string, { begin?: V0BeginSpan; end?: V0EndSpan }>;
  readonly attributes: V0Attribute[];
  readonly streams: V0StreamEvent[];
}

function stepsOf(records: Iterable<LogRecord>): readonly V0Step[] {
  const byId = new Map<number, Parts>();
  const partsOf = (sequenceId: number): Parts => {
    const known = byId.get(sequenceId);
    if (known !== undefined) return known;
    const parts: Parts = { spans: new Map(), attributes: [], streams: [] };
    byId.set(sequenceId, parts);
    return parts;
  };
  const convert = pythonConverter();
  for (const logged of records) {
    const record = convert(logged);
    if (record === undefined) continue;
    const parts = partsOf("sequence_id" in record ? record.sequence_id : record.action_sequence_id);
    switch (record.type) {
      case "begin_entry":
        parts.begin = record;
        break;
      case "end_entry":
        parts.end = record;
        break;
      case "begin_span":
        parts.spans.set(record.span_id, { ...parts.spans.get(record.span_id), begin: record });
        break;
      case "end_span":
        parts.spans.set(record.span_id, { ...parts.spans.get(record.span_id), end: record });
        break;
      case "attribute":
        parts.attributes.push(record);
        break;
      default:
        parts.streams.push(record);
    }
  }
  return [...byId].toSorted(([one], [other]) => one - other).flatMap(([, parts]) => stepOf(parts));
}

function stepOf({ begin, end, spans, attributes, streams }: Parts): readonly V0Step[] {
  if (begin === undefined) return [];
  return [
    {
      step_start_log: begin,
      step_end_log: end ?? null,
      spans: [...spans.values()].flatMap((span) =>
        span.begin === undefined ? [] : [{ begin_entry: span.begin, end_entry: span.end ?? null }],
      ),
      attributes,
      streaming_events: streams,
    },
  ];
}

function graphOf(steps: readonly V0Step[]): V0Application {
  const names = [...new Set(steps.map(({ step_start_log: { action } }) => action))];
  return {
    type: "application",
    entrypoint: names[0] ?? "",
    actions: names.map((name) => ({
      type: "action",
      name,
      reads: [],
      writes: [],
      code: "",
      inputs: [],
      optional_inputs: [],
    })),
    transitions: [],
    v: 1,
  };
}
