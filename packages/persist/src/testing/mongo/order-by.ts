import { ObjectId, Timestamp } from "bson";

import type { MongoDocument } from "./fields.ts";

/** Compares records as MongoDB orders them: by the kind of value, then by value; 1 is up, -1 is down. Nested fields are not known. */
export function orderBy(sort: MongoDocument) {
  const fields = Object.entries(sort);
  return ([, one]: readonly [number, MongoDocument], [, other]: readonly [number, MongoDocument]): number => {
    for (const [field, direction] of fields) {
      const order = compare(one[field], other[field]) * Number(direction);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function compare(one: unknown, other: unknown): number {
  const kinds = rankOf(one) - rankOf(other);
  if (kinds !== 0) return kinds;
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one === "string" && typeof other === "string") return Buffer.compare(Buffer.from(one), Buffer.from(other));
  if (one instanceof Timestamp && other instanceof Timestamp) return one.compare(other);
  if (one instanceof ObjectId && other instanceof ObjectId) return Buffer.compare(one.id, other.id);
  return 0;
}

function rankOf(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === "number") return 1;
  if (typeof value === "string") return 2;
  if (value instanceof ObjectId) return 3;
  if (value instanceof Timestamp) return 4;
  throw new Error("This server orders no values of that kind.");
}
