import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BurrError, isBurrError } from "@burrjs/core";
import type { ValueCodec } from "@burrjs/core/persist";
import { isObject, type JsonObject } from "@burrjs/protocol";

/** Where the values are from. */
export interface ValuesOrigin {
  readonly codec: ValueCodec;
  /** The folder of the application. */
  readonly folder: string;
  /** For messages. */
  readonly appId: string;
}

/**
 * The values of a record as it stands in the log, by key, large ones brought back from their files. Throws `unreadable-value`, with
 * the path, for what was not written.
 */
export function valuesOf(record: JsonObject, origin: ValuesOrigin): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const key of Object.keys(record)) {
    values[key] = valueOf(record[key], origin, `state.${key}`);
  }
  return values;
}

/** One value. */
export function valueOf(json: unknown, origin: ValuesOrigin, path: string): unknown {
  const whole = resolved(json, origin, path);
  try {
    return origin.codec.decode(JSON.stringify(whole));
  } catch (error) {
    if (!isBurrError(error) || error.code !== "unreadable-value") throw error;
    throw new BurrError("unreadable-value", `${path} in the log of application "${origin.appId}": ${error.message}`, error.details, { cause: error.cause }); // prettier-ignore
  }
}

/** The JSON with nothing in it that only the log has. */
function resolved(json: unknown, origin: ValuesOrigin, path: string): unknown {
  if (Array.isArray(json)) return json.map((item: unknown, index) => resolved(item, origin, `${path}[${index}]`));
  if (!isObject(json)) return json;
  if (!Object.hasOwn(json, "$burr")) return members(json, origin, path);
  const { $burr: tag, value } = json;
  switch (tag) {
    case "ref":
      return resolved(blobOf(value, origin, path), origin, path);
    case "redacted":
      throw unreadable(tag, origin, `${path} was hidden by the tracker's option "redact"`);
    case "omitted":
      throw unreadable(tag, origin, `${path} could not be stored (${String(value)})`);
    case "object": // its members are a user's, also one of the name of a tag
    case "bare":
      return { $burr: tag, value: isObject(value) ? members(value, origin, path) : value };
    default:
      return Object.hasOwn(json, "value") ? { ...json, value: resolved(value, origin, path) } : json;
  }
}

function members(json: JsonObject, origin: ValuesOrigin, path: string): JsonObject {
  return Object.fromEntries(Object.keys(json).map((key) => [key, resolved(json[key], origin, `${path}.${key}`)]));
}

function blobOf(value: unknown, origin: ValuesOrigin, path: string): unknown {
  const hash: unknown = isObject(value) ? value["sha256"] : undefined;
  if (typeof hash !== "string" || !/^[0-9a-f]{64}$/.test(hash)) throw unreadable("ref", origin, `${path} is a malformed reference`); // prettier-ignore
  try {
    return JSON.parse(readFileSync(join(origin.folder, "blobs", hash), "utf8"));
  } catch {
    throw unreadable("ref", origin, `${path} is stored in blobs/${hash}, which is missing or broken`);
  }
}

function unreadable(tag: string, { appId }: ValuesOrigin, what: string): BurrError {
  const message = `The log of application "${appId}" cannot be gone on with: ${what}. Begin from a persister, or from an earlier step.`;
  return new BurrError("unreadable-value", message, { tag });
}
