/** Where the code of the user is found: a module, and the name of what it exports. */
export interface CodePlace {
  /** The address of the module's file. */
  readonly url: string;
  readonly name: string;
}

/** What the other process is told first. */
interface OpenMessage {
  readonly type: "open";
  readonly app: CodePlace;
  /** A codec, or a list of codecs of classes, for values that the language does not have. */
  readonly codec?: CodePlace;
}

/** A step to try. Values are in the form of the log. */
export interface StepMessage {
  readonly type: "step";
  readonly action: string;
  readonly status: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly after: Readonly<Record<string, unknown>> | undefined;
  /** Whether the action is to be run. */
  readonly runs: boolean;
}

/** What is asked of the process that has the user's code. */
export type Question = OpenMessage | StepMessage;

/** A transition that was tried. */
export interface Trial {
  readonly to: string;
  readonly condition: string;
  readonly result: boolean | { readonly error: string };
}

/** What a step comes to with today's code. */
export interface StepAnswer {
  readonly type: "step";
  /** `undefined`: it was not run. */
  readonly outcome: ActionOutcome | undefined;
  /** What is chosen after the recorded state; `undefined`: there is none. */
  readonly decision: { readonly to: string | null; readonly tried: readonly Trial[] } | undefined;
  /** The actions that transitions on error lead to. */
  readonly onError: readonly string[];
}

/** How an action ended. Values are in the form of the log. */
export interface ActionOutcome {
  readonly status: "completed" | "failed" | "aborted" | "suspended";
  /** The keys that it has written, and their values after it; those that it has deleted are in `deleted`. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly deleted: readonly string[];
  readonly result: unknown;
  readonly error: { readonly name: string; readonly message: string } | undefined;
}

/** What the process that has the user's code answers. */
export type Answer =
  | { readonly type: "open"; readonly actions: readonly string[]; readonly entrypoint: string | undefined }
  | StepAnswer
  | { readonly type: "error"; readonly message: string; readonly isAboutApp: boolean };
