import {
  type AttributeRecord,
  type BeginEntryRecord,
  beginOf,
  type EndEntryRecord,
  type EndRunRecord,
  exceptionError,
  type LoggedError,
  type ParsedLine,
  type RunRecord,
  type StreamChunkRecord,
} from "@burrjs/protocol";
import { runEnds, stepStates } from "./index-tables.ts";
import { noteTime, noteZone, quarterMs, steadyMs } from "./log-clock.ts";
import type { LinePlace, RunIndex } from "./run-index.ts";
import { noteWay } from "./step-way.ts";
import { noteUsage } from "./usage.ts";

/**
 * Takes note of what a line says. Of records that were looked through and not parsed, fields may be missing.
 *
 * @param index - Gets longer.
 * @param record - What the line is.
 * @param place - Where it stands.
 */
export function indexRecord(index: RunIndex, record: ParsedLine, place: LinePlace): void {
  switch (record.type) {
    case "unreadable":
      noteUnreadable(index, record.reason, place);
      break;
    case "run":
      beginRun(index, record, place);
      break;
    case "end_run":
      endRun(index, record);
      break;
    case "begin_entry":
      beginStep(index, record, place);
      break;
    case "end_entry":
      endStep(index, record, place);
      break;
    case "lost":
      index.facts.lostRecords += record.records;
      index.facts.isDoubtful = true;
      break;
    case "heartbeat":
      noteTime(index, record.t);
      break;
    default:
      noteDetail(index, record, place);
  }
}

/** Takes note of a line, or of a part of one, that is no record. */
export function noteUnreadable(index: RunIndex, reason: string, { offset, length }: LinePlace): void {
  const { unreadable, facts } = index;
  facts.isDoubtful = true;
  facts.unreadable += 1;
  if (unreadable.count >= mostUnreadable) return;
  const row = unreadable.add();
  unreadable.set("offset", row, offset);
  unreadable.set("bytes", row, length);
  unreadable.set("reason", row, index.texts.add(reason));
}

const mostUnreadable = 10_000;
const mostUnknown = 100_000;

function beginRun(index: RunIndex, record: RunRecord, place: LinePlace): void {
  const { runs, texts } = index;
  const before = runs.count - 1;
  const run = runs.add();
  const { ms } = noteTime(index, record.t);
  runs.set("offset", run, place.offset);
  runs.set("length", run, place.length);
  runs.set("started", run, ms);
  runs.set("pid", run, record.pid);
  runs.set("id", run, texts.add(record.run_id));
  runs.set("steps", run, index.steps.count);
  const isSameProcess = before >= 0 && runs.get("pid", before) === record.pid;
  for (const [name, text] of [
    ["host", record.host],
    ["runtime", record.runtime],
    ["graph", record.graph_hash],
  ] as const) {
    const kept = isSameProcess || name === "graph" ? runs.get(name, before) : 0;
    runs.set(name, run, text === undefined ? kept : texts.add(text));
  }
  if (record.state !== undefined) runs.set("state", run, addState(index, record.form === "patch", -1, place));
}

function endRun(index: RunIndex, record: EndRunRecord): void {
  const { runs, texts } = index;
  noteTime(index, record.t);
  const id = texts.find(record.run_id);
  let run = runs.count - 1;
  while (run >= 0 && runs.get("id", run) !== id) run -= 1;
  if (run < 0) return;
  runs.set("status", run, runEnds.indexOf(record.status));
  if (record.error !== undefined) runs.set("error", run, texts.add(shortError(record.error)));
}

function beginStep(index: RunIndex, record: BeginEntryRecord, place: LinePlace): void {
  const { steps } = index;
  const step = index.addStep(record.sequence_id, record.action);
  const time = noteTime(index, record.start_time);
  const us = record.m ?? Number.NaN;
  const ms = isOfOneProcess(index, step - 1)
    ? steadyMs({ ms: steps.get("started", step - 1), us: steps.get("startedMark", step - 1) }, { ms: time.ms, us })
    : time.ms;
  steps.set("started", step, ms);
  if (time.isNaive) index.setFlag(step, "naiveStart");
  steps.set("startedMark", step, us);
  steps.set("attempt", step, Math.max(1, record.attempt ?? 1));
  steps.set("role", step, record.role === undefined ? 0 : index.texts.add(record.role));
  steps.set("begin", step, index.addEntry("begin_entry", step, record.sequence_id, place));
  noteWay(index, step);
  steps.set("stateBefore", step, index.states.count - 1);
  countQuarter(index, ms);
}

/** Whether what comes now is of the process that did a step. */
function isOfOneProcess({ runs }: RunIndex, step: number): boolean {
  for (let run = runs.count - 1; run > 0 && runs.get("steps", run) > step; run -= 1)
    if (runs.get("pid", run) !== runs.get("pid", run - 1)) return false;
  return step >= 0;
}

function endStep(index: RunIndex, record: EndEntryRecord, place: LinePlace): void {
  const { steps, facts, texts } = index;
  const { ms, isNaive } = noteTime(index, record.end_time);
  let step = index.stepOf(record.sequence_id) ?? -1;
  const isItsEnd = step >= 0 && steps.get("end", step) < 0 && texts.text(steps.get("action", step)) === record.action;
  if (!isItsEnd) {
    // Its beginning could not be read, or was never written. In the middle of a log it stands before what is looked at.
    if (index.from > 0 && steps.count === 0) return;
    step = index.addStep(record.sequence_id, record.action);
    steps.set("started", step, ms);
    if (isNaive) index.setFlag(step, "naiveStart");
    noteWay(index, step);
    steps.set("stateBefore", step, index.states.count - 1);
    countQuarter(index, ms);
  } else {
    const elapsedUs = (record.m ?? Number.NaN) - steps.get("startedMark", step);
    const byClockUs =
      isNaive === index.hasFlag(step, "naiveStart") ? (ms - steps.get("started", step)) * 1000 : Number.NaN;
    const durationUs = elapsedUs >= 0 ? elapsedUs : Math.max(0, byClockUs);
    steps.set("durationUs", step, durationUs);
    const endedMs = steps.get("started", step) + durationUs / 1000;
    if (facts.clockWentBack && facts.latestMs !== null && endedMs > facts.latestMs) facts.latestMs = endedMs;
  }
  if (isNaive) index.setFlag(step, "naiveEnd");
  steps.set("end", step, index.addEntry("end_entry", step, record.sequence_id, place));
  const status = record.status ?? (record.exception === null ? "completed" : "failed");
  steps.set("status", step, stepStates.indexOf(status));
  if (status === "failed") facts.failed += 1;
  if (record.committed ?? status === "completed") index.setFlag(step, "committed");
  if (record.recovered !== undefined) index.setFlag(step, "recovered");
  if (record.attempt !== undefined) steps.set("attempt", step, Math.max(1, record.attempt));
  const error = record.error ?? (record.exception === null ? undefined : exceptionError(record.exception));
  if (error !== undefined) steps.set("error", step, texts.add(shortError(error)));
  steps.set("state", step, addState(index, record.form === "patch", step, place));
}

function addState(index: RunIndex, isPatch: boolean, step: number, place: LinePlace): number {
  const { states, facts } = index;
  const state = states.add();
  states.set("offset", state, place.offset);
  states.set("length", state, place.length);
  states.set("step", state, step);
  if (isPatch) {
    states.set("isPatch", state, 1);
    states.set("keyframe", state, states.get("keyframe", state - 1));
  } else {
    states.set("keyframe", state, state);
    facts.isDoubtful = false;
  }
  states.set("isDoubtful", state, facts.isDoubtful ? 1 : 0);
  return state;
}

function noteDetail(index: RunIndex, record: DetailRecord, place: LinePlace): void {
  const id = sequenceOf(record);
  if (id === undefined) return;
  const { steps } = index;
  const step = index.stepOf(id) ?? -1;
  // In the middle of a log, what belongs to steps before is left to those who look at all of it.
  if (step < 0 && index.from > 0) return;
  if (step < 0 || record.type === "unknown") {
    // What belongs to nothing that we know must not fill the memory.
    if (index.facts.unknown >= mostUnknown) return;
    index.facts.unknown += 1;
  }
  const entry = index.addEntry(record.type, step, id, place);
  if (record.type === "transition" && record.to !== null) {
    const { texts, facts } = index;
    facts.openChoice = { entry, from: texts.add(record.from), to: texts.add(record.to) };
  }
  if (step < 0) return;
  switch (record.type) {
    case "begin_span":
      steps.set("spans", step, steps.get("spans", step) + 1);
      break;
    case "begin_stream":
      index.setFlag(step, "stream");
      index.openStreams.set(step, {
        step,
        openedMs: noteTime(index, record.stream_init_time).ms,
        mark: record.m ?? Number.NaN,
      });
      break;
    case "first_item_stream":
      noteFirstItem(index, step, noteTime(index, record.first_item_time).ms, record.m ?? Number.NaN);
      break;
    case "stream_chunk":
      noteChunks(index, step, record);
      break;
    case "end_stream":
      index.openStreams.delete(step);
      index.setFlag(step, "stream");
      steps.set("chunks", step, Math.max(steps.get("chunks", step), record.items_streamed));
      break;
    case "access":
      index.setFlag(step, "accessRecorded");
      for (const key of record.read) index.addAccess(step, key, false);
      for (const key of record.wrote) index.addAccess(step, key, true);
      break;
    case "retry":
      steps.set("attempt", step, record.attempt + 1);
      steps.set("chunks", step, 0);
      break;
    case "attribute":
      noteAttribute(index, step, record);
      break;
    default:
      break;
  }
}

type DetailRecord = Exclude<
  ParsedLine,
  { readonly type: "unreadable" | "run" | "end_run" | "begin_entry" | "end_entry" | "lost" | "heartbeat" }
>;

/** The id of the step that a record belongs to; of an unknown one, what looks like it. */
function sequenceOf(record: DetailRecord): number | undefined {
  if (record.type !== "unknown") return "sequence_id" in record ? record.sequence_id : record.action_sequence_id;
  for (const name of ["sequence_id", "action_sequence_id"]) {
    const id = Object.hasOwn(record.fields, name) ? record.fields[name] : undefined;
    if (typeof id === "number" && Number.isSafeInteger(id)) return id;
  }
  return undefined;
}

function noteFirstItem(index: RunIndex, step: number, ms: number, mark: number): void {
  const stream = index.openStreams.get(step);
  if (stream === undefined) return;
  index.openStreams.delete(step);
  const elapsedUs = mark - stream.mark;
  index.steps.set("firstChunkUs", step, elapsedUs >= 0 ? elapsedUs : Math.max(0, (ms - stream.openedMs) * 1000));
}

function noteChunks(index: RunIndex, step: number, record: StreamChunkRecord): void {
  const { steps } = index;
  index.setFlag(step, "stream");
  const first = record.i === 0 ? record.dt_us[0] : undefined;
  if (first !== undefined && Number.isNaN(steps.get("firstChunkUs", step))) steps.set("firstChunkUs", step, first);
  // The first of an attempt has waited for the stream to begin.
  const gapUs = record.dt_us.reduce((longest, us, at) => (at + record.i > 0 && us > longest ? us : longest), -1);
  const before = steps.get("longestGapUs", step);
  if (gapUs >= 0 && !(before >= gapUs)) steps.set("longestGapUs", step, gapUs);
  const chunks = record.i + record.dt_us.length + (record.dropped ?? 0);
  steps.set("chunks", step, Math.max(steps.get("chunks", step), chunks));
}

function noteAttribute(index: RunIndex, step: number, record: AttributeRecord): void {
  if (record.time_logged) noteZone(index, record.time_logged);
  if (record.value !== undefined) noteUsage(index, step, record);
}

function countQuarter({ quarters }: RunIndex, ms: number): void {
  const quarter = Math.floor(ms / quarterMs);
  quarters.set(quarter, (quarters.get(quarter) ?? 0) + 1);
}

function shortError(error: LoggedError): string {
  return cut(error.message === "" ? error.name : `${error.name}: ${error.message}`);
}

function cut(text: string): string {
  return text.length > 300 ? `${beginOf(text, 299)}…` : text;
}
