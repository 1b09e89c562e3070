import type { CountedEdge } from "../graph/compile.ts";

/** What a run knows of itself besides its state; stored with every step, and gone on with. Never changed in place. */
export interface RunMeta {
  /** How often each transition on error was taken since its source has last committed: by source, by the transition's key. */
  readonly errors: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What was spent in the application's life, by budget. */
  readonly spent: Readonly<Record<string, number>>;
  /** The action that waits for answers. */
  readonly suspended?: Suspended;
  /** The failure that a transition on error has led on from, until its target has committed. */
  readonly failure?: Failure;
  /** The action whose commit was undone: it is next, however it was reached. */
  readonly undone?: string;
  /** Names the course that the history takes since it was gone back to an earlier step: its steps have the numbers of others. */
  readonly branch?: string;
  /**
   * Names the children of the attempts to come, until the next commit: others than those of earlier attempts, since the state
   * was changed on purpose, or what they wait for was withdrawn.
   */
  readonly cohort?: string;
}

/** An action that waits for answers, and what it waits for. */
export interface Suspended {
  readonly action: string;
  readonly requests: readonly SuspendedRequest[];
  /** The inputs of the step, where its children wait: it needs them again. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Of a race: whether the answers to one of its children are enough. */
  readonly isRace?: true;
  /** Its tasks that have failed, where that is a result: by their keys. */
  readonly failed?: readonly { readonly key: string; readonly error: unknown }[];
  /** What the ids of its children are made of, and were in what it is a copy of, the nearest first: they are looked for there. */
  readonly begun?: readonly Lineage[];
}

/** Whose history a step is of. */
export interface Lineage {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly branch: string | null;
  readonly cohort: string | null;
}

/** One thing that an action waits for. */
export interface OpenSuspension {
  /** Names it in `app.resume()`; nobody can guess it. */
  readonly id: string;
  readonly name: string;
  /** What whoever answers needs to know. */
  readonly payload: unknown;
  /** From when on it counts as not answered, in milliseconds since 1970; `null`: never. */
  readonly expiresAtMs: number | null;
  /** The sub-applications on the way to whoever waits, as in the `path` of events; absent where that is the application itself. */
  readonly path?: readonly string[];
}

/** As the engine keeps it. */
export interface SuspendedRequest extends OpenSuspension {
  /** The answer that stands when there is none in time. */
  readonly onTimeout?: { readonly value: unknown };
  readonly answer?: { readonly value: unknown };
  /** Whether answers are validated by a schema. */
  readonly hasSchema: boolean;
  /** Of a child: its action that waits, and where the child stood then. */
  readonly action?: string;
  readonly child?: { readonly key: string; readonly appId: string; readonly sequenceId: number; readonly id: string };
}

/** A failure that was led on from. */
interface Failure {
  readonly action: string;
  readonly to: string;
  readonly error: unknown;
}

/** Of a run that has nothing to tell. */
export const noMeta: RunMeta = Object.freeze({ errors: {}, spent: {} });

/** How often a transition on error was taken since its source has last committed. */
export function takenCount({ errors }: RunMeta, edge: CountedEdge): number {
  const ofSource = valueOf(errors, edge.from);
  return ofSource === undefined ? 0 : (valueOf(ofSource, edge.key) ?? 0);
}

/** After `edge` was taken because of `error`. */
export function withFailure(meta: RunMeta, edge: CountedEdge, error: unknown): RunMeta {
  const ofSource = valueOf(meta.errors, edge.from) ?? {};
  const counts = { ...ofSource, [edge.key]: takenCount(meta, edge) + 1 };
  const failure = { action: edge.from, to: edge.to, error };
  const { suspended: _suspended, ...rest } = meta;
  return { ...rest, errors: { ...meta.errors, [edge.from]: counts }, failure };
}

/** The action that comes next whatever the transitions say: one that was answered, or undone, or the target of a transition on error. */
export function aheadOf({ suspended, failure, undone }: RunMeta): string | undefined {
  return suspended?.action ?? failure?.to ?? undone;
}

/** A request as users see it. */
export function toOpen({ id, name, payload, expiresAtMs, path }: SuspendedRequest): OpenSuspension {
  return { id, name, payload, expiresAtMs, ...(path === undefined ? {} : { path }) };
}

/** After `action` has committed: what it had failed at, or waited for, is over. */
export function withCommit(meta: RunMeta, action: string): RunMeta {
  if (meta === noMeta) return meta;
  const { errors, spent, branch } = meta;
  return { errors: without(errors, action), spent, ...(branch === undefined ? {} : { branch }) };
}

/** After a commit of `action` was undone: the run begins anew from there, and only what was spent is gone. */
export function withUndo({ spent, branch }: RunMeta, action: string): RunMeta {
  return { ...noMeta, spent, undone: action, ...(branch === undefined ? {} : { branch }) };
}

/** After more was spent. */
export function withSpent(meta: RunMeta, spent: Readonly<Record<string, number>>): RunMeta {
  return { ...meta, spent: summed(meta.spent, spent) };
}

/** After `action` has asked for answers. */
export function withSuspended(meta: RunMeta, suspended: Suspended): RunMeta {
  return { ...meta, suspended };
}

/** The sums of two accounts. */
export function summed(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Record<string, number> {
  const sums = new Map(Object.entries(one));
  for (const [budget, amount] of Object.entries(other)) sums.set(budget, (sums.get(budget) ?? 0) + amount);
  return Object.fromEntries(sums);
}

/** What waits for an answer. */
export function openRequests({ suspended }: RunMeta): readonly SuspendedRequest[] {
  const open = suspended?.requests.filter(({ answer }) => answer === undefined) ?? [];
  if (suspended?.isRace !== true) return open;
  const waiting = new Set(open.map(({ child }) => child?.key));
  return suspended.requests.every(({ child }) => waiting.has(child?.key)) ? open : []; // one child has all that it needs
}

/** After one request was answered. */
export function withAnswer(meta: RunMeta, id: string, value: unknown): RunMeta {
  const { suspended } = meta;
  if (suspended === undefined) return meta;
  const requests = suspended.requests.map((one) => (one.id === id ? { ...one, answer: { value } } : one));
  return { ...meta, suspended: { ...suspended, requests } };
}

/** After all that the action waits for was taken back. */
export function withoutSuspended({ suspended, ...meta }: RunMeta, newId: string): RunMeta {
  // What its children have done is no part of the new beginning.
  return suspended?.begun === undefined ? meta : withCohort(meta, newId);
}

/** Lets the attempts to come have other children than earlier ones. */
export function withCohort(meta: RunMeta, newId: string): RunMeta {
  return { ...meta, cohort: newId };
}

/** Whether there is nothing to store. */
export function isEmptyMeta({ errors, spent, suspended, failure, undone, branch, cohort }: RunMeta): boolean {
  return (
    [suspended, failure, undone, branch, cohort].every((one) => one === undefined) &&
    Object.keys(errors).length === 0 &&
    Object.keys(spent).length === 0
  );
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!Object.hasOwn(record, key)) return record;
  return Object.fromEntries(Object.entries(record).filter(([one]) => one !== key));
}

/** Its own value only: names of actions are the user's. */
function valueOf<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
