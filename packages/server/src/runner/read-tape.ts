import {
  type AccessRecord,
  applyPatch,
  blobExpander,
  type EndEntryRecord,
  type LoggedState,
  type LogRecord,
  type PatchOperation,
  type StatePatch,
  type TapedStep,
} from "@burrjs/protocol";
import type { RunView } from "../store/store.ts";
import type { ParentStep } from "./parent-step.ts";
import { stateChanges } from "./state-changes.ts";

/** How long a tape may be: what comes later is not on it. */
const mostSteps = 20_000;
const mostCharacters = 16 * 1024 * 1024;

/**
 * The recorded steps of an application from a point on, up to its end, or to where it was gone back to an earlier step.
 *
 * @param run - The application.
 * @param from - The point.
 * @returns What each step did.
 */
export async function readTape(run: RunView, { detail, at, base }: ParentStep): Promise<readonly TapedStep[]> {
  const tape = new Tape(run, base);
  let seen = -1;
  for await (const record of run.records()) {
    if (!tape.isOn) {
      // The step is the one that the log tells of the n-th time, counted from 0.
      if (record.type === "begin_entry" && record.sequence_id === detail.sequence_id) seen += 1;
      const isThere = seen === detail.repeat && (at === "before" || isEndOf(record, detail.sequence_id));
      if (!isThere) continue;
      tape.isOn = true;
      if (at === "after") continue;
    }
    if (!(await tape.add(record))) break;
  }
  return tape.steps;
}

function isEndOf(record: LogRecord, sequenceId: number): boolean {
  return record.type === "end_entry" && record.sequence_id === sequenceId;
}

const nothing = { read: [], wrote: [] };

class Tape {
  readonly steps: TapedStep[] = [];
  isOn = false;
  readonly #expand: (value: unknown) => Promise<unknown>;
  #state: LoggedState | undefined;
  #begun: ({ readonly sequenceId: number } & Pick<TapedStep, "role" | "inputs">) | undefined;
  #access: Pick<AccessRecord, "read" | "wrote"> = nothing;
  #length = 0;

  constructor(run: RunView, state: LoggedState) {
    this.#state = state;
    this.#expand = blobExpander(async (hash) => {
      const bytes = await run.blob?.(hash);
      return bytes && new TextDecoder().decode(bytes);
    });
  }

  /** False: the tape ends here. */
  async add(record: LogRecord): Promise<boolean> {
    switch (record.type) {
      case "begin_entry":
        if (this.#begun !== undefined && record.sequence_id <= this.#begun.sequenceId) return false;
        this.#begun = { sequenceId: record.sequence_id, role: record.role ?? null, inputs: record.inputs };
        this.#access = nothing;
        return true;
      case "access":
        this.#access = record;
        return true;
      case "run":
        await this.#change(record);
        return true;
      case "end_entry":
        return await this.#end(record);
      default:
        return true;
    }
  }

  async #end(record: EndEntryRecord): Promise<boolean> {
    if (this.#begun?.sequenceId !== record.sequence_id) return true;
    const { error, exception, status = exception === null ? "completed" : "failed" } = record;
    const wrote = await this.#change(record);
    if (wrote === undefined) return false;
    const { name = "Error", message = "", code } = error ?? {};
    const step: TapedStep = {
      action: record.action,
      sequence_id: record.sequence_id,
      role: this.#begun.role,
      status,
      wrote,
      inputs: (await this.#expand(this.#begun.inputs)) as TapedStep["inputs"], // an object, by its record
      result: await this.#expand(record.result),
      read: this.#access.read,
      keys: this.#access.wrote,
      error:
        status === "completed"
          ? null
          : {
              name,
              message,
              ...(code === undefined ? {} : { code }),
            },
    };
    this.#length += JSON.stringify(step).length;
    if (this.#length > mostCharacters || this.steps.length >= mostSteps) return false;
    this.steps.push(step);
    return true;
  }

  /** What a record changes in the state; `undefined`: it does not fit what came before. */
  async #change({
    state,
    form,
  }: Pick<EndEntryRecord, "form"> & { readonly state?: EndEntryRecord["state"] }): Promise<
    readonly PatchOperation[] | undefined
  > {
    // prettier-ignore
    if (state === undefined) return [];
    const whole = await this.#expand(state);
    const before = this.#state;
    if (form === "patch") {
      const { $patch: patch } = whole as StatePatch; // by its form
      this.#state = before && applyPatch(before, { $patch: patch });
      return this.#state === undefined ? undefined : patch;
    }
    const all = Object.entries(whole as LoggedState).filter(([key]) => !key.startsWith("__")); // an object, by its form
    this.#state = Object.fromEntries(all);
    return before === undefined ? undefined : stateChanges(before, this.#state);
  }
}
