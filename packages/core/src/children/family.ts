import type { ForkPoint } from "./open-child.ts";
import type { ParentPointer, StateLoader } from "../persist/persister.ts";
import type { LooseConfig } from "../application/application.ts";
import type { Port } from "../drive/port.ts";
import type { AnyRunOptions } from "../application/runner.ts";
import type { Runtime } from "../run/runtime.ts";

/** What a child application knows of the step that has spawned it. */
export interface Family {
  /** The application and the step. */
  readonly parent: ParentPointer;
  /** Names it among the children of the step. */
  readonly key: string;
  /** Whether its parent is stored where it is: whoever finds the parent finds it, too. */
  readonly isStoredWithParent: boolean;
  /** The way to it, as in the `path` of events. */
  readonly path: readonly string[];
  /** Whether its step waits for what it waits for; else it has to be found by itself. */
  readonly isWaitedFor: boolean;
  /** Counts what it spends as spent by the step, and tells what is left there; absent where it runs elsewhere. */
  readonly spend?: (budget: string, amount: number) => number;
  /** Stops its runs, when the step has to stop; absent where whoever drives it does. */
  readonly signal?: () => AbortSignal;
}

/** A child application as the engine drives it. */
export interface Child {
  /** The application, as users have it. */
  readonly app: unknown;
  readonly runtime: Runtime;
  /** A run of it that nobody has begun yet: of events, or of its end alone. */
  readonly open: (options: AnyRunOptions, emits: "events" | "nothing") => Port;
}

/** Makes applications; the class of applications itself, since what it needs must not need it. */
export interface ChildMaker {
  /** What the parent was made with. */
  readonly config: LooseConfig;
  readonly create: (config: LooseConfig) => Child;
  readonly restore: (
    config: LooseConfig,
    loader: StateLoader,
    from: Pick<ForkPoint, "appId"> | undefined,
  ) => Promise<Child>;
}
