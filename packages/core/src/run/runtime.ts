import { BurrError } from "../errors.ts";
import { compile, type GraphNode } from "../graph/compile.ts";
import { type Decision, decide, decisionOf } from "../graph/decision.ts";
import type { ApplicationGraph } from "../graph/graph.ts";
import { isPromiseLike } from "../promises.ts";
import { type Data, difference, type Operation } from "../state/operations.ts";
import type { Schemas } from "../state/schemas.ts";
import { State } from "../state/state.ts";
import { validateWrites } from "../state/validate-writes.ts";
import type { Middleware } from "../step/middleware.ts";
import type { HookSet } from "./hooks.ts";
import type { Session } from "./journal.ts";
import type { Run } from "./run.ts";

/** What an application is made with, defaults filled in. */
export interface Settings {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly graph: ApplicationGraph;
  /** Of state, by key; `undefined` when the application has none. */
  readonly schemas: Schemas | undefined;
  readonly hooks: HookSet;
  readonly middleware: readonly Middleware[];
  readonly journal: Session | undefined;
  /** Whether the chunks of the action go to the journal. */
  readonly logsChunks: (action: string) => boolean;
  readonly freeze: boolean;
  readonly keepChunks: number;
  readonly closeTimeoutMs: number;
  readonly now: () => number;
}

/** Where an application goes on from. */
export interface StartingPoint {
  readonly data: Data;
  /** Of the last attempt; -1 before the first. */
  readonly sequenceId: number;
  /** The action whose step was the last to be committed. Without it the entrypoint is next. */
  readonly after?: string;
  /** The intermediate state that an attempt without a commit left. */
  readonly checkpoint?: { readonly action: string; readonly values: Data };
}

/** An update from outside a step. */
interface Update {
  readonly data: Data;
  readonly delta: () => readonly Operation[];
}

/** The moving part of an application: its state, its position, and the run that is under way. */
export class Runtime {
  readonly settings: Settings;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Of the last attempt. */
  sequenceId = -1;
  /** The run that holds the application. */
  run: Run | undefined;
  /** An update from outside that is being stored. */
  updating: Promise<void> | undefined;
  /** The last checkpoint of the step that is next, by an attempt that did not commit. */
  checkpoint: { readonly action: string; readonly values: Data } | undefined;
  #data: Data = {};
  #state: State | undefined;
  #position: GraphNode | undefined;
  /** The chosen edge out of the position; `undefined` until somebody asks. */
  #chosen: number | undefined;
  /** What was chosen for a commit that has not happened yet. */
  #foreseen: { readonly data: Data; readonly chosen: number } | undefined;

  constructor(settings: Settings, start: StartingPoint) {
    this.settings = settings;
    this.nodes = compile(settings.graph, settings.freeze);
    this.restore(start);
    settings.journal?.attach?.((reason) => this.run?.stop(reason));
  }

  /** Goes on from another point of the history. */
  restore({ data, sequenceId, after, checkpoint }: StartingPoint): void {
    this.commit(data);
    this.sequenceId = sequenceId;
    this.#position = after === undefined ? undefined : this.nodes.get(after);
    this.checkpoint = checkpoint;
  }

  get data(): Data {
    return this.#data;
  }

  /** The committed state, as users see it. */
  get state(): State {
    this.#state ??= State.of(this.#data, this.settings.freeze);
    return this.#state;
  }

  /** The action that comes next. Conditions are evaluated once per commit. */
  next(): GraphNode | undefined {
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

  /** Makes `data` the state; after the step of `node`, if one is given. */
  commit(data: Data, node?: GraphNode): void {
    this.#data = data;
    this.#state = undefined;
    this.#chosen = this.#foreseen?.data === data ? this.#foreseen.chosen : undefined;
    this.#foreseen = undefined;
    if (node === undefined) return;
    this.#position = node;
    this.checkpoint = undefined;
  }

  /** Replaces the state from outside a step. A step that begins meanwhile waits until it is stored. */
  async updateState(state: unknown): Promise<void> {
    const { appId, schemas, freeze } = this.settings;
    if (this.run?.step !== undefined || this.run?.isClaiming === true || this.updating !== undefined) {
      const what = this.updating === undefined ? "a step" : "another update";
      throw new BurrError(
        "step-in-flight",
        `updateState() was called while ${what} is in flight. Call it between steps.`,
        {
          appId,
        },
      );
    }
    const inside = State.inside(state);
    if (inside === undefined) {
      throw new BurrError(
        "foreign-state",
        "updateState() needs a state, as in app.updateState(app.state.update({ … })).",
        { action: "updateState" },
      );
    }
    const delta = inside.base === this.#data ? inside.delta : difference(this.#data, inside.data);
    const given: Update = { data: inside.data, delta: () => delta };
    const how = { subject: "updateState()", verb: "wrote", freeze };
    const update = schemas === undefined ? given : validateWrites(schemas, given, how);
    const updating = update instanceof Promise ? update.then((one) => this.#store(one)) : this.#store(update);
    if (updating === undefined) return;
    this.updating = updating.catch(() => {}).then((): void => void (this.updating = undefined)); // the error is the caller's
    await updating;
  }

  /** Stores an update from outside, then commits it. */
  #store({ data, delta }: Update): Promise<void> | undefined {
    const { appId, partitionKey, journal } = this.settings;
    const { sequenceId } = this;
    const stored = journal?.append([{ type: "state-updated", appId, partitionKey, sequenceId, delta: delta() }], data);
    if (isPromiseLike(stored)) return Promise.resolve(stored).then((): void => this.commit(data));
    this.commit(data);
    return undefined;
  }
}
