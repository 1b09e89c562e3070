import { BurrError, isBurrError } from "../errors.ts";
import type { LoadedRun, StateLoader } from "../persist/persister.ts";
import { aheadOf } from "../run/meta.ts";
import type { Notes, StartingPoint } from "../run/runtime.ts";
import { isPromiseLike } from "../promises.ts";
import { isRecord } from "../state/freeze.ts";
import { checkKeys } from "../state/keys.ts";
import type { Data } from "../state/operations.ts";
import type { Schemas } from "../state/schemas.ts";
import { invalidity, validPoint, validPointNow } from "./stored-values.ts";

/** Turns the state of one version into that of the next. */
export type Migration = (state: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** What an application makes of stored states. */
export interface Versions {
  /** Of the state that the application's actions know. */
  readonly version: number;
  /** By the version that each leads to. */
  readonly migrations: Readonly<Record<number, Migration>>;
  readonly actions: Readonly<Record<string, unknown>>;
  /** Of state; without them, values are taken as they are. */
  readonly schemas?: Schemas | undefined;
}

/** Earlier steps that are tried when a run cannot be gone on with, and how many of them are named. */
const mostTried = 100;
const mostNamed = 3;

/** Where the application goes on from `loaded`, its state migrated. Throws `incompatible-run`, with earlier steps that would do. */
export async function accept(loader: StateLoader, loaded: LoadedRun, versions: Versions): Promise<StartingPoint> {
  const refusal = refusalOf(loaded, versions);
  if (refusal !== undefined) throw incompatible(loaded, refusal, await nearestValid(loader, loaded, versions));
  const point = pointOf(loaded, versions);
  try {
    return await validPoint(versions.schemas, point);
  } catch (cause) {
    throw incompatible(loaded, invalidity(cause), await nearestValid(loader, loaded, versions), { cause });
  }
}

/** As `accept`, for a run of which no earlier steps are looked for. */
export function acceptNow(loaded: LoadedRun, versions: Versions): StartingPoint {
  const refusal = refusalOf(loaded, versions);
  if (refusal !== undefined) throw incompatible(loaded, refusal, []);
  const point = pointOf(loaded, versions);
  try {
    return validPointNow(versions.schemas, point);
  } catch (cause) {
    throw incompatible(loaded, invalidity(cause), [], { cause });
  }
}

/** Why a run cannot be gone on with, if so. */
function refusalOf(
  { version: stored, after, meta }: LoadedRun,
  { version, migrations, actions }: Versions,
): string | undefined {
  if (stored > version)
    return `its state has version ${stored}, and this application knows ${version}: a newer program wrote it`;
  for (let next = stored + 1; next <= version; next += 1) {
    if (!Object.hasOwn(migrations, next))
      return `its state has version ${stored}, and \`migrations\` has none to version ${next}`;
  }
  const ahead = meta === undefined ? undefined : aheadOf(meta);
  if (ahead !== undefined && !Object.hasOwn(actions, ahead)) return `it goes on with the action "${ahead}", which this graph does not have`; // prettier-ignore
  if (after === null || Object.hasOwn(actions, after)) return undefined;
  return `it stands behind the action "${after}", which this graph does not have`;
}

function pointOf(run: LoadedRun, versions: Versions): StartingPoint {
  const { state, after, sequenceId, version: stored, checkpoint, commitId, meta } = run;
  let data: Data = state;
  for (let next = stored + 1; next <= versions.version; next += 1) data = migrated(run, versions, next, data);
  if (data !== state) checkKeys(Object.keys(data), `The migration to version ${versions.version}`);
  return {
    data,
    sequenceId,
    ...(after === null ? {} : { after }),
    ...(commitId === undefined ? {} : { commitId }),
    ...(meta === undefined ? {} : { meta }),
    ...(checkpoint === undefined ? {} : { checkpoint: data === state ? checkpoint : withoutValues(checkpoint) }),
  };
}

/** Of a state that was migrated: side effects have happened all the same. */
function withoutValues({ action, once }: Notes): Notes {
  return { action, ...(once === undefined ? {} : { once }) };
}

function migrated(run: LoadedRun, { migrations }: Versions, version: number, data: Data): Data {
  let next: unknown;
  try {
    next = migrations[version]?.(data);
  } catch (error) {
    throw incompatible(run, `its migration to version ${version} failed`, [], { cause: error });
  }
  if (isRecord(next)) return { ...next };
  const what = isPromiseLike(next) ? "a promise" : "no plain object";
  throw incompatible(run, `its migration to version ${version} returned ${what} in place of the new state`, []);
}

async function nearestValid(loader: StateLoader, run: LoadedRun, versions: Versions): Promise<number[]> {
  const { partitionKey, appId } = run;
  const nearest: number[] = [];
  for (let tried = 1; tried <= mostTried && nearest.length < mostNamed && run.sequenceId - tried >= 0; tried += 1) {
    try {
      const earlier = await loader.load({ partitionKey, appId, sequenceId: run.sequenceId - tried });
      if (earlier === undefined || refusalOf(earlier, versions) !== undefined) continue;
      if (versions.schemas !== undefined) await validPoint(versions.schemas, pointOf(earlier, versions));
      nearest.push(earlier.sequenceId);
    } catch (error) {
      if (!isBurrError(error)) throw error; // a step that was cut off, or a value that nobody can read
    }
  }
  return nearest;
}

function incompatible(
  { appId, sequenceId }: LoadedRun,
  why: string,
  nearest: readonly number[],
  options?: ErrorOptions,
): BurrError {
  const remedy =
    nearest.length === 0
      ? "Correct that, begin at the entrypoint with `resumeAtNextAction: false`, or start anew with another appId."
      : `Correct that, or go on from an earlier step by its sequenceId: ${nearest.join(", ")}.`;
  return new BurrError(
    "incompatible-run",
    `The stored run of application "${appId}" does not fit: ${why}. ${remedy}`,
    {
      appId,
      sequenceId,
      nearest,
    },
    options,
  );
}
