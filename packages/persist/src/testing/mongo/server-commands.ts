import { Long } from "bson";

import type { Command } from "./command.ts";
import { documentIn, documentsIn, isSet, type MongoDocument, textIn } from "./fields.ts";

/** The commands about the server, its databases and its collections. */
export const serverCommands: Readonly<Record<string, Command>> = {
  hello: () => greeting(),
  isMaster: () => greeting(),
  ping: () => ({}),
  endSessions: () => ({}),
  createIndexes: (data, command) => {
    const collection = data.collection(textIn(command, "$db"), textIn(command, "createIndexes"));
    for (const index of documentsIn(command, "indexes")) {
      const name = textIn(index, "name");
      collection.createIndex({ name, key: documentIn(index, "key"), unique: isSet(index, "unique") });
    }
    return { numIndexesAfter: collection.indexes.length };
  },
  listCollections: (data, command) => {
    const names = data.names(textIn(command, "$db"));
    return wholeCursor(
      command,
      names.map((name) => ({ name, type: "collection" })),
    );
  },
  dropDatabase: (data, command) => {
    const database = textIn(command, "$db");
    for (const name of data.names(database)) data.drop(database, name);
    return {};
  },
};

function wholeCursor(command: MongoDocument, firstBatch: readonly object[]): MongoDocument {
  return { cursor: { id: Long.ZERO, ns: `${textIn(command, "$db")}.$cmd`, firstBatch } };
}

/** A standalone server, as version 8 would introduce itself. */
function greeting(): MongoDocument {
  return {
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    maxBsonObjectSize: 16 * 1024 * 1024,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion: 25,
    readOnly: false,
  };
}
