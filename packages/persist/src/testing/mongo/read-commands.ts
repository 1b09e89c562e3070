import { Long } from "bson";
import { find as select } from "mingo";

import { CommandError } from "./command-error.ts";
import type { Command } from "./command.ts";
import { documentIn, isSet, type MongoDocument, numberIn, textIn } from "./fields.ts";
import type { MongoCollection } from "./mongo-collection.ts";
import { MongoCursor } from "./mongo-cursor.ts";

/** The commands that read documents. */
export const readCommands: Readonly<Record<string, Command>> = {
  find: (data, command) => {
    const [database, name] = [textIn(command, "$db"), textIn(command, "find")];
    const cursor = new MongoCursor(`${database}.${name}`, limited(command, data.collection(database, name)));
    const firstBatch = cursor.take(numberIn(command, "batchSize", 101));
    const isLast = cursor.isDone || isSet(command, "singleBatch");
    return { cursor: { firstBatch, id: Long.fromNumber(isLast ? 0 : data.keep(cursor)), ns: cursor.namespace } };
  },
  getMore: (data, command) => {
    const id = numberIn(command, "getMore");
    const cursor = data.cursors.get(id);
    if (cursor === undefined) throw new CommandError(43, "CursorNotFound", `cursor id ${id} not found`);
    const nextBatch = cursor.take(numberIn(command, "batchSize", Number.POSITIVE_INFINITY));
    if (cursor.isDone) data.cursors.delete(id);
    return { cursor: { nextBatch, id: Long.fromNumber(cursor.isDone ? 0 : id), ns: cursor.namespace } };
  },
  killCursors: (data, { cursors }) => {
    for (const id of Array.isArray(cursors) ? cursors : []) data.cursors.delete(Number(id));
    return { cursorsKilled: cursors };
  },
  distinct: (data, command) => {
    const collection = data.collection(textIn(command, "$db"), textIn(command, "distinct"));
    const values = new Set<unknown>();
    for (const [, document] of collection.find(documentIn(command, "query")))
      values.add(document[textIn(command, "key")]);
    values.delete(undefined);
    return { values: [...values] };
  },
};

/** The fields of a document that a projection wants; all of them, if it is empty. */
export function projected(document: MongoDocument, projection: MongoDocument): MongoDocument {
  if (Object.keys(projection).length === 0) return document;
  const [result] = select<MongoDocument>([document], {}, projection).all();
  return result ?? {};
}

/** What a `find` command asks for. */
function* limited(command: MongoDocument, collection: MongoCollection): Generator<MongoDocument, void, void> {
  const limit = numberIn(command, "limit", 0);
  let count = 0;
  for (const [, document] of collection.find(documentIn(command, "filter"), documentIn(command, "sort"))) {
    yield projected(document, documentIn(command, "projection"));
    if (++count === limit) return;
  }
}
