import { failingClient } from "../fault/failing-client.ts";
import { type ModelClient, modelClient, ModelData } from "../model/model-data.ts";
import { ModelStore } from "../model/model-store.ts";
import type { OpenStore } from "../store/store-under-test.ts";

/** What is another than in the model. */
export interface ModelParts {
  /** The store of a connection. */
  readonly create?: (client: ModelClient) => ModelStore;
  /** New, empty data. */
  readonly newData?: () => ModelData;
  /** The data of a store of another name; `data` are those of the first one. */
  readonly neighbourOf?: (data: ModelData) => ModelData;
}

/** Opens stores in memory: the model, or what `parts` makes of it. */
export function openModel(parts: ModelParts = {}): OpenStore {
  const {
    create = (client) => new ModelStore(client),
    newData = () => new ModelData(),
    neighbourOf = () => newData(),
  } = parts;
  return async () => {
    const data = newData();
    return {
      store: create(modelClient(data)),
      reopen: async () => create(modelClient(data)),
      openNeighbour: async () => create(modelClient(neighbourOf(data))),
      openFailing: async (fault) => ({
        store: create(failingClient(modelClient(data), fault, { methods: ["transact"] })),
        end: async () => {},
      }),
      close: async () => {},
    };
  };
}
