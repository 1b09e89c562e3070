/** What the proofs over a graph can find. */
export type FindingCode =
  | "maybe-unassigned-read"
  | "maybe-unhandled-error"
  | "missing-input"
  | "possible-dead-end"
  | "sub-graph-boundary"
  | "unassigned-read"
  | "unhandled-error"
  | "unreachable-action"
  | "unreachable-transition"
  | "unread-write"
  | "unwritten-read";

/** What becomes of findings of each code: `"error"` fails the build, `"warn"` is returned, `"off"` is left out. */
export type ProofLevels = Readonly<Partial<Record<FindingCode, "error" | "warn" | "off">>>;

/** One thing that the proofs over a graph have found. */
export interface Finding {
  readonly code: FindingCode;
  readonly level: "error" | "warn";
  /** Where it is, and what to do about it. Never a value of the state. */
  readonly message: string;
  readonly place: Place;
}

/** Where a finding is. */
export interface Place {
  readonly action?: string;
  /** The condition, by name, whose test it is about; it stands on `transition`, if that is given. */
  readonly condition?: string;
  readonly transition?: { readonly from: string; readonly to: string };
  /** The key of state. */
  readonly key?: string;
  readonly input?: string;
  /** The actions that a run passes, from the entrypoint to this place. */
  readonly path?: readonly string[];
}

/** What a proof has found, before anybody has said how bad it is. */
export interface RawFinding extends Omit<Finding, "level"> {}

/** An error is what must go wrong on some path, or can never happen; all else is a warning. */
const defaultLevels: Readonly<Record<FindingCode, "error" | "warn">> = {
  "maybe-unassigned-read": "warn",
  "maybe-unhandled-error": "warn",
  "missing-input": "error",
  "possible-dead-end": "warn",
  "sub-graph-boundary": "error",
  "unassigned-read": "error",
  "unhandled-error": "error",
  "unreachable-action": "warn",
  "unreachable-transition": "error",
  "unread-write": "warn",
  "unwritten-read": "error",
};

/** The findings with their levels, errors first, without those that are off. */
export function leveled(found: readonly RawFinding[], levels: ProofLevels): Finding[] {
  const all = found.flatMap((one): Finding[] => {
    const level = levels[one.code] ?? defaultLevels[one.code];
    return level === "off" ? [] : [{ ...one, level }];
  });
  return [...all.filter(({ level }) => level === "error"), ...all.filter(({ level }) => level === "warn")];
}
