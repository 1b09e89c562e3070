import type { AnyRunEvent } from "../stream/events.ts";

/**
 * An event of a child, on its way through the stream of the step that runs it. Actions get them from `child.relay()` and
 * yield them as they are; the engine hands their events on.
 */
export class Nested<TEvent = AnyRunEvent> {
  readonly event: AnyRunEvent;
  /** How many parts of its path lead to the step that it passes through: what follows is the way from there. */
  readonly depth: number;
  /** For the compiler alone: the events that it may be. */
  declare protected readonly eventType: TEvent;

  constructor(event: AnyRunEvent, depth: number) {
    this.event = event;
    this.depth = depth;
  }

  /** Whether it has a place among the chunks of the step: also what takes chunks back. */
  get isKept(): boolean {
    return this.event.type === "chunk" || this.event.type === "rollback";
  }

  /** As an item of the step's stream: `undefined` for an event that is no chunk. */
  get item(): NestedChunk | undefined {
    const { event, depth } = this;
    if (event.type !== "chunk") return undefined;
    const { action, chunk, path } = event;
    return { path: depth === 0 ? path : path.slice(depth), action, chunk };
  }
}

/** What an action yields itself, of all that it yields. */
export type OwnChunk<TChunk> = Exclude<TChunk, Nested<unknown>>;

/** The events of children, of what an action yields. */
export type NestedOf<TChunk> = 0 extends 1 & TChunk ? never : TChunk extends Nested<infer TEvent> ? TEvent : never;

/** An item of the stream of an action whose children have these events. */
export type NestedItem<TEvent> = TEvent extends { readonly type: "chunk"; readonly chunk: infer TChunk }
  ? NestedChunk<TChunk>
  : never;

/** A chunk of a child, as an item of the stream of the action that runs it. */
export interface NestedChunk<TChunk = unknown> {
  /** The way to the child: its action, then the key of its task, if it is one of several; and so on inside. */
  readonly path: readonly string[];
  /** The action of the child that has yielded it. */
  readonly action: string;
  readonly chunk: TChunk;
}
