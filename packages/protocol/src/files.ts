// What stands beside `log.jsonl` in the folder of an application. Names as in Burr for Python; "ours" is what it lacks.

/** A pointer to a step of another application. */
export interface PointerModel {
  readonly type: "pointer_data";
  readonly app_id: string;
  readonly sequence_id: number | null;
  readonly partition_key: string | null;
}

/** `metadata.json`. */
export interface MetadataModel {
  readonly type: "application_metadata";
  readonly partition_key: string | null;
  /** Of a fork: the step it began from. */
  readonly parent_pointer: PointerModel | null;
  /** Of a child: the step that spawned it. */
  readonly spawning_parent_pointer: PointerModel | null;
  /** Ours: the id as the application has it; the folder has it percent-encoded. Without it: the name of the folder. */
  readonly app_id?: string;
  /** Ours: the version of the format of the log. */
  readonly v?: 1;
  /** Ours: the way to a child from the application at the top. */
  readonly path?: readonly string[];
}

/** An action in `graph.json`. */
export interface ActionModel {
  readonly type: "action";
  readonly name: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Its source text. */
  readonly code: string;
  /** The required ones. In files of Python these two are swapped: those lack `v`. */
  readonly inputs: readonly string[];
  readonly optional_inputs: readonly string[];
  /** Ours. */
  readonly may_write?: readonly string[];
  readonly tags?: readonly string[];
  readonly kind?: "action" | "stream" | "parallel" | "graph";
  /** Where the program has made it: a path below the folder of the project, with `/`; see `isSourcePath()`. No part of the graph's hash. */
  readonly file?: string;
  /** The line there; the first is 1. */
  readonly line?: number;
}

/** A transition in `graph.json`. */
export interface TransitionModel {
  readonly type: "transition";
  readonly from_: string;
  readonly to: string;
  /** The name of the condition. */
  readonly condition: string;
  /** Ours: the keys that it reads. */
  readonly reads?: readonly string[];
}

/** `graph.json`; ours: `graph-<hash>.json`, of a graph that the application had later. */
export interface ApplicationModel {
  readonly type: "application";
  readonly entrypoint: string;
  readonly actions: readonly ActionModel[];
  readonly transitions: readonly TransitionModel[];
  readonly v?: 1;
  readonly graph_hash?: string;
}

/** A line of `children.jsonl`, in the folder of the parent. */
export interface ChildModel {
  readonly type: "child_application_data";
  readonly child: PointerModel;
  readonly event_time: string;
  readonly event_type: "fork" | "spawn_start";
  /** The step of the parent. */
  readonly sequence_id: number | null;
}
