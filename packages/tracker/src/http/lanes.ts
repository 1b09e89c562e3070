import type { LogPlace } from "../sink.ts";
import type { Lane } from "./cargo.ts";
import { randomId } from "../machine/random-id.ts";

// Whoever opens more applications than this at once, or again after that many others, gets another lane for them.
const keptLanes = 10_000;

/** The lanes of one process: an application that is opened again goes on in its own. */
export class Lanes {
  readonly #byPlace = new Map<string, Lane>();

  /** The lane of an application. */
  of(place: LogPlace): Lane {
    const key = JSON.stringify([place.project, place.appId, place.partitionKey]);
    const lane = this.#byPlace.get(key) ?? {
      place,
      id: randomId(16),
      nextLine: 0,
      breaks: 0,
      blobs: new Set<string>(),
      isRefused: false,
    };
    this.#byPlace.delete(key); // the one that was used last is the last
    this.#byPlace.set(key, lane);
    if (this.#byPlace.size > keptLanes) {
      const [oldest] = this.#byPlace.keys();
      if (oldest !== undefined) this.#byPlace.delete(oldest);
    }
    return lane;
  }
}
