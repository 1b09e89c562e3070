import { isMainThread } from "node:worker_threads";
import type { Condition, Graph, StepReport } from "@burrjs/core";
import type { ClassCodec, ValueCodec } from "@burrjs/core/persist";
import { isObject } from "@burrjs/protocol";
import type { ActionOutcome, Answer, CodePlace, Question, StepMessage, Trial } from "./messages.ts";
import { runAction } from "./run-action.ts";
import { engineOf, type Engine, exported, graphOf } from "./user-code.ts";

// The process in which the code of the user runs. It is asked one thing after the other, and ends with its parent.

interface Session {
  readonly engine: Engine;
  readonly graph: Graph;
  readonly codec: ValueCodec;
}

let session: Session | undefined;
let last: Promise<void> = Promise.resolve();

if (isMainThread && process.send !== undefined) {
  process.on("message", (question: Question) => {
    last = answerAfter(last, question);
  });
  process.on("disconnect", () => process.exit(0));
}

async function answerAfter(before: Promise<void>, question: Question): Promise<void> {
  await before;
  process.send?.(await answerTo(question));
}

async function answerTo(question: Question): Promise<Answer> {
  try {
    if (question.type === "step") return await tryStep(question);
    const engine = await engineOf(question.app.url);
    const graph = await graphOf(await exported(question.app));
    session = { engine, graph, codec: await codecOf(engine, question.codec) };
    const entrypoint = "entrypoint" in graph && typeof graph.entrypoint === "string" ? graph.entrypoint : undefined;
    return { type: "open", actions: Object.keys(graph.actions), entrypoint };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { type: "error", message, isAboutApp: question.type === "open" };
  }
}

async function tryStep(question: StepMessage): Promise<Answer> {
  if (session === undefined) throw new Error("No application was opened.");
  const { graph, codec } = session;
  const { action, before, after, runs } = question;
  const edges = graph.transitions.filter(({ from }) => from === action);
  const onError = edges.filter(({ condition }) => "matches" in condition).map(({ to }) => to);
  const decision = after === undefined ? undefined : decided(graph, action, revived(codec, after));
  const outcome = runs && before !== undefined ? await outcomeOf(session, question) : undefined;
  return { type: "step", outcome, decision, onError };
}

/** Which transition is taken over a state, with all that was tried on the way. */
function decided(graph: Graph, action: string, state: Readonly<Record<string, unknown>>) {
  const tried: Trial[] = [];
  for (const { from, to, condition } of graph.transitions) {
    if (from !== action || "matches" in condition) continue;
    const result = verdict(condition, state);
    tried.push({ to, condition: condition.name, result });
    if (result === true) return { to, tried };
  }
  return { to: null, tried };
}

function verdict(condition: Condition, state: Readonly<Record<string, unknown>>): Trial["result"] {
  const absent = condition.reads.filter((key) => !Object.hasOwn(state, key));
  if (absent.length > 0) return { error: `it reads ${absent.join(", ")}, which the state does not have` };
  try {
    return condition.holds(state);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

async function outcomeOf({ engine, graph, codec }: Session, question: StepMessage): Promise<ActionOutcome> {
  const { action } = question;
  const state = revived(codec, question.before ?? {});
  const inputs = revived(codec, question.inputs);
  const report = await runAction(engine, graph, { action, state, inputs });
  if (report === undefined) throw new Error(`The action "${action}" did not begin.`);
  return told(report, codec);
}

function told(report: StepReport, codec: ValueCodec): ActionOutcome {
  const { state, delta, status, result, exception } = report;
  const values = state.toJSON() as Readonly<Record<string, unknown>>; // of a state that is not typed
  const keys = [...new Set(delta.map(({ key }) => key))];
  return {
    status,
    written: Object.fromEntries(keys.filter((key) => Object.hasOwn(values, key)).map((key) => [key, stored(codec, values[key])])), // prettier-ignore
    deleted: keys.filter((key) => !Object.hasOwn(values, key)),
    result: result === undefined || result === null ? null : stored(codec, result),
    error: status === "completed" || status === "suspended" ? undefined : shortError(exception),
  };
}

function shortError(error: unknown): { readonly name: string; readonly message: string } {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: "Error", message: String(error) };
}

/** A value in the form of the log; what cannot be stored says so, as in the log. */
function stored(codec: ValueCodec, value: unknown): unknown {
  try {
    return JSON.parse(codec.encode(value, "value"));
  } catch {
    if (Array.isArray(value)) return value.map((one) => stored(codec, one));
    if (isObject(value) && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, stored(codec, one)]));
    }
    return { $burr: "omitted", value: "cannot be stored" };
  }
}

function revived(codec: ValueCodec, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, codec.decode(JSON.stringify(value))]));
}

async function codecOf({ persist }: Engine, place: CodePlace | undefined): Promise<ValueCodec> {
  if (place === undefined) return persist.valueCodec();
  const given: unknown = await exported(place);
  if (isValueCodec(given)) return given;
  const classes = Array.isArray(given) ? given : [given];
  return persist.valueCodec({ classes: classes as ClassCodec[] }); // refused there, if they are none
}

function isValueCodec(value: unknown): value is ValueCodec {
  return (
    isObject(value) &&
    typeof value["encode"] === "function" &&
    typeof value["decode"] === "function" &&
    !("type" in value)
  );
}
