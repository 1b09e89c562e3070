/** A document, as it came from a client. */
export type MongoDocument = Readonly<Record<string, unknown>>;

/** A field that holds a document; an empty one when it is missing. */
export function documentIn(document: MongoDocument, field: string): MongoDocument {
  const value = document[field];
  if (value === undefined) return {};
  if (isDocument(value)) return value;
  throw unexpected(field, "a document");
}

/** A field that holds a list of documents. */
export function documentsIn(document: MongoDocument, field: string): readonly MongoDocument[] {
  const value = document[field];
  if (Array.isArray(value) && value.every(isDocument)) return value;
  throw unexpected(field, "a list of documents");
}

/** A field that holds a text. */
export function textIn(document: MongoDocument, field: string): string {
  const value = document[field];
  if (typeof value === "string") return value;
  throw unexpected(field, "a text");
}

/** A field that holds a number; `otherwise` when it is missing. */
export function numberIn(document: MongoDocument, field: string, otherwise?: number): number {
  const value = document[field] ?? otherwise;
  if (typeof value === "number") return value;
  throw unexpected(field, "a number");
}

/** Whether a field holds `true`. */
export function isSet(document: MongoDocument, field: string): boolean {
  return document[field] === true;
}

/** Whether a value is a document, and not a list or a value of a class of BSON. */
export function isDocument(value: unknown): value is MongoDocument {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function unexpected(field: string, wanted: string): TypeError {
  return new TypeError(`This server expects the field "${field}" to be ${wanted}.`);
}
