import { useEffect, useRef, useSyncExternalStore } from "react";
import { apiPath, getJson, isSignedOut } from "./api.ts";
import { eventTypes, type Connection, type LiveEvent, LiveHub, type LiveWorld, type TabMessage } from "./live-hub.ts";

export type { Connection, LiveEvent } from "./live-hub.ts";

let hub: LiveHub | undefined;

function theHub(): LiveHub {
  if (hub !== undefined) return hub;
  const made = new LiveHub(browserWorld());
  hub = made;
  addEventListener("pagehide", () => made.leave());
  addEventListener("pageshow", () => made.returned());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) made.returned();
  });
  return made;
}

/** Tabs of one build share a connection: one that was opened before the server was replaced may say other things. */
const sharedName = `burr-live ${new URL(import.meta.url).pathname}`;

/** Where pages come by plain HTTP from another machine there are no locks: then each tab has a connection of its own. */
function browserWorld(): LiveWorld {
  const { locks } = navigator as { readonly locks?: LockManager }; // the library says that it is always there
  const channel = locks === undefined ? undefined : new BroadcastChannel(sharedName);
  return {
    tab: [...crypto.getRandomValues(new Uint32Array(4))].join("-"),
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin alone
    post: (message) => channel?.postMessage(message),
    onMessage: (listener) =>
      channel?.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => listener(data)),
    lead: (begin) => {
      if (locks === undefined) begin();
      // Until this tab is closed.
      else void locks.request(sharedName, () => new Promise(() => begin()));
    },
    open: (address, handlers) => {
      const source = new EventSource(address);
      source.addEventListener("open", handlers.opened);
      source.addEventListener("error", () => {
        const isOver = source.readyState === EventSource.CLOSED;
        handlers.failed(isOver);
        // Browsers do not tell why.
        if (isOver) void getJson(apiPath("meta")).catch((error: unknown) => isSignedOut(error) && handlers.signedOut());
      });
      for (const type of [...eventTypes, "ping"]) {
        source.addEventListener(type, ({ data, lastEventId }: MessageEvent<string>) =>
          handlers.event(type, data, lastEventId),
        );
      }
      return () => source.close();
    },
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
}

/**
 * Calls back with events of these topics while the component is there, and with those that are of no topic. `focus`: steps whose
 * chunks are wanted besides those of the last step.
 */
export function useLive(
  topics: readonly string[],
  onEvent: (event: LiveEvent) => void,
  focus: readonly number[] = [],
): void {
  const handler = useRef(onEvent);
  handler.current = onEvent;
  const key = JSON.stringify([topics, focus]);
  useEffect(() => {
    const [wanted, steps] = JSON.parse(key) as readonly [readonly string[], readonly number[]]; // made right here
    return theHub().want({ topics: wanted, focus: steps }, (event) => {
      const { topic } = event.data;
      if (typeof topic !== "string" || wanted.includes(topic) || topic === "notes") handler.current(event);
    });
  }, [key]);
}

/** How the connection stands. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => theHub().watchState(listener),
    () => hub?.state ?? fresh,
  );
}

const fresh: Connection = { isOpen: true, isSignedOut: false, lastHeardMs: null };

/** The topic of a run. */
export function runTopic(project: string, partition: string | null, app: string): string {
  return `run:${encodeURIComponent(project)}/${partition === null ? "~" : encodeURIComponent(partition)}/${encodeURIComponent(app)}`;
}

/** The topic of the list of runs of a project. */
export function runsTopic(project: string): string {
  return `runs:${encodeURIComponent(project)}`;
}
