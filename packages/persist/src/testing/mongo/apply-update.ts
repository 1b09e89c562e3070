import { deserialize, serialize, Timestamp } from "bson";
import { update as modify } from "mingo";

import { CommandError } from "./command-error.ts";
import { documentIn, isDocument, type MongoDocument } from "./fields.ts";

/** What an update depends on besides the document. */
export interface UpdateContext {
  /** Of a clock that never shows the same time twice. */
  readonly nextTick: () => number;
  /** Whether the document is about to be inserted. */
  readonly isInsert: boolean;
}

/** A document as an update leaves it; the one that was given is not changed. */
export function applyUpdate(document: MongoDocument, update: MongoDocument, context: UpdateContext): MongoDocument {
  const names = Object.keys(update);
  if (names.length === 0 || names.some((name) => !name.startsWith("$")))
    throw new CommandError(9, "FailedToParse", "This server knows updates by operators only.");
  const { $set: _set, $setOnInsert: _onInsert, $currentDate: _now, ...others } = update;
  const set = fieldsToSet(update, context);
  const operators = { ...others, ...(Object.keys(set).length > 0 && { $set: set }) };
  const copy = deserialize(serialize(document));
  if (Object.keys(operators).length > 0) modify(copy, operators);
  return copy;
}

/** The document that an update begins with when none matched: the fields that the filter wants to equal something. */
export function insertedBy(filter: MongoDocument): MongoDocument {
  const hasOperators = (value: unknown): boolean =>
    isDocument(value) && Object.keys(value).some((name) => name.startsWith("$"));
  return Object.fromEntries(
    Object.entries(filter).filter(([field, value]) => !field.startsWith("$") && !hasOperators(value)),
  );
}

/** What several operators set, which may not be the same fields; mingo sees to the other operators. */
function fieldsToSet(update: MongoDocument, { nextTick, isInsert }: UpdateContext): MongoDocument {
  const plain = documentIn(update, "$set");
  const onInsert = documentIn(update, "$setOnInsert");
  const now = Object.entries(documentIn(update, "$currentDate")).map(([field, type]) => {
    if (!isDocument(type) || type["$type"] !== "timestamp")
      throw new CommandError(2, "BadValue", "This server knows $currentDate with timestamps only.");
    return [field, new Timestamp({ t: 1, i: nextTick() })] as const;
  });
  const all = [...Object.keys(plain), ...Object.keys(onInsert), ...now.map(([field]) => field)];
  const twice = all.find((field, n) => all.indexOf(field) !== n);
  if (twice !== undefined) {
    const message = `Updating the path '${twice}' would create a conflict at '${twice}'`;
    throw new CommandError(40, "ConflictingUpdateOperators", message);
  }
  return { ...plain, ...(isInsert && onInsert), ...Object.fromEntries(now) };
}
