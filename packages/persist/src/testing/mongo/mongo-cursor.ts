import { calculateObjectSize } from "bson";

import type { MongoDocument } from "./fields.ts";

const maxBatchBytes = 16 * 1024 * 1024;

/** Documents that a client gets batch by batch. */
export class MongoCursor {
  readonly namespace: string;
  readonly #documents: Iterator<MongoDocument>;
  #next: MongoDocument | undefined;

  constructor(namespace: string, documents: Iterable<MongoDocument>) {
    this.namespace = namespace;
    this.#documents = documents[Symbol.iterator]();
    this.#advance();
  }

  /** Whether all have been taken. */
  get isDone(): boolean {
    return this.#next === undefined;
  }

  /** The next documents: at most `count`, and of 16 MB in all, but one at least. */
  take(count: number): MongoDocument[] {
    const batch: MongoDocument[] = [];
    let sizeBytes = 0;
    while (this.#next !== undefined && batch.length < count) {
      sizeBytes += calculateObjectSize(this.#next);
      if (batch.length > 0 && sizeBytes > maxBatchBytes) break;
      batch.push(this.#next);
      this.#advance();
    }
    return batch;
  }

  #advance(): void {
    const result = this.#documents.next();
    this.#next = result.done === true ? undefined : result.value;
  }
}
