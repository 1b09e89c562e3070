import type { LooseConfig } from "../application/application.ts";
import type { Step } from "../step/step.ts";
import type { Family } from "./family.ts";

/** What a child may be told of its own; `null` takes away what it would inherit. */
export type ChildConfig = Omit<LooseConfig, "persister" | "journal" | "executor" | "tracker"> & {
  readonly [TKey in "persister" | "journal" | "executor" | "tracker"]?: LooseConfig[TKey] | null;
};

/** The options that a child has from its parent, if it has none of its own. */
const handedDown = [
  "hooks",
  "tracker",
  "use",
  "durability",
  "onConflict",
  "defaults",
  "freeze",
  "keepChunks",
  "closeTimeoutMs",
  "onHookError",
  "now",
  "executor",
] as const satisfies readonly (keyof LooseConfig)[];

/** Who a child is. */
interface Identity extends Pick<Family, "key" | "path" | "signal"> {
  readonly id: string;
}

/** What a child of `step` is made with: its own options over those that it inherits. */
export function inherited(step: Step, own: ChildConfig, { id, key, path, signal }: Identity): LooseConfig {
  const { maker, appId, partitionKey } = step.settings;
  const { config } = maker;
  const { logChunks, persister, journal } = config;
  const merged: Record<string, unknown> = {};
  for (const option of handedDown) if (config[option] !== undefined) merged[option] = config[option];
  // Names of actions are the parent's.
  if (typeof logChunks === "boolean") merged["logChunks"] = logChunks;
  const isOther = own.persister !== undefined && own.persister !== persister;
  const storesElsewhere = isOther || own.journal !== undefined;
  if (!storesElsewhere) Object.assign(merged, persister === undefined ? {} : { persister }, journal === undefined ? {} : { journal }); // prettier-ignore
  const family: Family = {
    parent: { appId, partitionKey, sequenceId: step.sequenceId },
    key,
    path,
    isWaitedFor: signal === undefined,
    isStoredWithParent: !storesElsewhere && persister !== undefined,
    spend: (budget, amount) => step.account.spend(budget, amount),
    ...(signal === undefined ? {} : { signal }),
  };
  Object.assign(merged, own, { appId: id, partitionKey: own.partitionKey === undefined ? partitionKey : own.partitionKey, family }); // prettier-ignore
  for (const option of ["persister", "journal", "executor", "tracker"])
    if (merged[option] === null) delete merged[option];
  return merged;
}
