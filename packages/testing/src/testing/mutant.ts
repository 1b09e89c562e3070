import type { AppKey, HistoryStore, StoredRow, StoreWrite } from "@burrjs/core/persist";
import type { ModelApp, ModelClient } from "../model/model-data.ts";
import { ModelStore } from "../model/model-store.ts";
import type { OpenStore } from "../store/store-under-test.ts";
import { openModel } from "./open-model.ts";

/** A store with one mistake, and the case that must find it. */
export interface Mutant {
  /** The mistake, as what the store does: "forgets …". */
  readonly mistake: string;
  readonly open: OpenStore;
  /** The name of the case. */
  readonly finds: string;
}

/** Opens models some methods of which are replaced; `store` is a right one on the same data. */
export function spoiled(spoil: (store: ModelStore, client: ModelClient) => Partial<HistoryStore>): OpenStore {
  return openModel({
    create: (client) => Object.assign(new ModelStore(client), spoil(new ModelStore(client), client)),
  });
}

/** Opens models to which something else is written than was asked for. */
export function writing(change: (write: StoreWrite) => StoreWrite): OpenStore {
  return spoiled((store) => ({ write: (key, write) => store.write(key, change(write)) }));
}

/** Opens models whose rows are others than was asked for. */
export function writingRows(change: (row: StoredRow) => StoredRow): OpenStore {
  return writing((write) => ({ ...write, rows: write.rows.map(change) }));
}

/** Replaces what is stored of an application, if there is one. */
export function amend(client: ModelClient, key: AppKey, by: (app: ModelApp) => Partial<ModelApp>): Promise<void> {
  return client.transact((data) => {
    const app = data.get(key);
    if (app !== undefined) data.set({ ...app, ...by(app) });
  });
}

/** Writes whatever the token of the stored head is. */
export async function overwrite(store: HistoryStore, key: AppKey, write: StoreWrite): Promise<boolean> {
  while (!(await store.write(key, { ...write, expected: (await store.readHead(key))?.token ?? null })));
  return true;
}
