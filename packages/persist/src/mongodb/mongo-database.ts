/** A document, a filter, an update or a set of options. */
export type MongoDocument = Readonly<Record<string, unknown>>;

/** The calls that a store makes of a database of MongoDB. A `Db` of `mongodb`, the official driver, has them. */
export interface MongoDatabase {
  collection(name: string, options: MongoCollectionOptions): MongoCollection;
}

/** Where a collection is read, and when a write is acknowledged. */
export interface MongoCollectionOptions {
  readonly readPreference: "primary";
  readonly writeConcern: { readonly w: "majority"; readonly journal: boolean };
}

/** The calls that a store makes of a collection. */
export interface MongoCollection {
  find(filter: MongoDocument, options: MongoDocument): MongoCursor;
  findOne(filter: MongoDocument, options: MongoDocument): Promise<MongoDocument | null>;
  findOneAndUpdate(
    filter: MongoDocument,
    update: MongoDocument,
    options: MongoUpdateOptions,
  ): Promise<MongoDocument | null>;
  findOneAndDelete(filter: MongoDocument): Promise<MongoDocument | null>;
  insertMany(documents: MongoDocument[]): Promise<unknown>;
  updateOne(
    filter: MongoDocument,
    update: MongoDocument,
    options: { readonly upsert: boolean },
  ): Promise<{ readonly matchedCount: number }>;
  updateMany(filter: MongoDocument, update: MongoDocument): Promise<unknown>;
  deleteMany(filter: MongoDocument): Promise<unknown>;
  distinct(field: string, filter: MongoDocument): Promise<unknown[]>;
  createIndex(fields: Record<string, 1 | -1>, options: { readonly unique: boolean }): Promise<unknown>;
}

/** What `find` returns. */
export interface MongoCursor extends AsyncIterable<MongoDocument> {
  toArray(): Promise<MongoDocument[]>;
}

/** How `findOneAndUpdate` works. */
export interface MongoUpdateOptions {
  readonly projection: MongoDocument;
  readonly returnDocument: "before" | "after";
  readonly upsert: boolean;
}
