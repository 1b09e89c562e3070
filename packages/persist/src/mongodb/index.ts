export type {
  MongoCollection,
  MongoCollectionOptions,
  MongoCursor,
  MongoDatabase,
  MongoDocument,
  MongoUpdateOptions,
} from "./mongo-database.ts";
export { mongoStore, type MongoStoreOptions } from "./mongo-store.ts";
export { mongoPersister } from "./mongo-persister.ts";
