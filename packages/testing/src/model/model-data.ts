import type { AppKey, StoredChunks, StoredHead, StoredRow } from "@burrjs/core/persist";

/** What the model keeps of one application. */
export interface ModelApp {
  readonly key: AppKey;
  readonly head: StoredHead;
  readonly checkpoint: string | null;
  readonly isAbortRequested: boolean;
  readonly rows: readonly StoredRow[];
  readonly chunks: readonly StoredChunks[];
}

/** The data of a model store: each application under its name, the one that was written last at the end. */
export class ModelData {
  readonly apps = new Map<string, ModelApp>();
  readonly #nameOf: (key: AppKey) => string;
  readonly #watchers = new Set<() => void>();

  constructor(nameOf = ({ partitionKey, appId }: AppKey): string => JSON.stringify([partitionKey, appId])) {
    this.#nameOf = nameOf;
  }

  get(key: AppKey): ModelApp | undefined {
    return this.apps.get(this.#nameOf(key));
  }

  set(app: ModelApp): void {
    this.apps.set(this.#nameOf(app.key), app);
    for (const onChange of this.#watchers) onChange();
  }

  delete(key: AppKey): void {
    this.apps.delete(this.#nameOf(key));
  }

  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }
}

/** What stands for a connection: all that a model store does to its data goes through it. */
export interface ModelClient {
  /** Does `work` with the data, as a whole. */
  transact<TResult>(work: (data: ModelData) => TResult): Promise<TResult>;
}

/** A connection to `data`. */
export function modelClient(data: ModelData): ModelClient {
  return { transact: async (work) => work(data) };
}
