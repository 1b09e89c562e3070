import { BurrError } from "@burrjs/core";
import { numberIn, textIn } from "../sql/columns.ts";
import { parsePythonJson } from "./parse-json.ts";

/** One row of Python Burr's table: an attempt at one step, and the whole state after it. */
export interface StoredRow {
  readonly appId: string;
  readonly sequenceId: number;
  /** The action of the step. */
  readonly position: string;
  /**
   * - `completed`: the state has what the action wrote.
   * - `failed`: the action threw, and the state is the one before it.
   * - `unfinished`: the row says "completed", but its state is the one before the action. Python Burr writes such rows
   *   when a run is interrupted, and for every synchronous action of an asynchronous run, as `arun()` is.
   */
  readonly status: "completed" | "failed" | "unfinished";
  /** The action that was committed before, as far as the state says so. */
  readonly priorStep: string | null;
  /** The user's keys and the engine's. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly savedAtMs: number;
}

/** The row that has these columns: app_id, sequence_id, position, status, state (as text) and saved_at_ms. */
export function readRow(columns: unknown): StoredRow {
  const appId = textIn(columns, "app_id");
  const sequenceId = numberIn(columns, "sequence_id");
  const position = textIn(columns, "position");
  const state = stateIn(textIn(columns, "state"), `step ${sequenceId} of "${appId}"`);
  const { __PRIOR_STEP: prior } = state;
  const priorStep = typeof prior === "string" ? prior : null;
  // The engine always writes both keys; a state without them was saved by the user's own code.
  const isBehind = "__SEQUENCE_ID" in state && priorStep !== position;
  const completed = isBehind ? "unfinished" : "completed";
  return {
    appId,
    sequenceId,
    position,
    status: textIn(columns, "status") === "completed" ? completed : "failed",
    priorStep,
    state,
    savedAtMs: numberIn(columns, "saved_at_ms"),
  };
}

function stateIn(text: string, where: string): Readonly<Record<string, unknown>> {
  try {
    const state = parsePythonJson(text);
    if (isObject(state)) return state;
  } catch {
    // Told below, without the parser's message: it quotes the state.
  }
  const message = `The state of ${where} is no JSON that Python Burr writes. Another program may have changed it.`;
  throw new BurrError("unreadable-value", message, { tag: null });
}

function isObject(parsed: unknown): parsed is Readonly<Record<string, unknown>> {
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
}
