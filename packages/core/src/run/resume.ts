import { BurrError, isBurrError } from "../errors.ts";
import type { JournalRecord } from "./journal.ts";
import {
  type OpenSuspension,
  openRequests,
  type RunMeta,
  type SuspendedRequest,
  withAnswer,
  withoutSuspended,
} from "./meta.ts";
import { toOpen } from "./meta.ts";
import type { Runtime } from "./runtime.ts";
import { validateValue } from "../state/validate.ts";

/** Gives the answer to a suspension. It is stored before this resolves, with what is still waited for. */
export async function answerSuspension(runtime: Runtime, id: string, answer: unknown): Promise<OpenSuspension[]> {
  await change(runtime, "resume()", async () => {
    const request = await find(runtime, id);
    assertInTime(runtime, request);
    const value = await validated(runtime, request, answer);
    const { meta } = runtime;
    // While the schema was waited for, others may have answered.
    if (!openRequests(meta).includes(request)) return undefined;
    const { appId, partitionKey } = runtime.settings;
    const { sequenceId } = runtime;
    const record = { type: "suspension-answered", appId, partitionKey, sequenceId, id, name: request.name, isTimeout: false } as const; // prettier-ignore
    return { record, meta: withAnswer(meta, id, value) };
  });
  return openRequests(runtime.meta).map(toOpen);
}

/** Takes back all that the action waits for: it is next again, and begins anew. */
export async function withdrawSuspensions(runtime: Runtime): Promise<void> {
  await change(runtime, "withdraw()", async () => {
    await look(runtime);
    const { meta, sequenceId, settings } = runtime;
    const { suspended } = meta;
    if (suspended === undefined) return { meta };
    const { appId, partitionKey } = settings;
    const record = { type: "suspension-withdrawn", appId, partitionKey, sequenceId, action: suspended.action } as const;
    return { record, meta: withoutSuspended(meta) };
  });
}

/** What the application waits for, also if another process has run it. */
export async function openSuspensions(runtime: Runtime): Promise<OpenSuspension[]> {
  await look(runtime);
  return openRequests(runtime.meta).map(toOpen);
}

/** A change of what is known of the run; without a record there is nothing to store. */
interface Change {
  readonly record?: JournalRecord;
  readonly meta: RunMeta;
}

/** Stores what `plan` makes of the run as it stands; plans again when others were quicker, or when it says `undefined`. */
async function change(runtime: Runtime, what: string, plan: () => Promise<Change | undefined>): Promise<void> {
  for (;;) {
    while (runtime.updating !== undefined) await runtime.updating;
    runtime.assertBetweenSteps(what);
    const planned = await plan();
    if (planned?.record === undefined && planned !== undefined) return;
    if (planned === undefined || runtime.updating !== undefined) continue;
    runtime.assertBetweenSteps(what);
    if (await isStored(runtime, planned)) return;
  }
}

async function isStored(runtime: Runtime, { record, meta }: Change): Promise<boolean> {
  const { journal } = runtime.settings;
  const store = async (): Promise<void> => {
    if (record !== undefined) await journal?.append([record], { data: runtime.data, meta });
  };
  try {
    await runtime.change(store(), () => {
      runtime.meta = meta;
    });
    return true;
  } catch (error) {
    const isConflict = isBurrError(error) && error.code === "concurrent-run";
    if (!isConflict || !(await look(runtime))) throw error;
    return false;
  }
}

/** Goes on from what others have stored, if they have. */
async function look(runtime: Runtime): Promise<boolean> {
  if (runtime.run !== undefined) return false;
  const point = await runtime.settings.journal?.look?.();
  if (point === undefined) return false;
  runtime.restore(point);
  return true;
}

async function find(runtime: Runtime, id: string): Promise<SuspendedRequest> {
  for (let isLooked = false; ; isLooked = true) {
    const request = runtime.meta.suspended?.requests.find((one) => one.id === id);
    if (request !== undefined && request.answer === undefined) return request;
    if (isLooked || !(await look(runtime))) throw missing(runtime, id, request);
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

function assertInTime({ settings }: Runtime, { id, name, expiresAtMs }: SuspendedRequest): void {
  if (expiresAtMs === null || settings.now() < expiresAtMs) return;
  const { appId } = settings;
  throw new BurrError(
    "suspension-expired",
    `The suspension "${name}" of application "${appId}" has expired: an answer comes too late. Run the application to go on with its \`onTimeout\`, or withdraw() it.`,
    { appId, id, expiredAtMs: expiresAtMs },
  );
}

/** The answer, as its schema gives it. */
function validated(
  { nodes, meta, schemas }: Runtime,
  { id, name, hasSchema }: SuspendedRequest,
  answer: unknown,
): unknown {
  const action = meta.suspended?.action ?? "";
  const answers = nodes.get(action)?.action.body.answers;
  const declared = answers !== undefined && Object.hasOwn(answers, name) ? answers[name] : undefined;
  const schema = schemas.get(id) ?? declared;
  if (schema !== undefined) return validateValue(schema, answer, `The answer "${name}" to action "${action}"`, name);
  if (!hasSchema) return answer;
  throw new BurrError(
    "undeclared-answer",
    `The answer "${name}" to action "${action}" cannot be validated: its schema is not known here. Declare it in the \`answers\` of the action.`,
    { action, name },
  );
}
