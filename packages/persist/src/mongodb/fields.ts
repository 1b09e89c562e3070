import type { MongoDocument } from "./mongo-database.ts";

/**
 * The text in a field of a document.
 *
 * @throws TypeError, when there is none: the document is not one of ours.
 */
export function textIn(document: MongoDocument, field: string): string {
  const value = document[field];
  if (typeof value === "string") return value;
  throw unexpected(field, "a text", value);
}

/** As `textIn`, for a field that may be missing or empty. */
export function textOrNullIn(document: MongoDocument, field: string): string | null {
  return (document[field] ?? null) === null ? null : textIn(document, field);
}

/** The number in a field; a driver gives it as a number, or as an object that stands for one. */
export function numberIn(document: MongoDocument, field: string): number {
  const value = document[field];
  const number = value === null || value === undefined ? Number.NaN : Number(value);
  if (!Number.isNaN(number)) return number;
  throw unexpected(field, "a number", value);
}

/** The list in a field; empty when it is missing. */
export function listIn(document: MongoDocument, field: string): readonly unknown[] {
  const value = document[field] ?? [];
  if (Array.isArray(value)) return value;
  throw unexpected(field, "a list", value);
}

/** A document in a list. */
export function documentIn(value: unknown): MongoDocument {
  if (typeof value === "object" && value !== null) return value as MongoDocument; // an object has fields of any name
  throw unexpected("of a list", "a document", value);
}

function unexpected(field: string, wanted: string, value: unknown): TypeError {
  return new TypeError(`The field "${field}" in a collection of Burr should be ${wanted}, and is ${typeof value}.`);
}
