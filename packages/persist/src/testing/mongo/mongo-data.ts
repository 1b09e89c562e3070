import { MongoCollection } from "./mongo-collection.ts";
import type { MongoCursor } from "./mongo-cursor.ts";

/** All that a server keeps. */
export class MongoData {
  /** Those that clients have not read to their ends. */
  readonly cursors = new Map<number, MongoCursor>();
  readonly #collections = new Map<string, MongoCollection>();
  #lastCursor = 0;
  #ticks = 0;

  /** A collection of a database, made if it is missing. */
  collection(database: string, name: string): MongoCollection {
    const namespace = `${database}.${name}`;
    const found = this.#collections.get(namespace) ?? new MongoCollection(namespace);
    this.#collections.set(namespace, found);
    return found;
  }

  /** The names of the collections of a database. */
  names(database: string): string[] {
    const prefix = `${database}.`;
    return [...this.#collections.keys()].filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
  }

  /** Forgets a collection. */
  drop(database: string, name: string): void {
    this.#collections.delete(`${database}.${name}`);
  }

  /** Keeps a cursor, and gives the id that it can be found by. */
  keep(cursor: MongoCursor): number {
    this.cursors.set(++this.#lastCursor, cursor);
    return this.#lastCursor;
  }

  /** The time of a clock that never shows one twice: for timestamps. */
  nextTick(): number {
    return ++this.#ticks;
  }
}
