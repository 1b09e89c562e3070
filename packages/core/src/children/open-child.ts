import type { LooseConfig } from "../application/application.ts";
import type { Step } from "../step/step.ts";
import { BurrError, isBurrError } from "../errors.ts";
import type { SuspendedRequest } from "../run/meta.ts";
import { askAnew } from "../suspend/apply-answers.ts";
import type { Child } from "./family.ts";

/** A stored child to begin as a copy of. */
export interface ForkPoint {
  readonly appId: string;
  /** The step behind which. Default: its last. */
  readonly sequenceId?: number;
  /** What the parent waits for on its behalf. */
  readonly asked: readonly SuspendedRequest[];
}

/** What is known of earlier tries. */
export interface OpenOptions {
  /** Whether the child itself was tried before in this step. */
  readonly isTriedAgain: boolean;
  /** Where it stood when its parent was stored, in case that the parent is a copy, or was gone back to; the first that exists counts. */
  readonly from: readonly ForkPoint[];
}

/** The child of `step` with this configuration: the one that an earlier try has left, or a new one. */
export function openChild(
  step: Step,
  config: LooseConfig,
  { isTriedAgain, from }: OpenOptions,
): Child | Promise<Child> {
  const { appId = "", persister } = config;
  if (persister === undefined) return step.run.runtime.waiting?.children.get(appId) ?? made(step, config);
  return isTriedAgain || mayExist(step) ? stored(step, config, persister, from) : made(step, config);
}

function made({ settings: { maker }, node }: Step, config: LooseConfig): Child {
  try {
    return maker.create(config);
  } catch (error) {
    if (!isBurrError(error) || error.code !== "invalid-graph") throw error;
    const where = `In a child of action "${node.name}": ${error.message} What a child begins with is the \`state\` of task() and spawn(), and what \`in\` of asAction() gives.`;
    throw new BurrError(error.code, where, error.details, { cause: error });
  }
}

async function stored(
  { settings: { maker } }: Step,
  config: LooseConfig,
  persister: NonNullable<LooseConfig["persister"]>,
  from: readonly ForkPoint[],
): Promise<Child> {
  const { appId = "", partitionKey = null } = config;
  const own = await persister.load({ appId, partitionKey });
  if (own === undefined) {
    for (const { asked, ...point } of from) {
      const source = await persister.load({ partitionKey, ...point });
      if (source === undefined) continue;
      const child = await maker.restore(config, { load: () => Promise.resolve(source) }, point);
      askAnew(child, source.meta, asked);
      return child;
    }
  }
  return await maker.restore(config, { load: () => Promise.resolve(own) }, undefined);
}

/** Whether an earlier try of this visit may have left children. The first one finds none, and need not look. */
function mayExist({ run: { runtime }, role, sequenceId, attempt }: Step): boolean {
  return role.kind !== "run" || attempt > 1 || sequenceId !== runtime.commitId + 1;
}
