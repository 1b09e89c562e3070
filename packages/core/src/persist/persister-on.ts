import { BurrError } from "../errors.ts";
import { graphHash } from "../graph/graph-hash.ts";
import { Artifact, artifactData } from "./artifact-reference.ts";
import type { ArtifactStore } from "./artifact-store.ts";
import { burrErrorCodec } from "./burr-error-codec.ts";
import { classCodec, type ClassCodec } from "./codec/class-codec.ts";
import { valueCodec } from "./codec/codec.ts";
import type { Encoding, KeyCodec } from "./delta-text.ts";
import { followRun, followStep } from "./follow.ts";
import { type ReadRun, readRun } from "./history.ts";
import { leavable } from "./leavable.ts";
import type { LoadedRun, Persister, Retention } from "./persister.ts";
import { collectArtifacts, cutHistory } from "./prune.ts";
import { parseHeadBody } from "./row-body.ts";
import { StoreSession } from "./session.ts";
import type { AppKey, HistoryStore } from "./store.ts";
import { descendantsOf, listParents } from "./listing.ts";
import { nestedCodec } from "./nested-codec.ts";
import { listSuspensions } from "./suspensions.ts";
import { emptyTail, tailOf } from "./tail.ts";

/** What a persister can be told besides its store. */
export interface PersisterOptions {
  /** How instances of your classes are stored, by name. */
  readonly classes?: readonly ClassCodec[];
  /** How the values of single keys are stored. */
  readonly keys?: Readonly<Record<string, KeyCodec>>;
  /** Where the artifacts live that states refer to. */
  readonly artifacts?: ArtifactStore;
  /** What of each history is kept. Default: everything. */
  readonly retention?: Retention;
  /** How often a running application gives a sign of life, in milliseconds. Default: 1,000, or a fifth of `staleAfterMs`. */
  readonly heartbeatMs?: number;
  /** How long without one until it counts as dead, in milliseconds. Default: 5,000, or five times `heartbeatMs`. 0: at once. */
  readonly staleAfterMs?: number;
  /** The largest state that may be stored, in bytes. Default: what the backend can hold. */
  readonly maxStateBytes?: number;
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number;
}

/** A persister over a store: all that the backends have in common. */
export function persisterOn(store: HistoryStore, options: PersisterOptions = {}): Persister {
  const { retention, artifacts, now = Date.now } = options;
  const { heartbeatMs, staleAfterMs } = pulseOf(options);
  const maxTextBytes = Math.min(store.maxTextBytes, options.maxStateBytes ?? Number.POSITIVE_INFINITY);
  for (const [option, value] of Object.entries({ heartbeatMs, staleAfterMs, maxStateBytes: maxTextBytes })) checkPositive(option, value, option === "staleAfterMs"); // prettier-ignore
  const encoding = encodingOf(options);
  // What the runs that were loaded here were read from: needed when an application goes on with one.
  const reads = new WeakMap<LoadedRun, ReadRun>();
  let initializing: Promise<void> | undefined;
  const ready = (): Promise<void> => {
    initializing ??= store.initialize();
    initializing.catch(() => (initializing = undefined)); // the next call tries again
    return initializing;
  };
  const cut = async (key: AppKey, keep: Retention | undefined): Promise<boolean> =>
    keep !== undefined && (await cutHistory(store, encoding, key, { ...keep, nowMs: now() }));
  const following = { store, encoding, staleAfterMs, now };
  return {
    async load(query) {
      await ready();
      const read = await readRun(store, encoding, query);
      if (read !== undefined) reads.set(read.run, read);
      return read?.run;
    },
    async listAppIds(partitionKey = null, { limit } = {}) {
      await ready();
      const found = await listParents(store, { partitionKey, ...(limit === undefined ? {} : { limit }) });
      return found.map(({ key }) => key.appId);
    },
    async delete({ appId, partitionKey = null }) {
      await ready();
      for (const key of await descendantsOf(store, { partitionKey, appId })) await store.delete(key);
      await store.delete({ partitionKey, appId });
    },
    async prune(keep = retention) {
      await ready();
      let applications = 0;
      for (const { key } of await store.list({})) if (await cut(key, keep)) applications += 1;
      return { applications, artifacts: artifacts === undefined ? 0 : await collectArtifacts(store, artifacts, now()) };
    },
    async findOrphans({ staleAfterMs: age = staleAfterMs, partitionKey } = {}) {
      await ready();
      const partition = partitionKey === undefined ? {} : { partitionKey };
      const stale = { ...partition, aliveBeforeMs: now() - age };
      const running = await listParents(store, { ...stale, status: "running" });
      const suspended = await listParents(store, { ...stale, status: "suspended" });
      return [...running, ...suspended].flatMap(({ key, head: { status, sequenceId, aliveAtMs, body } }) => {
        const { action = "", answered } = parseHeadBody(body);
        if (status === "suspended" && answered === undefined) return []; // it waits for people
        return [{ ...key, sequenceId, action: answered ?? action, aliveAtMs }];
      });
    },
    async listSuspensions(query = {}) {
      await ready();
      return await listSuspensions(store, encoding, query);
    },
    async abort({ appId, partitionKey = null }) {
      await ready();
      return await store.requestAbort({ partitionKey, appId });
    },
    readStream(appId, sequenceId, { partitionKey = null, signal, ...place } = {}) {
      return leavable(async function* follow(left) {
        await ready();
        yield* followStep({ partitionKey, appId }, sequenceId, { ...place, signal: left }, following);
      }, signal);
    },
    open(session) {
      const { version, graph, parent, start, origin, change, spawnedBy } = session;
      const read = origin === undefined ? undefined : reads.get(origin);
      const type = change ?? (read === undefined ? "created" : undefined);
      return new StoreSession({
        store,
        heartbeatMs,
        staleAfterMs,
        ready,
        follow: (key, place, isRun) =>
          leavable(async function* follow(signal) {
            await ready();
            const { sequenceId, ...from } = place;
            if (isRun) yield* followRun(key, place, { signal }, following);
            else yield* followStep(key, sequenceId, { ...from, signal }, following);
          }),
        cut: async (key) => void (await cut(key, retention)),
        options: session,
        writer: { encoding, version, graph: graphHash(graph), parent, spawnedBy, maxTextBytes, now: session.now },
        standing: {
          tail: read === undefined ? emptyTail(start) : tailOf(read),
          token: read?.head.token ?? null,
          turn: type === undefined ? undefined : { type, point: start },
        },
      });
    },
    async [Symbol.asyncDispose]() {
      await store.close?.();
    },
  };
}

function encodingOf({ classes = [], keys = {}, artifacts }: PersisterOptions): Encoding {
  const reference = classCodec({
    name: "artifact",
    type: Artifact,
    encode: artifacts === undefined ? withoutStore : artifactData,
    decode: (data) => (artifacts ?? withoutStore()).fromData(data),
  });
  const own = classes.some(({ type }) => type === BurrError)
    ? [reference, nestedCodec]
    : [reference, nestedCodec, burrErrorCodec];
  return { codec: valueCodec({ classes: [...own, ...classes] }), keys };
}

/** How often signs of life are given, and how long others wait for them: the one that is not given fits the other. */
function pulseOf(options: PersisterOptions): { readonly heartbeatMs: number; readonly staleAfterMs: number } {
  const { staleAfterMs = Math.max(5000, 5 * (options.heartbeatMs ?? 0)) } = options;
  const { heartbeatMs = staleAfterMs > 0 ? Math.min(1000, staleAfterMs / 5) : 1000 } = options;
  if (heartbeatMs < staleAfterMs || staleAfterMs === 0) return { heartbeatMs, staleAfterMs };
  throw new BurrError(
    "invalid-option",
    `The option "heartbeatMs" (${heartbeatMs}) must be less than "staleAfterMs" (${staleAfterMs}), best a fifth of it: a run that is alive would be taken for dead.`,
    { option: "heartbeatMs" },
  );
}

function checkPositive(option: string, value: number, mayBeZero: boolean): void {
  if (value > 0 || (mayBeZero && value === 0)) return;
  throw new BurrError("invalid-option", `The option "${option}" must be a number above 0.`, { option });
}

function withoutStore(): never {
  throw new Error("Artifacts need their store: pass it as `artifacts` to the persister.");
}
