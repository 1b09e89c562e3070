/** Tells how far long work has got. */
export interface Progress {
  /** Some of the work is done. */
  advance(count: number, message?: string): void;
  /** It is over. */
  done(message: string): void;
  /** It has failed. */
  failed(message: string): void;
}

/** Where progress is told. */
export interface ProgressPlace {
  readonly stderr: NodeJS.WritableStream | { write(text: string): unknown };
  /** Whether people look at `stderr`: a bar is only drawn then. */
  readonly isTerminal: boolean;
}

/** Shows the progress of `total` pieces of work: a bar on a terminal, nothing elsewhere. */
export async function startProgress(place: ProgressPlace, title: string, total: number): Promise<Progress> {
  if (!place.isTerminal || !isStream(place.stderr)) return silent;
  const { progress } = await import("@clack/prompts");
  const bar = progress({ max: Math.max(1, total), output: place.stderr, style: "block" });
  bar.start(title);
  return {
    advance: (count, message) => {
      bar.advance(count, message);
    },
    done: (message) => {
      bar.stop(message);
    },
    failed: (message) => {
      bar.error(message);
    },
  };
}

const silent: Progress = { advance: () => {}, done: () => {}, failed: () => {} };

function isStream(sink: ProgressPlace["stderr"]): sink is NodeJS.WritableStream & import("node:stream").Writable {
  return "on" in sink && "end" in sink;
}
