import { BurrError } from "../errors.ts";
import type { ApplicationGraph } from "../graph/graph.ts";
import { checkNames } from "../graph/names.ts";
import type { Persister, SessionOptions } from "../persist/persister.ts";
import type { Session } from "../run/journal.ts";
import type { StartingPoint } from "../run/runtime.ts";
import type { LooseConfig } from "./application.ts";
import { acceptNow, type Versions } from "./versions.ts";

type Begin = Pick<
  SessionOptions,
  "appId" | "partitionKey" | "graph" | "start" | "origin" | "hasLooked" | "isOwnState" | "change"
> & {
  readonly parent?: SessionOptions["parent"];
  readonly completed?: (point: StartingPoint) => StartingPoint;
  readonly onError: (error: unknown) => void;
};

/** Where the history of an application goes: its journal, or a session of its persister. */
export function historyOf(config: LooseConfig, begin: Begin): Session | undefined {
  const { journal, persister, durability = "sync", onConflict = "reject", now = Date.now, family } = config;
  if (persister === undefined) return journal;
  if (typeof (persister as Partial<Persister>).open !== "function") {
    throw invalid("persister", "must be made by a factory such as sqlitePersister(database) or memoryPersister()");
  }
  if (journal !== undefined) throw invalid("journal", "cannot be used with a persister, which is a journal itself");
  const versions = versionsOf(config, begin.graph);
  if (!["sync", "async", "exit"].includes(durability)) throw invalid("durability", 'is "sync", "async" or "exit"');
  if (!["reject", "queue", "abort-other"].includes(onConflict)) {
    throw invalid("onConflict", 'is "reject", "queue" or "abort-other"');
  }
  const { completed = (point) => point, ...rest } = begin;
  return persister.open({
    ...rest,
    parent: begin.parent ?? null,
    ...(family?.isStoredWithParent === true
      ? { spawnedBy: { ...family.parent, ...(family.isWaitedFor ? {} : { isOnItsOwn: true as const }) } }
      : {}),
    version: versions.version,
    durability,
    // Whoever has the parent has its children: an earlier try that still runs is fenced off.
    onConflict: family?.isStoredWithParent === true ? "abort-other" : onConflict,
    now,
    accept: (loaded) => completed(acceptNow(loaded, versions)),
  });
}

/** What the application makes of stored states. */
export function versionsOf(
  { version = 0, migrations = {}, schemas }: LooseConfig,
  { actions }: ApplicationGraph,
): Versions {
  if (!Number.isSafeInteger(version) || version < 0) throw invalid("version", "must be a whole number of 0 or more");
  return { version, migrations, actions, schemas };
}

/** Which actions have their chunks stored. */
export function chunkLogOf(
  { logChunks = false }: LooseConfig,
  { actions }: ApplicationGraph,
): (action: string) => boolean {
  if (typeof logChunks === "boolean") return () => logChunks;
  if (!Array.isArray(logChunks)) throw invalid("logChunks", "must be true, false or a list of names of actions");
  checkNames(logChunks, new Set(Object.keys(actions)), "The option `logChunks`");
  const names = new Set(logChunks);
  return (action) => names.has(action);
}

function invalid(option: string, what: string): BurrError {
  return new BurrError("invalid-option", `The option "${option}" ${what}.`, { option });
}
