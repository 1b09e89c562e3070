import { expect, it } from "vitest";
import { LiveHub, type LiveEvent, type SourceHandlers, type TabMessage } from "./live-hub.ts";

/** A browser: tabs, the channel between them, the connection, and a clock that tests move. */
function browser() {
  const listeners = new Map<string, (message: TabMessage) => void>();
  const connections: { readonly address: string; readonly handlers: SourceHandlers; isClosed: boolean }[] = [];
  let timers: { atMs: number; run: () => void }[] = [];
  const queue: (() => void)[] = [];
  let nowMs = 0;
  let hasLeader = false;
  const open = (tab: string): LiveHub =>
    new LiveHub({
      tab,
      post: (message) => {
        for (const [other, listener] of listeners) if (other !== tab) listener(message);
      },
      onMessage: (listener) => void listeners.set(tab, listener),
      lead: (begin) => {
        if (hasLeader) queue.push(begin);
        else begin();
        hasLeader = true;
      },
      open: (address, handlers) => {
        const connection = { address, handlers, isClosed: false };
        connections.push(connection);
        return () => {
          connection.isClosed = true;
        };
      },
      now: () => nowMs,
      after: (ms, run) => {
        const timer = { atMs: nowMs + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((one) => one !== timer);
        };
      },
    });
  const pass = (ms: number): void => {
    const end = nowMs + ms;
    for (;;) {
      const [next] = timers.toSorted((one, other) => one.atMs - other.atMs);
      if (next === undefined || next.atMs > end) break;
      timers = timers.filter((one) => one !== next);
      nowMs = next.atMs;
      next.run();
    }
    nowMs = end;
  };
  /** A tab is closed: the next one leads. */
  const close = (tab: string, hub: LiveHub): void => {
    hub.leave();
    listeners.delete(tab);
    queue.shift()?.();
  };
  /** What another tab says to all. */
  const say = (message: TabMessage): void => {
    for (const listener of listeners.values()) listener(message);
  };
  return { open, pass, close, say, connections, last: () => connections.at(-1) };
}

const topic = "run:p/~/a";
const want = { topics: [topic], focus: [] };

it("tabs share one connection, and each hears of it", () => {
  const { open, pass, connections, last } = browser();
  const heard: string[] = [];
  open("1").want(want, (event) => heard.push(`1 ${event.type}`));
  open("2").want(want, (event) => heard.push(`2 ${event.type}`));
  pass(100);
  expect(connections).toHaveLength(1);
  last()?.handlers.event("steps", "{}", "g:1");
  last()?.handlers.event("ping", "{}", "g:1");
  expect(heard.toSorted()).toEqual(["1 steps", "2 steps"]);
});

it("another topic or step opens a connection that goes on where the last one was", () => {
  const { open, pass, connections, last } = browser();
  const hub = open("1");
  hub.want(want, () => {});
  pass(100);
  last()?.handlers.event("steps", "{}", "g:7");
  hub.want({ topics: [topic], focus: [3] }, () => {});
  pass(100);
  expect(connections.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  expect(new URL(last()?.address ?? "", "http://x").searchParams.get("from")).toBe("g:7");
});

it("when the tab with the connection is closed, another one goes on from the same place", () => {
  const { open, pass, close, last } = browser();
  const first = open("1");
  first.want(want, () => {});
  open("2").want(want, () => {});
  pass(100);
  last()?.handlers.event("steps", "{}", "g:7");
  close("1", first);
  pass(100);
  expect(last()?.address).toContain("from=g%3A7");
  expect(last()?.isClosed).toBe(false);
});

it("a connection that is refused is tried again, ever more slowly, and the tabs are told", () => {
  const { open, pass, connections, last } = browser();
  const hub = open("1");
  hub.want(want, () => {});
  pass(100);
  last()?.handlers.opened();
  expect(hub.state).toEqual({ isOpen: true, isSignedOut: false, lastHeardMs: 100 });
  last()?.handlers.failed(true);
  expect(hub.state).toEqual({ isOpen: false, isSignedOut: false, lastHeardMs: 100 });
  pass(2100);
  expect(connections).toHaveLength(2);
  last()?.handlers.failed(true);
  pass(2100);
  expect(connections).toHaveLength(2);
  pass(2000);
  expect(connections).toHaveLength(3);
});

it("the tabs are told that the server wants another token, until it takes theirs", () => {
  const { open, pass, last } = browser();
  const hub = open("1");
  hub.want(want, () => {});
  pass(100);
  last()?.handlers.failed(true);
  last()?.handlers.signedOut();
  expect(hub.state).toEqual({ isOpen: false, isSignedOut: true, lastHeardMs: null });
  pass(2100);
  last()?.handlers.failed(true);
  expect(hub.state.isSignedOut).toBe(true);
  last()?.handlers.opened();
  expect(hub.state).toMatchObject({ isOpen: true, isSignedOut: false });
});

it("a connection that is silent is given up", () => {
  const { open, pass, connections, last } = browser();
  open("1").want(want, () => {});
  pass(100);
  last()?.handlers.event("ping", "{}", "");
  pass(20_000);
  expect(connections).toHaveLength(1);
  pass(15_000);
  expect(connections.length).toBeGreaterThan(1);
  expect(connections[0]?.isClosed).toBe(true);
});

it("where nobody wants anything there is no connection", () => {
  const { open, pass, last } = browser();
  const events: LiveEvent[] = [];
  const leave = open("1").want(want, (event) => events.push(event));
  pass(100);
  leave();
  pass(100);
  expect(last()?.isClosed).toBe(true);
});

it("a tab that is there keeps its connection", () => {
  const { open, pass, connections, last } = browser();
  open("1");
  open("2").want(want, () => {});
  pass(100);
  expect(last()?.isClosed).toBe(false);
  for (let pings = 0; pings < 60; pings += 1) {
    pass(10_000);
    last()?.handlers.event("ping", "{}", "");
  }
  expect(last()?.isClosed).toBe(false);
  expect(connections).toHaveLength(1);
});

it("what a tab says that is not known changes nothing", () => {
  const { open, pass, say, last } = browser();
  const heard: string[] = [];
  const hub = open("1");
  hub.want(want, ({ type }) => heard.push(type));
  pass(100);
  last()?.handlers.opened();
  const before = hub.state;
  say(JSON.parse(`{ "kind": "of a later version" }`) as TabMessage); // as another build of the page may say
  expect(hub.state).toBe(before);
  last()?.handlers.event("steps", "{}", "g:1");
  expect(heard).toEqual(["steps"]);
});
