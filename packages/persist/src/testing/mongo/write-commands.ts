import { ObjectId } from "bson";

import { applyUpdate, insertedBy } from "./apply-update.ts";
import { CommandError } from "./command-error.ts";
import type { Command } from "./command.ts";
import { documentIn, documentsIn, isSet, type MongoDocument, numberIn, textIn } from "./fields.ts";
import type { MongoCollection } from "./mongo-collection.ts";
import type { MongoData } from "./mongo-data.ts";
import { projected } from "./read-commands.ts";

/** The commands that change documents. */
export const writeCommands: Readonly<Record<string, Command>> = {
  insert: (data, command) => {
    const collection = data.collection(textIn(command, "$db"), textIn(command, "insert"));
    return eachOf(command, "documents", (document) => {
      collection.insert(document);
      return { n: 1 };
    });
  },
  update: (data, command) => {
    const collection = data.collection(textIn(command, "$db"), textIn(command, "update"));
    return eachOf(command, "updates", (update) => {
      const changes = changeAll(data, collection, {
        filter: documentIn(update, "q"),
        update: documentIn(update, "u"),
        isMany: isSet(update, "multi"),
        isUpsert: isSet(update, "upsert"),
      });
      const [first] = changes;
      if (first?.before === undefined && first !== undefined) return { n: 1, upserted: first.after["_id"] };
      return { n: changes.length, nModified: changes.length };
    });
  },
  delete: (data, command) => {
    const collection = data.collection(textIn(command, "$db"), textIn(command, "delete"));
    return eachOf(command, "deletes", (one) => {
      const found = [...collection.find(documentIn(one, "q"))];
      const doomed = numberIn(one, "limit") === 1 ? found.slice(0, 1) : found;
      for (const [record] of doomed) collection.remove(record);
      return { n: doomed.length };
    });
  },
  findAndModify: (data, command) => {
    const collection = data.collection(textIn(command, "$db"), textIn(command, "findAndModify"));
    const filter = documentIn(command, "query");
    const fields = documentIn(command, "fields");
    if (isSet(command, "remove")) {
      const [found] = collection.find(filter, documentIn(command, "sort"));
      if (found !== undefined) collection.remove(found[0]);
      return { value: found === undefined ? null : projected(found[1], fields) };
    }
    const [change] = changeAll(data, collection, {
      filter,
      update: documentIn(command, "update"),
      isMany: false,
      isUpsert: isSet(command, "upsert"),
    });
    const value = isSet(command, "new") ? change?.after : change?.before;
    return {
      lastErrorObject: { n: change === undefined ? 0 : 1, updatedExisting: change?.before !== undefined },
      value: value === undefined ? null : projected(value, fields),
    };
  },
};

interface Change {
  /** Missing, when the document was inserted. */
  readonly before?: MongoDocument;
  readonly after: MongoDocument;
}

interface Update {
  readonly filter: MongoDocument;
  readonly update: MongoDocument;
  readonly isMany: boolean;
  readonly isUpsert: boolean;
}

function changeAll(
  data: MongoData,
  collection: MongoCollection,
  { filter, update, isMany, isUpsert }: Update,
): Change[] {
  const nextTick = (): number => data.nextTick();
  const matching = [...collection.find(filter)].slice(0, isMany ? undefined : 1);
  if (matching.length === 0 && isUpsert) {
    const after = applyUpdate({ _id: new ObjectId(), ...insertedBy(filter) }, update, { nextTick, isInsert: true });
    collection.insert(after);
    return [{ after }];
  }
  return matching.map(([record, before]) => {
    const after = applyUpdate(before, update, { nextTick, isInsert: false });
    collection.replace(record, after);
    return { before, after };
  });
}

interface Effect {
  readonly n: number;
  readonly nModified?: number;
  /** The id of a document that an update has inserted. */
  readonly upserted?: unknown;
}

/** Does something for each document of a list, up to the first that fails, unless the order does not matter. */
function eachOf(command: MongoDocument, list: string, work: (document: MongoDocument) => Effect): MongoDocument {
  const writeErrors: MongoDocument[] = [];
  const upserted: MongoDocument[] = [];
  let [n, nModified] = [0, 0];
  for (const [index, document] of documentsIn(command, list).entries()) {
    try {
      const effect = work(document);
      n += effect.n;
      nModified += effect.nModified ?? 0;
      if (effect.upserted !== undefined) upserted.push({ index, _id: effect.upserted });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message });
      if (command["ordered"] !== false) break;
    }
  }
  return { n, nModified, ...(upserted.length > 0 && { upserted }), ...(writeErrors.length > 0 && { writeErrors }) };
}
