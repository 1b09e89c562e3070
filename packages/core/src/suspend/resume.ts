import { nestedAction, nestedSchema } from "../children/nested-suspension.ts";
import { driveWaits } from "../drive/drive-waits.ts";
import { BurrError } from "../errors.ts";
import { compileActions, type GraphNode } from "../graph/compile.ts";
import { newId } from "../new-id.ts";
import { validateValue } from "../state/validate.ts";
import { validateWrites } from "../state/validate-writes.ts";
import { answersAsPatch } from "../step/call-action.ts";
import { acceptUpdate } from "../step/output.ts";
import { storeAnswer } from "./answers.ts";
import type { Task } from "../run/effects.ts";
import { type OpenSuspension, openRequests, type SuspendedRequest, toOpen, withoutSuspended } from "../run/meta.ts";
import type { Runtime } from "../run/runtime.ts";
import { lookAgain, storeMeta } from "../run/store-meta.ts";

/** Gives the answer to a suspension. It is stored before this resolves, with what is still waited for. */
export async function answerSuspension(runtime: Runtime, id: string, answer: unknown): Promise<OpenSuspension[]> {
  for (let isStored = false; !isStored;) {
    await turn(runtime, "resume()");
    const request = await find(runtime, id);
    assertInTime(runtime, request);
    const value = await validated(runtime, request, answer);
    await checkAsUpdate(runtime, request, value);
    // While the schema was waited for, others may have answered.
    const isStill = runtime.updating === undefined && openRequests(runtime.meta).includes(request);
    if (isStill) isStored = await store(runtime, "resume()", storeAnswer(runtime, request, value, false));
  }
  return openRequests(runtime.meta).map(toOpen);
}

/** Takes back all that the action waits for: it is next again, and begins anew. */
export async function withdrawSuspensions(runtime: Runtime): Promise<void> {
  for (let isStored = false; !isStored;) {
    await turn(runtime, "withdraw()");
    await look(runtime);
    const { meta, sequenceId, settings } = runtime;
    const { suspended } = meta;
    if (suspended === undefined) return;
    const { appId, partitionKey } = settings;
    const record = { type: "suspension-withdrawn", appId, partitionKey, sequenceId, action: suspended.action } as const;
    isStored = await store(
      runtime,
      "withdraw()",
      storeMeta(runtime, record, withoutSuspended(meta, newId(settings.now()))),
    );
    if (isStored) runtime.waiting = undefined;
  }
}

/** What the application waits for, also if another process has run it. */
export async function openSuspensions(runtime: Runtime): Promise<OpenSuspension[]> {
  await look(runtime);
  return openRequests(runtime.meta).map(toOpen);
}

/** Waits for other changes from outside. Refuses while a step is in flight. */
async function turn(runtime: Runtime, what: string): Promise<void> {
  while (runtime.updating !== undefined) await runtime.updating;
  runtime.assertBetweenSteps(what);
}

/** Stores a change; a step that begins meanwhile waits for that. */
async function store(runtime: Runtime, what: string, storing: Task<boolean>): Promise<boolean> {
  runtime.assertBetweenSteps(what);
  const stored = driveWaits(storing);
  await runtime.change(stored, () => {});
  return await stored;
}

/** Goes on from what others have stored, if they have; a run goes on by itself. */
async function look(runtime: Runtime): Promise<boolean> {
  return runtime.run === undefined && (await driveWaits(lookAgain(runtime)));
}

async function find(runtime: Runtime, id: string): Promise<SuspendedRequest> {
  for (let isLooked = false; ; isLooked = true) {
    const request = runtime.meta.suspended?.requests.find((one) => one.id === id);
    if (request !== undefined && openRequests(runtime.meta).includes(request)) return request;
    if (!isLooked && (await look(runtime))) continue;
    runtime.assertBetweenSteps("resume()"); // of a run that has begun meanwhile nothing can be said
    throw missing(runtime, id, request);
  }
}

function missing({ settings: { appId } }: Runtime, id: string, request: SuspendedRequest | undefined): BurrError {
  if (request !== undefined) {
    return new BurrError(
      "suspension-answered",
      `The suspension "${request.name}" of application "${appId}" is answered already; this answer was not stored. See listSuspensions() for what is still waited for.`,
      { appId, id },
    );
  }
  return new BurrError(
    "unknown-suspension",
    `Application "${appId}" does not wait for an answer to the suspension "${id}": it was answered and gone on from, or withdrawn, or the id is wrong. See listSuspensions().`,
    { appId, id },
  );
}

function assertInTime({ settings }: Runtime, { id, name, expiresAtMs, onTimeout }: SuspendedRequest): void {
  if (expiresAtMs === null || settings.now() < expiresAtMs) return;
  const { appId } = settings;
  const remedy =
    onTimeout === undefined
      ? "It has no `onTimeout`: withdraw() it, and the action asks anew."
      : "Run the application to go on with its `onTimeout`, or withdraw() it.";
  throw new BurrError(
    "suspension-expired",
    `The suspension "${name}" of application "${appId}" has expired: an answer comes too late. ${remedy}`,
    { appId, id, expiredAtMs: expiresAtMs },
  );
}

/** The answer, as its schema gives it. */
function validated(
  { meta, waiting, settings }: Runtime,
  { id, name, hasSchema, path = [], action: inner }: SuspendedRequest,
  answer: unknown,
): unknown {
  const action = meta.suspended?.action ?? "";
  const who = inner === undefined ? `action "${action}"` : `action "${inner}" within "${action}"`;
  const schema = waiting?.schemas.get(id) ?? nestedSchema(settings.graph.actions, path, inner ?? action, name);
  if (schema !== undefined) return validateValue(schema, answer, `The answer "${name}" to ${who}`, name);
  if (!hasSchema) return answer;
  throw new BurrError(
    "undeclared-answer",
    `The answer "${name}" to ${who} cannot be validated: its schema is not known here. Declare it in the \`answers\` of the action.`,
    { action, name },
  );
}

/** Refuses an answer that could not be committed, where there is no `onAnswer` to make an update of it: it would be lost. */
async function checkAsUpdate(runtime: Runtime, request: SuspendedRequest, value: unknown): Promise<void> {
  const { meta, settings, data } = runtime;
  const { name, child } = request;
  const node = nodeOf(runtime, request);
  if (node === undefined || node.action.body.onAnswer !== undefined) return;
  // Of several answers each is a part of the update.
  const isWhole = meta.suspended?.requests.filter((one) => one.child?.key === child?.key).length === 1;
  const update = answersAsPatch(node.name, { [name]: value });
  const accepted = acceptUpdate(isWhole ? node : { ...node, mustWrite: [] }, data, update, undefined);
  const { schemas, freeze } = settings;
  const subject = `The answer "${name}" to action "${node.name}"`;
  if (schemas !== undefined && child === undefined) await validateWrites(schemas, accepted, { subject, verb: "writes", freeze }); // prettier-ignore
}

/** The action that waits, as the run loop knows it; of a child, as far as graphs tell. */
function nodeOf(
  { nodes, meta, settings: { graph, freeze } }: Runtime,
  request: SuspendedRequest,
): GraphNode | undefined {
  const { path = [], action } = request;
  if (action === undefined) return nodes.get(meta.suspended?.action ?? "");
  const inner = nestedAction(graph.actions, path, action);
  return inner === undefined ? undefined : compileActions({ [action]: inner }, freeze).get(action);
}
