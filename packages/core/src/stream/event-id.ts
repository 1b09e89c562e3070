import type { AnyRunEvent } from "./events.ts";

/** A place in the stream of a step: behind this chunk of this attempt. */
export interface StreamPlace {
  readonly sequenceId: number;
  readonly attempt: number;
  /** The chunk that comes next. */
  readonly from: number;
}

/**
 * The ids of a response's events: `<sequence id>.<attempt>.<index of the last chunk>`, the index -1 before the first. They
 * say where in the history the reader is, whoever sends them.
 */
export class EventPlace {
  #sequenceId = -1;
  #attempt = 1;
  #index = -1;

  /** The id of the place behind `event`. */
  after(event: AnyRunEvent): string {
    if (event.sequenceId !== this.#sequenceId) {
      this.#sequenceId = event.sequenceId;
      this.#attempt = 1;
      this.#index = -1;
    }
    if (event.type === "step-start") this.#attempt = event.attempt;
    else if (event.type === "chunk") this.#index = event.index;
    else if (event.type === "rollback") this.#index = -1;
    return `${this.#sequenceId}.${this.#attempt}.${this.#index}`;
  }
}

/** The place that an id of an event stands for; `undefined` for any other text. */
export function parseEventId(id: string): StreamPlace | undefined {
  const match = /^(\d{1,15})\.(\d{1,9})\.(-1|\d{1,15})$/.exec(id);
  if (match === null) return undefined;
  const [sequenceId = 0, attempt = 1, index = -1] = match.slice(1).map(Number);
  return { sequenceId, attempt, from: index + 1 };
}
