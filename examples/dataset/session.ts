import type { DatasetApplication, Progress } from "./application.ts";
import type { Display } from "./display.ts";
import { count, megabytes } from "./format.ts";

/** The person at the terminal. */
export interface Person {
  /** Calls `listener` when the person presses Ctrl+C. Gives what takes the listener away again. */
  onInterrupt(listener: () => void): () => void;
  /** Whether the person wants to go on. */
  wantsToResume(): Promise<boolean>;
}

/** What a session needs. */
export interface SessionOptions {
  readonly path: string;
  readonly display: Display;
  readonly person: Person;
}

/**
 * Runs the application and shows its events. Ctrl+C aborts the run; if the person then wants to resume, the
 * application runs again: the aborted action is next, and begins at its last checkpoint.
 *
 * @returns Whether the run came to its end.
 */
export async function runSession(app: DatasetApplication, options: SessionOptions): Promise<boolean> {
  for (;;) {
    if (await runUntilInterrupted(app, options)) return true;
    if (!(await options.person.wantsToResume())) return false;
  }
}

async function runUntilInterrupted(app: DatasetApplication, options: SessionOptions): Promise<boolean> {
  const { path, display, person } = options;
  let last: Progress | undefined;
  const stream = app.stream({ inputs: { path } });
  const stopListening = person.onInterrupt(() => void stream.abort(new Error("Interrupted.")));
  try {
    for await (const event of stream) {
      if (event.type === "chunk") {
        if (last === undefined) display.line(startText(event.chunk));
        last = event.chunk;
        display.progress(last);
      } else if (event.type === "transition") {
        const reason = event.tried.at(-1)?.condition;
        const why = reason === undefined || reason === "default" ? "" : ` (${reason})`;
        display.line(`${event.action} → ${event.to}${why}`);
      } else if (event.type === "step-end" && event.action === "report") {
        display.line(`\n${event.result?.text}`);
      }
    }
    return true;
  } catch (error) {
    if ((await stream.outcome).status !== "aborted") throw error;
    display.line(stopText(last));
    return false;
  } finally {
    stopListening();
  }
}

function startText({ resumedAtRow }: Progress): string {
  return resumedAtRow === 0 ? "Reading from the first row." : `Reading on after row ${count(resumedAtRow)}.`;
}

function stopText(last: Progress | undefined): string {
  if (last === undefined) return "Stopped before the first progress.";
  const { percent, savedAtRow, summary } = last;
  const where = `row ${count(summary.rows)}, ${megabytes(summary.endBytes)}, ${percent.toFixed(1)} %`;
  return `Stopped after ${where}. The last checkpoint is at row ${count(savedAtRow)}.`;
}
