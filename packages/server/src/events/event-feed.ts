import type { Notes } from "../notes/notes.ts";
import type { RunnerHub } from "../runner/runner-hub.ts";
import { runnersFeed } from "../runner/runners-feed.ts";
import type { LogStore } from "../store/store.ts";
import { frame } from "./frame.ts";
import { noteFeed } from "./note-feed.ts";
import { outletTo } from "./outlet.ts";
import { runFrames } from "./run-frames.ts";
import type { Topic } from "./topics.ts";

/** What a client hears, and from where on. */
export interface FeedOptions {
  readonly store: LogStore;
  readonly notes: Notes | undefined;
  readonly runners?: RunnerHub;
  readonly topics: readonly Topic[];
  readonly focus: readonly number[];
  /** The id of the last event that the client has got; `undefined`: from now on. */
  readonly lastEventId: string | undefined;
  /** Ends it. */
  readonly signals: readonly AbortSignal[];
  readonly schedule: (run: () => void, delayMs: number) => () => void;
  readonly onError: (error: unknown) => void;
  /** Called once, when it is over. */
  readonly closed: () => void;
}

const pingMs = 10_000;
/** Changes that come faster than this are sent together. */
const gatherMs = 50;
const absentMs = 1000;

/**
 * Sends what changes as server-sent events. Nothing is read ahead of the client: what it has not taken yet is in the logs.
 *
 * @param options - What it hears.
 * @returns The body of the answer.
 */
export function eventFeed(options: FeedOptions): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { store, notes, runners, topics, focus, schedule, onError } = options;
  const leaving = new AbortController();
  const { signal } = leaving;
  const outlet = outletTo(start, () => {
    leaving.abort();
    for (const one of options.signals) one.removeEventListener("abort", end);
    options.closed();
  });
  function end(): void {
    outlet.end();
  }
  for (const one of options.signals) {
    if (one.aborted) end();
    else one.addEventListener("abort", end, { once: true });
  }

  const runs = topics.filter((topic) => topic.kind === "run");
  const places = placesOf(options.lastEventId, runs.length);
  const idOf = (): string | undefined => (places.includes("") ? undefined : places.join(","));

  function start(): void {
    const pumps = [
      outlet.send("retry: 2000\n\n"),
      ping(),
      ...runs.map((topic, index) => followRun(topic, index)),
      ...topics.filter((topic) => topic.kind === "runs").map((topic) => followRuns(topic)),
      ...(notes === undefined ? [] : [noteFeed({ notes, topics, signal, send: (text) => outlet.send(text) })]),
      ...(runners === undefined ? [] : [runnersFeed({ runners, signal, send: (text) => outlet.send(text) })]),
    ];
    for (const pump of pumps) {
      pump.catch((error: unknown) => {
        // Better no stream, which the client opens again, than one that is silent.
        if (!signal.aborted) onError(error);
        outlet.end();
      });
    }
  }

  async function ping(): Promise<void> {
    while (await pause(pingMs)) await outlet.send(frame("ping", {}));
  }

  async function followRun({ name, ref }: Topic & { kind: "run" }, index: number): Promise<void> {
    const idAt = (place: string): string => {
      places[index] = place;
      return idOf() ?? "";
    };
    let isGone = false;
    while (!signal.aborted) {
      const run = await store.run(ref);
      if (run === undefined) {
        if (!isGone) await outlet.send(frame("gone", { topic: name }));
        isGone = true;
        await pause(absentMs);
        continue;
      }
      isGone = false;
      const from = places[index] ?? "";
      const frames = runFrames({ topic: name, focus, idAt, isNew: from === "" });
      // Who comes without a place passes one that is none: so the first change tells how things stand, and at which place.
      for await (const change of run.watch({ from, signal })) {
        const text = frames(change);
        if (text !== "") await outlet.send(text);
        await pause(gatherMs);
      }
      await pause(absentMs); // it ended by itself: the log may be gone
    }
  }

  async function followRuns({ name, project }: Topic & { kind: "runs" }): Promise<void> {
    for await (const { at, runs: changed, removed } of store.watchRuns(project, signal)) {
      // What changed since the client has asked for the list, or while it was not connected, nobody has told it.
      const isNothing = changed.length === 0 && removed.length === 0;
      if (isNothing) await outlet.send(frame("gap", { topic: name, reason: "begun" }));
      const counts = await notes?.counts(project);
      const items = counts === undefined ? changed : changed.map((run) => ({ ...run, notes: counts.of(run) }));
      if (!isNothing) await outlet.send(frame("runs", { topic: name, at, runs: items, removed }));
      await pause(gatherMs);
    }
  }

  /** False: it is over. */
  function pause(delayMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(false);
      const stop = (): void => {
        cancel();
        resolve(false);
      };
      const cancel = schedule(() => {
        signal.removeEventListener("abort", stop);
        resolve(true);
      }, delayMs);
      signal.addEventListener("abort", stop, { once: true });
    });
  }

  return outlet.body;
}

/** One place per application, in the order of the topics; none when the id is of another set of topics. */
function placesOf(lastEventId: string | undefined, count: number): string[] {
  const places = lastEventId === undefined ? [] : lastEventId.split(",");
  return places.length === count ? places : Array.from({ length: count }, () => "");
}
