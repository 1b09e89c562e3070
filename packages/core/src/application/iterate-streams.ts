import { Port } from "../drive/port.ts";
import type { Pump } from "../drive/pump.ts";
import { PortStream } from "../stream/stream.ts";

/**
 * The stream of each step of a run in turn. One that was not read to its end is drained; one that its consumer left
 * ends the iteration, unless the action's `onAbort` committed the partial output.
 */
export async function* iterateStreams(outer: Port): AsyncGenerator<PortStream, unknown, void> {
  const { pump } = outer;
  try {
    for (;;) {
      await nextBoundary(pump);
      if (pump.isOver) return await outer.get();
      const inner = new Port("step");
      pump.lend(inner);
      yield new PortStream(inner, pump.run.runtime.next()?.name);
      if (!inner.isOver) pump.drain();
      const { status, committed, error } = await inner.outcome;
      if (pump.run.aborted !== undefined) throw pump.run.aborted.reason;
      if (pump.isOver && pump.run.isFinished) return await outer.get();
      if (!pump.isOver && (status === "failed" || pump.run.expired !== undefined)) continue; // the run goes on, or tells why not
      if (status === "failed") throw error;
      if (status === "aborted" && (!committed || pump.isOver)) return undefined;
    }
  } finally {
    // Twice, when a step that was aborted before goes on to its end first.
    while (!pump.isOver) await pump.port.abort(new DOMException("The consumer left the run.", "AbortError"), "run");
  }
}

/** Resolves when a step whose stream is handed out is about to begin, or all is over. */
export function nextBoundary(pump: Pump): Promise<void> {
  return new Promise((resolve) => {
    if (pump.isOver) {
      resolve();
      return;
    }
    pump.onBoundary = () => {
      pump.onBoundary = undefined;
      resolve();
    };
    pump.demand();
  });
}
