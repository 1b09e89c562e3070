import type { Hono } from "hono";
import type { Notes } from "../notes/notes.ts";
import type { RunnerHub } from "../runner/runner-hub.ts";
import type { Session } from "../security/session.ts";
import type { Slots } from "../security/slots.ts";
import type { Settings } from "../options.ts";

/** The router. */
export type App = Hono;

/** What routes work with. */
export interface Services {
  readonly settings: Settings;
  readonly session: Session;
  /** `undefined`: there are no annotations here. */
  readonly notes: Notes | undefined;
  /** Counts an answer that goes on as a request under way; gives what ends that. Throws a refusal when there are too many. */
  readonly hold: () => () => void;
  readonly eventSlots: Slots;
  readonly ingestSlots: Slots;
  readonly runnerSlots: Slots;
  readonly runners: RunnerHub;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}
