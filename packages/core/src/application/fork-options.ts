import type { StateLoader } from "../persist/persister.ts";
import type { Middleware } from "../step/middleware.ts";

/** How a fork differs from its source. */
export interface ForkOptions<TState, TName extends string = string> {
  /** Default: a new UUID. */
  readonly appId?: string;
  /** Default: that of this application. */
  readonly partitionKey?: string | null;
  /** The step after which it begins. Default: the last one. */
  readonly sequenceId?: number;
  /** Values to begin with in place of the stored ones. */
  readonly patch?: Readonly<Partial<TState>>;
  /** Where the history is read, such as a tracker's log. Default: the application's persister. */
  readonly from?: StateLoader;
  /** Whose history it is. Default: that of this application. */
  readonly of?: { readonly appId: string; readonly partitionKey?: string | null };
  /** The action to begin with. Default: the one that would have been next. */
  readonly entrypoint?: TName;
  /** Stands around each action of the fork alone, inside of what the application has. */
  readonly use?: readonly Middleware[];
}
