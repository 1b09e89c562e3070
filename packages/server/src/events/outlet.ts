/** The way to a client that reads as fast as it can. */
export interface Outlet {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Resolves when the client takes the text, or has left. Each sender waits for that: so no more is held than one text of each. */
  send(text: string): Promise<void>;
  /** Ends the stream. */
  end(): void;
}

/**
 * Makes the way to a client.
 *
 * @param started - Called when the client begins to read.
 * @param left - Called once, when it has left or the stream has ended.
 * @returns The way.
 */
export function outletTo(started: () => void, left: () => void): Outlet {
  const encoder = new TextEncoder();
  let waiting: { readonly text: string; readonly taken: () => void }[] = [];
  let wake: (() => void) | undefined;
  let isStarted = false;
  let isOver = false;
  const finish = (): void => {
    if (isOver) return;
    isOver = true;
    for (const { taken } of waiting) taken();
    waiting = [];
    wake?.();
    left();
  };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        if (!isStarted) {
          isStarted = true;
          started();
        }
        if (waiting.length === 0 && !isOver) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          wake = undefined;
        }
        // All that is there goes as one piece.
        const all = waiting;
        waiting = [];
        if (all.length > 0) controller.enqueue(encoder.encode(all.map(({ text }) => text).join("")));
        for (const { taken } of all) taken();
        if (isOver) controller.close();
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  );
  return {
    body,
    send: (text) =>
      new Promise((resolve) => {
        if (isOver) return resolve();
        waiting.push({ text, taken: resolve });
        wake?.();
      }),
    end: finish,
  };
}
