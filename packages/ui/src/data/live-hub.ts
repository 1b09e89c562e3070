import { keptPlaces, placeOf, type Places, placesAfter } from "../model/live/places.ts";
import { isSameWant, unionOf, type Want } from "../model/live/wants.ts";
import { withParameters } from "./api.ts";

/** What a page hears: the server's events by their type. */
export interface LiveEvent {
  readonly type: (typeof eventTypes)[number];
  readonly data: Readonly<Record<string, unknown>>;
}

/** How the connection stands. `lastHeardMs`: since 1970. */
export interface Connection {
  readonly isOpen: boolean;
  /** Whether the server answers, but does not take this browser's token any more. */
  readonly isSignedOut: boolean;
  readonly lastHeardMs: number | null;
}

/** The types of events that are passed on. */
export const eventTypes = ["run", "steps", "chunk", "runs", "note", "runners", "gap", "gone"] as const;

/** What tabs say to each other. */
export type TabMessage =
  | { readonly kind: "want"; readonly tab: string; readonly want: Want }
  | { readonly kind: "leave"; readonly tab: string }
  | { readonly kind: "who" }
  | { readonly kind: "event"; readonly event: LiveEvent; readonly places: readonly (readonly [string, string])[] }
  | { readonly kind: "state"; readonly state: Connection };

/** What becomes of a connection. */
export interface SourceHandlers {
  readonly opened: () => void;
  /** `isOver`: the browser does not try again by itself. */
  readonly failed: (isOver: boolean) => void;
  /** It has failed since the server wants another token. */
  readonly signedOut: () => void;
  /** `ping` is one too. */
  readonly event: (type: string, data: string, id: string) => void;
}

/** What the hub needs of the browser. */
export interface LiveWorld {
  readonly tab: string;
  readonly post: (message: TabMessage) => void;
  readonly onMessage: (listener: (message: TabMessage) => void) => void;
  /** Calls back once this tab is the one that has the connection. */
  readonly lead: (begin: () => void) => void;
  /** Opens a connection; what is returned closes it. */
  readonly open: (address: string, handlers: SourceHandlers) => () => void;
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
}

const signOfLifeMs = 30_000;
/** Browsers run the timers of hidden tabs once a minute. */
const forgottenAfterMs = 150_000;
/** The server pings each ten seconds. */
const silentAfterMs = 25_000;
/** Wants that change at once, as when a page is left for another one, open one connection. */
const gatherMs = 30;

/** The one connection of all tabs of this browser: browsers allow six per host over all of them. */
export class LiveHub {
  readonly #world: LiveWorld;
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  readonly #stateListeners = new Set<() => void>();
  /** What the components of this tab want. */
  readonly #wants = new Map<symbol, Want>();
  /** Of the tab that has the connection: what all tabs want. */
  readonly #tabs = new Map<string, { readonly want: Want; readonly atMs: number }>();
  #places: Places = new Map();
  #connected: Want = { topics: [], focus: [] };
  #close: (() => void) | undefined;
  #isLeader = false;
  /** Whether a connection is about to be opened. */
  #isConnecting = false;
  #failures = 0;
  #beats = 0;
  #heardMs = 0;
  state: Connection = { isOpen: true, isSignedOut: false, lastHeardMs: null };

  constructor(world: LiveWorld) {
    this.#world = world;
    world.onMessage((message) => this.#take(message));
    world.lead(() => {
      this.#isLeader = true;
      this.#send({ kind: "who" });
    });
    this.#beat();
  }

  /** Listens to topics until the returned function is called. */
  want(want: Want, listener: (event: LiveEvent) => void): () => void {
    const key = Symbol("want");
    this.#wants.set(key, want);
    this.#listeners.add(listener);
    this.#tell();
    return () => {
      this.#wants.delete(key);
      this.#listeners.delete(listener);
      this.#tell();
    };
  }

  /** Calls back when the connection stands otherwise, until the returned function is called. */
  readonly watchState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  /** This tab is closed. */
  leave(): void {
    this.#send({ kind: "leave", tab: this.#world.tab });
  }

  /** Says again what this tab wants: it was hidden, and perhaps forgotten. */
  returned(): void {
    this.#tell();
  }

  #tell(): void {
    this.#send({ kind: "want", tab: this.#world.tab, want: unionOf([...this.#wants.values()]) });
  }

  #beat(): void {
    this.#world.after(signOfLifeMs / 6, () => {
      const { now } = this.#world;
      if (this.#isLeader && this.#close !== undefined && now() - this.#heardMs > silentAfterMs) this.#lost(true);
      this.#beats += 1;
      if (this.#beats % 6 === 0) this.#tell();
      this.#beat();
    });
  }

  /** To the other tabs, and to this one. */
  #send(message: TabMessage): void {
    this.#world.post(message);
    this.#take(message);
  }

  #take(message: TabMessage): void {
    switch (message.kind) {
      case "want":
        if (!this.#isLeader) return;
        if (!this.#tabs.has(message.tab) && message.tab !== this.#world.tab)
          this.#world.post({ kind: "state", state: this.state });
        this.#tabs.set(message.tab, { want: message.want, atMs: this.#world.now() });
        this.#connectSoon();
        return;
      case "leave":
        this.#tabs.delete(message.tab);
        if (this.#isLeader) this.#connectSoon();
        return;
      case "who":
        this.#tell();
        return;
      case "event":
        this.#places = new Map(message.places);
        for (const listener of this.#listeners) listener(message.event);
        return;
      case "state":
        this.state = message.state;
        for (const listener of this.#stateListeners) listener();
    }
  }

  #connectSoon(ms = gatherMs): void {
    if (this.#isConnecting) return;
    this.#isConnecting = true;
    this.#world.after(ms, () => {
      this.#isConnecting = false;
      this.#connect();
    });
  }

  #connect(): void {
    const { now, open } = this.#world;
    for (const [tab, { atMs }] of this.#tabs) if (now() - atMs > forgottenAfterMs) this.#tabs.delete(tab);
    const want = unionOf([...this.#tabs.values()].map((one) => one.want));
    if (isSameWant(want, this.#connected) && (this.#close !== undefined || want.topics.length === 0)) return;
    this.#close?.();
    this.#close = undefined;
    this.#connected = want;
    this.#places = keptPlaces(this.#places, want.topics);
    if (want.topics.length === 0) return;
    const { topics, focus } = want;
    const from = placeOf(this.#places, topics);
    this.#heardMs = now();
    this.#close = open(withParameters("/api/v1/events", { topics: topics.join(","), focus: focus.join(","), from }), {
      opened: () => this.#heard(),
      failed: (isOver) => this.#lost(isOver),
      signedOut: () => {
        if (!this.state.isOpen) this.#send({ kind: "state", state: { ...this.state, isSignedOut: true } });
      },
      event: (type, data, id) => {
        this.#heard();
        const known = eventTypes.find((one) => one === type);
        if (known === undefined) return;
        this.#places = placesAfter(this.#places, topics, id);
        this.#send({
          kind: "event",
          event: { type: known, data: JSON.parse(data) as LiveEvent["data"] },
          places: [...this.#places],
        });
      },
    });
  }

  #heard(): void {
    const { now } = this.#world;
    this.#failures = 0;
    this.#heardMs = now();
    this.#send({ kind: "state", state: { isOpen: true, isSignedOut: false, lastHeardMs: now() } });
  }

  /** `isOver`: nobody tries again but we. */
  #lost(isOver: boolean): void {
    this.#send({ kind: "state", state: { ...this.state, isOpen: false } });
    if (!isOver) return;
    this.#close?.();
    this.#close = undefined;
    this.#failures += 1;
    this.#connectSoon(Math.min(15_000, 1000 * 2 ** Math.min(4, this.#failures)));
  }
}
