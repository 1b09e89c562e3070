import { BurrError } from "../errors.ts";
import { newId } from "../new-id.ts";
import { type Data, difference, type Operation } from "../state/operations.ts";
import { State } from "../state/state.ts";
import { validateWrites } from "../state/validate-writes.ts";
import { type RunMeta, withCohort } from "./meta.ts";
import type { Runtime } from "./runtime.ts";

/** An update from outside a step. */
interface Update {
  readonly data: Data;
  readonly delta: () => readonly Operation[];
}

/** Replaces the state from outside a step. A step that begins meanwhile waits until it is stored. */
export async function updateState(runtime: Runtime, state: unknown): Promise<void> {
  runtime.assertBetweenSteps("updateState()");
  const inside = State.inside(state);
  if (inside === undefined) {
    throw new BurrError(
      "foreign-state",
      "updateState() needs a state, as in app.updateState(app.state.update({ … })).",
      { action: "updateState" },
    );
  }
  const { schemas, freeze, now } = runtime.settings;
  const delta = inside.base === runtime.data ? inside.delta : difference(runtime.data, inside.data);
  const given: Update = { data: inside.data, delta: () => delta };
  const how = { subject: "updateState()", verb: "wrote", freeze };
  const update = schemas === undefined ? given : validateWrites(schemas, given, how);
  const { meta, sequenceId, commitId } = runtime;
  // What children of a failed attempt have done was done with another state.
  const isAttempted = sequenceId !== commitId && meta.suspended === undefined;
  const after = isAttempted ? withCohort(meta, newId(now())) : meta;
  if (!(update instanceof Promise))
    await runtime.change(stored(runtime, update, after), () => move(runtime, update, after)); // prettier-ignore
  else {
    // Others wait for the schema as well: the state that it is validated for must not change meanwhile.
    await runtime.change(storeLater(runtime, update, after), () => {});
  }
}

async function storeLater(runtime: Runtime, update: Promise<Update>, meta: RunMeta): Promise<void> {
  const one = await update;
  await stored(runtime, one, meta);
  move(runtime, one, meta);
}

function move(runtime: Runtime, { data }: Update, meta: RunMeta): void {
  runtime.replace(data);
  runtime.meta = meta;
}

function stored({ settings, sequenceId }: Runtime, { data, delta }: Update, meta: RunMeta): void | PromiseLike<void> {
  const { appId, partitionKey, journal } = settings;
  const record = { type: "state-updated", appId, partitionKey, sequenceId, delta: delta() } as const;
  return journal?.append([record], { data, meta });
}
