import { applyDelta, type HookEvent, type State } from "@burrjs/core";
import type { AppLines } from "./app-lines.ts";
import type { Position } from "./position.ts";
import type { AppParts } from "./record-runs.ts";
import type { StateLog } from "./state-log.ts";

/** Writes what becomes of the steps of one application. */
export class StepRecords {
  readonly #lines: AppLines;
  readonly #states: StateLog;
  /** Before the step under way. */
  #before: State | undefined;
  readonly #position: Position;

  constructor({ lines, states, position }: AppParts) {
    this.#lines = lines;
    this.#states = states;
    this.#position = position;
  }

  begin({ action, sequenceId, attempt, role, inputs, answers, state }: HookEvent<"preRunStep">): void {
    const lines = this.#lines;
    const more =
      `${attempt === 1 ? "" : `,"attempt":${attempt}`}${role === undefined ? "" : `,"role":"${role}"`}` +
      (answers === undefined || lines.isPython ? "" : `,"answers":${lines.texts.whole(answers, ["answers"])}`);
    this.#before = state;
    this.#position.begin(sequenceId);
    lines.write(
      `{"type":"begin_entry","start_time":${lines.time()},"action":${JSON.stringify(action)},"inputs":${lines.texts.whole(inputs, ["inputs"])},` + // prettier-ignore
        `"sequence_id":${sequenceId}${lines.isPython ? "" : more}${lines.offset()}}`,
    );
  }

  access({ sequenceId, read, wrote, undeclared }: HookEvent<"postAccess">): void {
    if (this.#lines.isPython) return;
    const more = undeclared.length === 0 ? "" : `,"undeclared":${JSON.stringify(undeclared)}`;
    this.#lines.write(
      `{"type":"access","sequence_id":${sequenceId},"read":${JSON.stringify(read)},"wrote":${JSON.stringify(wrote)}${more}}`,
    );
  }

  end(report: HookEvent<"postRunStep">): void {
    const lines = this.#lines;
    const { action, sequenceId, attempt, status, committed, exception, recovered, role } = report;
    if (committed) this.#position.commit(action, role === "undo");
    const hasFailed = status !== "completed";
    const hasError = status === "failed" || (exception !== null && exception !== undefined);
    const state = this.#stateOf(report);
    const more =
      `${state.form === "patch" ? ',"form":"patch"' : ""}${hasFailed ? `,"status":"${status}"` : ""}` +
      (committed === (status === "completed") ? "" : `,"committed":${committed}`) +
      `${hasError ? `,"error":${lines.error(exception)}` : ""}${attempt === 1 ? "" : `,"attempt":${attempt}`}` +
      (recovered === undefined ? "" : `,"recovered":${lines.error(recovered.error)}`);
    lines.write(
      `{"type":"end_entry","end_time":${lines.time()},"action":${JSON.stringify(action)},"result":${this.#result(report.result)},` +
        `"exception":${hasError ? lines.exception(exception) : "null"},"state":${state.text},"sequence_id":${sequenceId}` +
        `${lines.isPython ? "" : more}${lines.offset()}}`,
    );
    // Whatever happens to the process now: this is what people will look for.
    if (status === "failed") void lines.log.flush();
  }

  transition({ sequenceId, from, to, tried }: HookEvent<"postTransition">): void {
    const lines = this.#lines;
    if (lines.isPython) return;
    const trials = tried.map(
      ({ to: target, condition, reads, result, error }) =>
        `{"to":${JSON.stringify(target)},"condition":${JSON.stringify(condition)},"keys":${JSON.stringify(reads)},` +
        `"result":${error === undefined ? result : `{"error":${lines.message(error)}}`}}`,
    );
    lines.write(
      `{"type":"transition","sequence_id":${sequenceId},"from":${JSON.stringify(from)},"to":${JSON.stringify(to)},` +
        `"t":${lines.time()},"tried":[${trials.join(",")}]}`,
    );
  }

  retry({ sequenceId, attempt, delayMs, error }: HookEvent<"preRetryStep">): void {
    const lines = this.#lines;
    if (lines.isPython) return;
    lines.write(
      `{"type":"retry","sequence_id":${sequenceId},"attempt":${attempt},"t":${lines.time()},"delay_ms":${Math.round(delayMs)},` +
        `"error":${lines.error(error)}}`,
    );
  }

  checkpoint({ sequenceId, delta }: HookEvent<"postCheckpoint">): void {
    const lines = this.#lines;
    if (lines.isPython) return;
    const before = this.#before?.toJSON() ?? {};
    const keys = [...new Set(delta.map(({ key }) => key))];
    const base = Object.fromEntries(keys.filter((key) => Object.hasOwn(before, key)).map((key) => [key, before[key]]));
    const values = lines.texts.whole(applyDelta(base, delta, false), ["checkpoint"]);
    lines.write(`{"type":"checkpoint","sequence_id":${sequenceId},"t":${lines.time()},"values":${values}}`);
  }

  #result(result: unknown): string {
    if (result === null || result === undefined) return "null";
    const text = this.#lines.texts.whole(result, ["result"]);
    return this.#lines.isPython && !text.startsWith("{") ? `{"value":${text}}` : text;
  }

  #stateOf({ state, delta, sequenceId }: HookEvent<"postRunStep">): { readonly form: string; readonly text: string } {
    if (!this.#lines.isPython) return this.#states.write(state, delta);
    this.#states.forget();
    const { text } = this.#states.write(state);
    const { after: action = null } = this.#position;
    const after = action === null ? "" : `,"__PRIOR_STEP":${JSON.stringify(action)}`;
    const own = `"__SEQUENCE_ID":${sequenceId}${after}`;
    return { form: "key", text: text === "{}" ? `{${own}}` : `${text.slice(0, -1)},${own}}` };
  }
}
