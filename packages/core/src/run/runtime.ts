import type { ChildMaker, Family } from "../children/family.ts";
import { BurrError } from "../errors.ts";
import type { GraphNode } from "../graph/compile.ts";
import { brokenDecision, type Decision, decide, decisionOf } from "../graph/decision.ts";
import type { ApplicationGraph } from "../graph/graph.ts";
import { newId } from "../new-id.ts";
import { isPromiseLike } from "../promises.ts";
import type { Data } from "../state/operations.ts";
import type { Schemas } from "../state/schemas.ts";
import { State } from "../state/state.ts";
import type { StepEnding } from "../step/ending.ts";
import type { Middleware } from "../step/middleware.ts";
import type { Step } from "../step/step.ts";
import { Waiting } from "../suspend/waiting.ts";
import { Commits } from "../undo/commits.ts";
import type { HookSet } from "./hook-set.ts";
import type { Session, SessionOwner } from "./journal.ts";
import type { RunLimits } from "./limits.ts";
import { aheadOf, noMeta, type RunMeta } from "./meta.ts";
import { metaAfter } from "./meta-after.ts";
import type { Recalled } from "./recall.ts";
import type { Run } from "./run.ts";

/** What an application is made with, defaults filled in. */
export interface Settings {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly graph: ApplicationGraph;
  /** Its actions, as the run loop walks them. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Of state, by key; `undefined` when the application has none. */
  readonly schemas: Schemas | undefined;
  /** The limits of a run that is not told any. */
  readonly runDefaults: RunLimits;
  /** What `ctx.spend()` may use up in the application's life, by budget. */
  readonly budgets: Readonly<Record<string, number>>;
  readonly hooks: HookSet;
  readonly middleware: readonly Middleware[];
  readonly journal: Session | undefined;
  /** Whether the chunks of the action go to the journal. */
  readonly logsChunks: (action: string) => boolean;
  readonly freeze: boolean;
  readonly keepChunks: number;
  readonly closeTimeoutMs: number;
  readonly now: () => number;
  /** Of a child: who has spawned it. */
  readonly family: Family | undefined;
  /** Makes its children. */
  readonly maker: ChildMaker;
}

/** What an attempt without a commit has left for the next one. */
export interface Notes {
  readonly action: string;
  /** Its last checkpoint. */
  readonly values?: Data;
  /** The outcomes of `ctx.once()`, by key. */
  readonly once?: Readonly<Record<string, unknown>>;
}

/** Where an application goes on from. */
export interface StartingPoint {
  readonly data: Data;
  /** Of the last attempt; -1 before the first. */
  readonly sequenceId: number;
  /** Of the last step that was committed. Default: `sequenceId`. */
  readonly commitId?: number;
  /** The action whose step was the last to be committed. Without it the entrypoint is next. */
  readonly after?: string;
  /** What an attempt without a commit left. */
  readonly checkpoint?: Notes;
  readonly meta?: RunMeta;
}

/** The moving part of an application: its state, its position, and the run that is under way. */
export class Runtime implements SessionOwner {
  readonly settings: Settings;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** The commits of this process that can be undone. */
  readonly commits = new Commits();
  /** What only this process knows of the step that waits for answers, until the next commit. */
  waiting: Waiting | undefined;
  #lifeId: string | undefined;
  /** Of a child that is gone on with, until its first run. */
  recalled: Recalled | undefined;
  /** Of the last attempt. */
  sequenceId = -1;
  /** Of the last commit. */
  commitId = -1;
  meta: RunMeta = noMeta;
  /** The run that holds the application. */
  run: Run | undefined;
  /** An update from outside that is being stored. */
  updating: Promise<void> | undefined;
  /** What an attempt of the action that is next has left. */
  #notes: Notes | undefined;
  #data: Data = {};
  #state: State | undefined;
  #position: GraphNode | undefined;
  /** The chosen edge out of the position; `undefined` until somebody asks. */
  #chosen: number | undefined;
  /** What was chosen for a commit that has not happened yet. */
  #foreseen: { readonly data: Data; readonly chosen: number } | undefined;

  constructor(settings: Settings, start: StartingPoint) {
    this.settings = settings;
    this.nodes = settings.nodes;
    this.move(start);
    settings.journal?.attach?.(this);
  }

  stop(reason: unknown): void {
    this.run?.stop(reason);
  }

  /** The run under way, unless it has to stop. */
  get holder(): unknown {
    return this.run?.aborted ?? this.run;
  }

  /** Goes on from another point of the history. */
  move(point: StartingPoint, recalled?: Recalled): void {
    const { data, sequenceId, commitId = sequenceId, after, checkpoint, meta = noMeta } = point;
    if (this.settings.family !== undefined) this.recalled = recalled;
    this.replace(data);
    this.sequenceId = sequenceId;
    this.commitId = commitId;
    this.meta = meta;
    this.#position = after === undefined ? undefined : this.nodes.get(after);
    this.#notes = checkpoint;
    this.commits.clear();
  }

  get data(): Data {
    return this.#data;
  }

  /** The committed state, as users see it. */
  get state(): State {
    this.#state ??= State.of(this.#data, this.settings.freeze);
    return this.#state;
  }

  /** The action of the last commit; `undefined` before the first. */
  get after(): string | undefined {
    return this.#position?.name;
  }

  /** What an attempt of `action` that did not commit has left. */
  notesOf(action: string): Notes | undefined {
    return this.#notes?.action === action ? this.#notes : undefined;
  }

  noteCheckpoint(action: string, values: Data): void {
    this.#notes = { ...this.notesOf(action), action, values };
  }

  noteOnce(action: string, key: string, value: unknown): void {
    const notes = this.notesOf(action);
    this.#notes = { ...notes, action, once: { ...notes?.once, [key]: value } };
  }

  /** The action that comes next. Conditions are evaluated once per commit. */
  next(): GraphNode | undefined {
    const ahead = this.meta === noMeta ? undefined : aheadOf(this.meta);
    if (ahead !== undefined) return this.nodes.get(ahead);
    if (this.#position === undefined) return this.nodes.get(this.settings.graph.entrypoint);
    this.#chosen ??= decide(this.#position.edges, this.#data);
    const edge = this.#position.edges[this.#chosen];
    return edge === undefined ? undefined : this.nodes.get(edge.to);
  }

  /** What a commit of `data` by `node` will choose, decided once; `undefined` when a condition throws, as it will then. */
  foresee(
    node: GraphNode,
    data: Data,
  ): { readonly next: GraphNode | undefined; readonly decision: () => Decision } | undefined {
    try {
      const chosen = decide(node.edges, data);
      this.#foreseen = { data, chosen };
      const edge = node.edges[chosen];
      return {
        next: edge === undefined ? undefined : this.nodes.get(edge.to),
        decision: () => decisionOf(node.name, node.edges, chosen),
      };
    } catch {
      return undefined; // after the commit the same condition is asked again, and its error ends the run
    }
  }

  /** How the next action was chosen; `undefined` before the first commit. */
  decision(): Decision | undefined {
    if (this.#position === undefined) return undefined;
    this.#chosen ??= decide(this.#position.edges, this.#data);
    return decisionOf(this.#position.name, this.#position.edges, this.#chosen);
  }

  /** What was tried after the last commit, up to the condition that throws; `undefined` when none does. */
  brokenDecision(): Decision | undefined {
    const position = this.#position;
    return position === undefined ? undefined : brokenDecision(position.name, position.edges, this.#data);
  }

  /** The action behind which no transition holds, although there are some; `undefined` where that is an end. */
  get stuckAt(): GraphNode | undefined {
    const node = this.#position;
    return node === undefined || node.edges.length === 0 || node.action.terminal ? undefined : node;
  }

  /** Names what this process makes of the application. */
  get lifeId(): string {
    this.#lifeId ??= newId(this.settings.now());
    return this.#lifeId;
  }

  /** As `waiting`, begun when there is something to know. */
  get waits(): Waiting {
    this.waiting ??= new Waiting();
    return this.waiting;
  }

  /** A step has ended: what it committed is the state now, and what it knows of the run is kept. */
  end(step: Step, ending: StepEnding): void {
    const { node, role, sequenceId, run, spent } = step;
    const { accepted, suspension } = ending;
    this.meta = metaAfter(step, ending);
    if (spent !== undefined) run.limits.count(spent);
    if (suspension !== undefined) for (const [id, schema] of suspension.schemas) this.waits.schemas.set(id, schema);
    if (accepted === undefined) return;
    if (role.kind === "undo") this.#goBack(accepted.data, role.commit.before, sequenceId);
    else {
      if (node.action.body.undo !== undefined && this.settings.journal?.commits === undefined) {
        this.commits.add({ action: node.name, sequenceId, before: this.after, data: accepted.data });
      }
      this.replace(accepted.data);
      this.#position = node;
      this.commitId = sequenceId;
      this.#notes = undefined;
      this.waiting = undefined;
    }
  }

  /** Does `change` when what it needs is stored. A step that begins meanwhile waits for that. */
  async change(stored: unknown, change: () => void): Promise<void> {
    if (!isPromiseLike(stored)) {
      change();
      return;
    }
    const changing = Promise.resolve(stored).then(change);
    this.updating = changing.catch(() => {}).then((): void => void (this.updating = undefined)); // the error is the caller's
    await changing;
  }

  /** Refuses what must not happen while a step is in flight. */
  assertBetweenSteps(what: string): void {
    if (this.run?.step === undefined && this.run?.isClaiming !== true && this.updating === undefined) return;
    const { appId } = this.settings;
    const other = this.updating === undefined ? "a step" : "another update";
    throw new BurrError("step-in-flight", `${what} was called while ${other} is in flight. Call it between steps.`, {
      appId,
    });
  }

  /** Another state, whoever has made it. */
  replace(data: Data): void {
    this.#data = data;
    this.#state = undefined;
    this.#chosen = this.#foreseen?.data === data ? this.#foreseen.chosen : undefined;
    this.#foreseen = undefined;
  }

  /** After a commit was undone: the action of that commit is next again. */
  #goBack(data: Data, before: string | undefined, sequenceId: number): void {
    this.replace(data);
    this.#position = before === undefined ? undefined : this.nodes.get(before);
    this.#chosen = undefined;
    this.commitId = sequenceId;
    this.#notes = undefined;
    this.commits.dropLast();
  }
}
