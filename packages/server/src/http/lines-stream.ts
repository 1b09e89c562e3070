/** How lines are sent. */
export interface LinesOptions {
  /** Called once, when the stream has ended in whichever way. */
  readonly closed?: () => void;
  /** Lines are gathered up to so many characters. 0: each is sent when it is there. */
  readonly gather?: number;
  /** Told when the source fails. */
  readonly onError?: (error: unknown) => void;
  /** The last line when the source fails. Absent: the stream fails, so that nobody takes it for complete. */
  readonly failure?: string;
}

/**
 * Sends lines as they come, no faster than they are read.
 *
 * @param open - Gives the lines, with their line breaks. The signal is aborted when the client leaves.
 * @param options - How.
 * @returns The body of an answer.
 */
export function linesStream(
  open: (signal: AbortSignal) => AsyncIterable<string>,
  options: LinesOptions = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { closed = () => {}, gather = 0, onError = () => {}, failure } = options;
  const leaving = new AbortController();
  const encoder = new TextEncoder();
  let lines: AsyncIterator<string> | undefined;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          lines ??= open(leaving.signal)[Symbol.asyncIterator]();
          const { text, done } = await gathered(lines, gather);
          if (text !== "") controller.enqueue(encoder.encode(text));
          if (!done) return;
          controller.close();
        } catch (error) {
          onError(error);
          if (failure === undefined) controller.error(new Error("The lines broke off.")); // what went wrong is no business of the client
          else {
            controller.enqueue(encoder.encode(failure));
            controller.close();
          }
        }
        closed();
      },
      cancel() {
        // First the signal: a source that waits would hear of `return()` only after its next line.
        leaving.abort();
        closed();
        void Promise.resolve(lines?.return?.()).catch(() => {}); // nobody is left to hear of it
      },
    },
    { highWaterMark: 0 },
  );
}

async function gathered(lines: AsyncIterator<string>, most: number): Promise<{ text: string; done: boolean }> {
  let text = "";
  do {
    const next = await lines.next();
    if (next.done === true) return { text, done: true };
    text += next.value;
  } while (text.length < most);
  return { text, done: false };
}
