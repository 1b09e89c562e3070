/** A graph as plain data: what `toJSON()` gives, and what `graphFromJSON()` of `@burrjs/graph/cel` takes. */
export interface GraphJSON extends GraphPartsJSON {
  readonly version: 1;
}

/** The parts of a graph as plain data. */
export interface GraphPartsJSON {
  /** Only of the graph of an application. */
  readonly entrypoint?: string;
  /** What the actions declare, by their names. */
  readonly actions: Readonly<Record<string, ActionJSON>>;
  /** The first whose condition holds is taken. */
  readonly transitions: readonly TransitionJSON[];
}

/** What an action declares. Its code does not travel. */
export interface ActionJSON {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly mayWrite: readonly string[];
  readonly inputs: { readonly required: readonly string[]; readonly optional: readonly string[] };
  readonly tags: readonly string[];
  readonly isAsync: boolean;
  readonly isStreaming: boolean;
  readonly terminal: boolean;
  /** The names of the classes of errors that it expects; absent when it does not say. */
  readonly handles?: readonly string[];
  /** Absent when it says nothing of the kind. */
  readonly policies?: PoliciesJSON;
  /** The graph that it stands for. */
  readonly subgraph?: GraphPartsJSON;
}

/** What an action says of failures, time limits, undoing and people. What does not apply is absent. */
export interface PoliciesJSON {
  /** Tries in all, if there may be more than one. */
  readonly attempts?: number | "unlimited";
  /** The names of the classes of errors that are worth another try, or of the test of them. */
  readonly retryOn?: readonly string[];
  readonly timeoutMs?: number;
  readonly idleTimeoutMs?: number;
  /** It has a `fallback`. */
  readonly fallback?: true;
  /** It has an `undo`. */
  readonly undo?: true;
  /** The names of the answers that it may suspend for. */
  readonly answers?: readonly string[];
}

/** A transition; without a condition it is always taken. */
export interface TransitionJSON {
  readonly from: string;
  readonly to: string;
  readonly condition?: ConditionJSON | OnErrorJSON;
}

/** A condition as data. */
export type ConditionJSON =
  /** Each key equals its value. */
  | { readonly when: Readonly<Record<string, JSONValue>> }
  | { readonly not: ConditionJSON }
  | { readonly and: readonly [ConditionJSON, ConditionJSON] }
  | { readonly or: readonly [ConditionJSON, ConditionJSON] }
  /** An expression in CEL. */
  | { readonly cel: string }
  /** An expression in another language. */
  | { readonly expression: string; readonly language: string }
  /** A function, whose code does not travel: it is known by its name. */
  | { readonly name: string; readonly reads: readonly string[] };

/** A transition that is taken when its source fails. */
export interface OnErrorJSON {
  readonly onError: {
    /** The name of the class of errors; absent for any. */
    readonly error?: string;
    readonly max?: number;
    /** Only where it was given one. */
    readonly name?: string;
    /** It has a test of its own, whose code does not travel: it is known by its name. */
    readonly narrowed?: true;
  };
}

/** What JSON can say. */
export type JSONValue = null | boolean | number | string | readonly JSONValue[] | { readonly [key: string]: JSONValue };
