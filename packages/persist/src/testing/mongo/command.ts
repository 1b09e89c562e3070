import type { MongoDocument } from "./fields.ts";
import type { MongoData } from "./mongo-data.ts";

/** What one command does, and its reply without `ok`. */
export type Command = (data: MongoData, command: MongoDocument) => MongoDocument;
