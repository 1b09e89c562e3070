import { useDeferredValue, useEffect, useState } from "react";
import { ownScript } from "../../data/own-script.ts";
import type { GraphLayout, GraphShape } from "../../model/graph/graph-layout.ts";
// eslint-disable-next-line import/default -- what Vite makes of it has one: its address
import layoutWorker from "../../model/graph/graph-layout.worker.ts?worker&url";

const layouts = new Map<string, GraphLayout>();
const waiting = new Map<string, Set<() => void>>();
/** With more ways than this, drawing a graph takes longer than a frame or two. */
const mostAtOnce = 200;
let worker: Worker | undefined;

/** The layout of a graph, made once per `key` and kept, off the page's own thread. `undefined` while it is made. */
export function useLayout(key: string, shape: GraphShape | undefined): GraphLayout | undefined {
  const [, setMade] = useState(0);
  useEffect(() => {
    if (shape === undefined || layouts.has(key)) return undefined;
    const made = (): void => setMade((count) => count + 1);
    const others = waiting.get(key);
    if (others === undefined) {
      waiting.set(key, new Set([made]));
      // eslint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      layoutsBy().postMessage({ key, shape });
    } else others.add(made);
    return () => void waiting.get(key)?.delete(made);
  }, [key, shape]);
  const known = layouts.get(key);
  // A large graph is drawn bit by bit: the page does not wait for it. Any other one is there at once.
  const ready = useDeferredValue(known);
  return ready === known || (known !== undefined && known.edges.size <= mostAtOnce) ? known : undefined;
}

/** Has the worker loaded by the time at which the first graph is known. */
export function useLayoutsSoon(): void {
  useEffect(() => void layoutsBy(), []);
}

function layoutsBy(): Worker {
  if (worker !== undefined) return worker;
  worker = new Worker(ownScript(new URL(layoutWorker, location.href)), { type: "module" });
  worker.addEventListener(
    "message",
    ({ data: { key, layout } }: MessageEvent<{ readonly key: string; readonly layout: GraphLayout }>) => {
      layouts.set(key, layout);
      const made = waiting.get(key) ?? [];
      waiting.delete(key);
      for (const tell of made) tell();
    },
  );
  return worker;
}
