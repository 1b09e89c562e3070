import { pointerKeys } from "@burrjs/protocol";

/** Why a fork was refused, as the server or the runner says it. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** A JSON Pointer, into the state or into what was asked for. */
  readonly path?: string | undefined;
}

/** A refusal in words: what happened, what to do, and which field of the dialog it is about. */
export interface RefusalWords {
  readonly title: string;
  readonly advice: string;
  readonly field?: "from" | "state" | "next" | "stop";
  /** Of the state: which key. */
  readonly key?: string;
}

const advices = new Map<string, string>([
  ["no_runner", "Start it, as said above: the dialog goes on by itself when it connects."],
  ["runner_lost", "Its process has ended. Start it again (burr dev does that by itself), then fork again: nothing of the recorded run was changed."],
  ["runner_busy", "It is running as much as it can. Try again in a moment, or abort a fork that is not needed."],
  ["invalid_point", "Choose the other side of the step, or another step."],
  ["no_state", "The log does not have the state there. Fork from a step before or after it."],
  ["invalid_state", "Change the name of the key, or take it out."],
  ["unknown_value", "Give it a value, or take it out of the state: it was never written to the log."],
  ["invalid_patch", "The recorded state has changed meanwhile. Close the dialog and open it again."],
  ["invalid-value", "The schema of the state does not take this value: change it above."],
  ["unreadable-value", "Write it as the log has such values, or as plain JSON."],
  ["incompatible-run", "The application of the runner keeps its state in another shape. Serve the version that made this run, or change the state to fit."],
  ["unknown_action", "The runner's code has no such action. Choose another one, or serve the code that has it."],
  ["not-on-tape", "Run that action live: choose Mixed and tick it, or Live."],
  ["side-effect", "Tick it under Calls if it may run."],
  ["run_exists", "Run it again: it gets another id."],
  ["app_failed", "The program could not make the application: look at its own output."],
  ["key_reused", "Try again."],
  ["read_only", "Start the server without --read-only to fork runs."],
  ["unauthorized", "Open the page by the address that burr ui has printed: the token is in it."],
]); // prettier-ignore

const fields = new Map<string, NonNullable<RefusalWords["field"]>>([
  ["/at", "from"],
  ["/sequence_id", "from"],
  ["/next_action", "next"],
  ["/stop/before", "stop"],
]);

const aboutState = new Set(["invalid_state", "unknown_value", "invalid_patch", "invalid-value", "unreadable-value"]);

/** A refusal in words that say what to do. */
export function refusalWords({ code, message, hint, path }: Refusal): RefusalWords {
  const advice = advices.get(code) ?? hint ?? "";
  const field = path === undefined ? undefined : fields.get(path);
  const words = { title: message, advice };
  if (field !== undefined) return { ...words, field };
  const [key] = path === undefined ? [] : (pointerKeys(path) ?? []);
  return key !== undefined && aboutState.has(code) ? { ...words, field: "state", key } : words;
}
