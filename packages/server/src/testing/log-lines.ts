/** A time of a log: some milliseconds after the first one. */
export function at(ms: number): string {
  return new Date(firstMs + ms).toISOString();
}

/** When logs of tests begin. */
export const firstMs = Date.UTC(2026, 10, 29, 2, 30);

/** Records as the text of a log. */
export function logText(...records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

type Fields = Readonly<Record<string, unknown>>;

/** The `begin_entry` of a step, 10 ms per id after the first. */
export function begin(sequenceId: number, action = "count", fields: Fields = {}): object {
  return {
    type: "begin_entry",
    start_time: at(sequenceId * 10),
    action,
    inputs: {},
    sequence_id: sequenceId,
    ...fields,
  };
}

/** The `end_entry` of a step, 5 ms after its beginning. */
export function end(sequenceId: number, action = "count", fields: Fields = {}): object {
  return {
    type: "end_entry",
    end_time: at(sequenceId * 10 + 5),
    action,
    result: null,
    exception: null,
    state: { n: sequenceId },
    sequence_id: sequenceId,
    ...fields,
  };
}

/** A step that completed. */
export function step(sequenceId: number, action = "count", state: Fields = { n: sequenceId }): object[] {
  return [begin(sequenceId, action), end(sequenceId, action, { state })];
}

/** A step that changed the state by a patch. */
export function patchStep(sequenceId: number, operations: readonly Fields[]): object[] {
  return [begin(sequenceId), end(sequenceId, "count", { form: "patch", state: { $patch: operations } })];
}

/** The beginning of a run. */
export function run(fields: Fields = {}): object {
  return { type: "run", v: 1, run_id: "r1", t: at(0), method: "run", pid: 4121, host: "here", ...fields };
}
