import type { ApplicationOptions } from "../application/config.ts";
import type { Step } from "../step/step.ts";
import { targetOf } from "../parallel/task.ts";
import { childIdOf, duplicateKey } from "./child-id.ts";
import { type ChildConfig, inherited } from "./inherit.ts";
import { openChild } from "./open-child.ts";

/** What a child is told of its own; all else it inherits. `null` takes away what it would inherit. */
export interface SpawnOptions extends Omit<
  ApplicationOptions,
  "appId" | "sequenceId" | "persister" | "journal" | "executor"
> {
  /** Names the child among those of its step, whatever their order. Default: its place, from 0. */
  readonly key?: string;
  readonly persister?: ApplicationOptions["persister"] | null;
  readonly journal?: ApplicationOptions["journal"] | null;
  readonly executor?: ApplicationOptions["executor"] | null;
}

/** A child application of `step`: the one that an earlier try has left, or a new one. */
export async function spawn(step: Step, what: unknown, options: LooseOptions = {}): Promise<unknown> {
  const { key: given, entrypoint: begin, state, ...own } = options;
  const { graph, entrypoint, config } = targetOf(what, begin, "ctx.spawn()");
  const key = claimed(step, given);
  const id = childIdOf(step, { kind: `spawned in ${step.role.kind}`, key });
  const schemas = config.schemas ?? graph.schemas;
  const merged = { ...config, ...own, graph, entrypoint, state: { ...config.state, ...state }, ...(schemas === undefined ? {} : { schemas }) }; // prettier-ignore
  const path = [...step.run.plan.path, step.node.name, key];
  const family = { id, key, path, signal: () => step.childSignal };
  const child = await openChild(step, inherited(step, merged as ChildConfig, family), {
    isTriedAgain: false,
    from: [],
  });
  return child.app;
}

interface LooseOptions extends SpawnOptions {
  readonly entrypoint?: string;
  readonly state?: Readonly<Record<string, unknown>>;
}

/** The key of the next child of a step, which no other has. */
function claimed({ node, records }: Step, given: string | undefined): string {
  const { childKeys } = records;
  const place = childKeys.size;
  const key = given ?? String(place);
  const before = childKeys.get(key);
  if (before !== undefined) throw duplicateKey(node.name, "children", [before, place]);
  childKeys.set(key, place);
  return key;
}
