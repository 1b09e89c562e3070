import type { AnyRunEvent } from "./events.ts";

/** A place in the streams of an application. */
export interface StreamPlace {
  readonly sequenceId: number;
  readonly attempt: number;
  /** The chunk of that attempt that comes next; infinite when the step has ended. */
  readonly from: number;
}

/**
 * The ids of a response's events: `<sequence id>.<attempt>.<index of the last chunk>`, with `-1` before the first chunk and
 * `end` when the step has ended. They say where in the history the reader is, whoever sends them.
 */
export class EventPlace {
  /** Where the reader is. */
  id: string;
  #index = -1;
  #prefix = "";

  /** `id`: of the last event that the reader has got from somebody else. */
  constructor(id = "") {
    this.id = id;
    const place = parseEventId(id);
    if (place === undefined || place.from === Number.POSITIVE_INFINITY) return;
    this.#prefix = `${place.sequenceId}.${place.attempt}`;
    this.#index = place.from - 1;
  }

  /** Goes behind `event`. */
  pass(event: AnyRunEvent): void {
    const { type, sequenceId, path } = event;
    // Chunks of children have places among those of the step that runs them.
    if (path.length > 0) {
      if (type === "chunk" || type === "rollback") this.#stand(this.#prefix, this.#index + 1);
    } else if (type === "run-start") this.#stand(`${sequenceId + 1}.1`, -1); // its first step is to come
    else if (type === "step-start") this.#stand(`${sequenceId}.${event.attempt}`, -1);
    else if (type === "chunk") this.#stand(`${sequenceId}.${event.attempt}`, event.index);
    else if (type === "step-end") this.id = `${sequenceId}.1.end`;
  }

  #stand(prefix: string, index: number): void {
    this.#prefix = prefix;
    this.#index = index;
    this.id = `${prefix}.${index}`;
  }
}

/** The place that an id of an event stands for; `undefined` for any other text. */
export function parseEventId(id: string): StreamPlace | undefined {
  const match = /^(\d{1,15})\.(\d{1,9})\.(-1|\d{1,15}|end)$/.exec(id);
  if (match === null) return undefined;
  const [, sequenceId, attempt, index] = match;
  const from = index === "end" ? Number.POSITIVE_INFINITY : Number(index) + 1;
  return { sequenceId: Number(sequenceId), attempt: Number(attempt), from };
}
