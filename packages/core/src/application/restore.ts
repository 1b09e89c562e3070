import { BurrError } from "../errors.ts";
import type { LoadedRun, ParentPointer, SessionOptions, StateLoader } from "../persist/persister.ts";
import { newId } from "../new-id.ts";
import { noMeta, type RunMeta, withCohort } from "../run/meta.ts";
import { type Recalled, recalledOf } from "../run/recall.ts";
import type { StartingPoint } from "../run/runtime.ts";
import { validPatch } from "./stored-values.ts";
import { accept, type Versions } from "./versions.ts";

/** How an application begins where a stored run has got to, untyped. */
export interface RestoreOptions {
  readonly resumeAtNextAction?: boolean;
  readonly defaultState: Readonly<Record<string, unknown>>;
  readonly mergeDefaults?: boolean;
  readonly patch?: Readonly<Record<string, unknown>>;
  readonly forkFromAppId?: string;
  readonly forkFromPartitionKey?: string | null;
  readonly forkFromSequenceId?: number;
}

/** Who the application is, and which step it goes back to. */
export interface RestoreTarget {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly sequenceId: number | undefined;
}

/** Where an application begins, and what its persister has to know of that. */
export interface Restored extends Pick<SessionOptions, "origin" | "hasLooked" | "isOwnState" | "change" | "parent"> {
  readonly point: StartingPoint;
  /** What the last step of the run has reported, if it ended well and waits for nobody: perhaps the run is done. */
  readonly recalled?: Recalled;
  /** What is made of a state that the application goes on from later. */
  readonly completed: (point: StartingPoint) => StartingPoint;
}

/** Loads the run that an application goes on with, or forks. The defaults are used when there is none. */
export async function restore(
  loader: StateLoader,
  target: RestoreTarget,
  options: RestoreOptions,
  versions: Versions,
): Promise<Restored> {
  checkFork(target, options);
  const { forkFromAppId: source, forkFromPartitionKey = null, forkFromSequenceId, defaultState } = options;
  const isFork = source !== undefined;
  const sequenceId = isFork ? forkFromSequenceId : target.sequenceId;
  const query = {
    partitionKey: isFork ? forkFromPartitionKey : target.partitionKey,
    appId: source ?? target.appId,
    ...(sequenceId === undefined ? {} : { sequenceId }),
  };
  const completed = completing(options);
  const loaded = await loader.load(query);
  if (loaded !== undefined) {
    const { resumeAtNextAction = true } = options;
    const position = resumeAtNextAction ? loaded : begunAnew(loaded);
    const accepted = completed(await accept(loader, position, versions));
    const patch = options.patch === undefined ? {} : { patch: await validPatch(versions.schemas, options.patch) };
    const recalled = recalledOf(loaded);
    return {
      ...goOn(loaded, accepted, { ...options, ...patch }, sequenceId !== undefined),
      ...(recalled === undefined ? {} : { recalled }),
      completed,
    };
  }
  const appId = source ?? (sequenceId === undefined ? undefined : target.appId);
  if (appId === undefined)
    return { point: { data: defaultState, sequenceId: -1 }, hasLooked: true, parent: null, completed };
  const purpose = isFork ? "fork from" : `go back to step ${sequenceId} of`;
  throw new BurrError(
    "unknown-run",
    `There is no stored run of application "${appId}" to ${purpose}. Look at its id, and at its partition key.`,
    { appId },
  );
}

/** A run that begins again at the entrypoint: where it stood does not matter, what it has spent does. */
function begunAnew({ meta, ...loaded }: LoadedRun): LoadedRun {
  return {
    ...loaded,
    after: null,
    ...(meta === undefined
      ? {}
      : { meta: { ...noMeta, spent: meta.spent, ...(meta.branch === undefined ? {} : { branch: meta.branch }) } }),
  };
}

/** Adds default values for keys that a stored state lacks, if that was asked for. */
function completing({ mergeDefaults = false, defaultState }: RestoreOptions): (point: StartingPoint) => StartingPoint {
  return (point) => {
    const missing = mergeDefaults ? Object.keys(defaultState).filter((key) => !Object.hasOwn(point.data, key)) : [];
    if (missing.length === 0) return point;
    const defaults = Object.fromEntries(missing.map((key) => [key, defaultState[key]]));
    return { ...point, data: { ...point.data, ...defaults } };
  };
}

function goOn(
  loaded: LoadedRun,
  accepted: StartingPoint,
  options: RestoreOptions,
  isEarlier: boolean,
): Omit<Restored, "completed" | "recalled"> {
  const { patch, forkFromAppId, resumeAtNextAction = true } = options;
  const { after, checkpoint, sequenceId, commitId, meta } = accepted;
  const point: StartingPoint = {
    data: patch === undefined ? accepted.data : { ...accepted.data, ...patch },
    sequenceId,
    ...(after === undefined ? {} : { after }),
    ...(commitId === undefined ? {} : { commitId }),
    ...(meta === undefined ? {} : { meta: forkFromAppId === undefined ? meta : withNewIds(meta) }),
    // It belongs to the attempt that comes next, and to no other history.
    ...(checkpoint === undefined || isEarlier || forkFromAppId !== undefined ? {} : { checkpoint }),
  };
  if (forkFromAppId !== undefined) return { point, change: "forked", parent: pointerTo(loaded) };
  if (isEarlier) {
    const branched = { ...point, meta: { ...noMeta, ...meta, branch: newId(Date.now()) } };
    return { point: branched, origin: loaded, change: "rewound", isOwnState: true, parent: loaded.parent };
  }
  const isOwnState = patch !== undefined || !resumeAtNextAction;
  const isAttempted = sequenceId !== (commitId ?? sequenceId) && meta?.suspended === undefined;
  if (isOwnState && isAttempted) {
    const changed = { ...point, meta: withCohort(meta ?? noMeta, newId(Date.now())) };
    return { point: changed, origin: loaded, isOwnState, change: "changed", parent: loaded.parent };
  }
  const isSame =
    point.data === loaded.state && point.after === (loaded.after ?? undefined) && point.meta === loaded.meta;
  return { point, origin: loaded, isOwnState, ...(isSame ? {} : { change: "changed" }), parent: loaded.parent };
}

/** A fork waits for answers of its own: a link to its source's question must not answer it. */
function withNewIds(meta: RunMeta): RunMeta {
  if (meta.suspended === undefined) return meta;
  const requests = meta.suspended.requests.map((request) => ({ ...request, id: newId(Date.now()) }));
  return { ...meta, suspended: { ...meta.suspended, requests } };
}

function pointerTo({ appId, partitionKey, sequenceId }: LoadedRun): ParentPointer {
  return { appId, partitionKey, sequenceId };
}

function checkFork({ appId }: RestoreTarget, options: RestoreOptions): void {
  const { forkFromAppId, forkFromPartitionKey, forkFromSequenceId } = options;
  if (forkFromAppId === undefined && (forkFromPartitionKey !== undefined || forkFromSequenceId !== undefined)) {
    const option = forkFromSequenceId === undefined ? "forkFromPartitionKey" : "forkFromSequenceId";
    throw new BurrError(
      "invalid-option",
      `The option "${option}" needs "forkFromAppId": the application to fork from.`,
      {
        option,
      },
    );
  }
  if (forkFromAppId !== appId) return;
  throw new BurrError(
    "invalid-option",
    `Cannot fork application "${appId}" into itself. Give the fork an appId of its own; to go back, pass the sequenceId to withIdentifiers().`,
    { option: "forkFromAppId" },
  );
}
