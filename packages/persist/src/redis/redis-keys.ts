import type { AppKey } from "@burrjs/core/persist";
import { appName, partitionName } from "../app-name.ts";

/**
 * Where one application is stored. The texts of rows, snapshots and batches of chunks are those of `stored-text.ts`.
 */
export interface AppKeys {
  readonly name: string;
  /** A hash of the fields of a `ReadHead`, and `base`: the index of the first row that is kept, if it is not 0. */
  readonly head: string;
  /** A list of rows; the first has the index `base`. */
  readonly rows: string;
  /** A hash: the last index of each sequence id. */
  readonly sequences: string;
  /** A sorted set of snapshots, by index. */
  readonly snapshots: string;
  /** A sorted set of batches of chunks, in the order of their texts. */
  readonly chunks: string;
  /** The partition's part of `apps`. */
  readonly partition: string;
  /** Where changes are published. */
  readonly channel: string;
}

/** The keys of one store. The braces put all of them into one slot of a cluster. */
export class RedisKeys {
  readonly #root: string;

  constructor(prefix: string) {
    this.#root = `{${prefix}}`;
  }

  /** The version of all this. */
  get schema(): string {
    return `${this.#root}:schema`;
  }

  /** A sorted set of the names of applications, by the order of their last writes; of one partition, or of all. */
  apps(partitionKey?: string | null): string {
    const all = `${this.#root}:apps`;
    return partitionKey === undefined ? all : `${all}:${partitionName(partitionKey)}`;
  }

  /** The keys of one application. */
  app(key: AppKey): AppKeys {
    const name = appName(key);
    const of = (part: string): string => `${this.#root}:${part}:${name}`;
    return {
      name,
      head: of("head"),
      rows: of("rows"),
      sequences: of("sequences"),
      snapshots: of("snapshots"),
      chunks: of("chunks"),
      partition: this.apps(key.partitionKey),
      channel: of("changes"),
    };
  }
}
