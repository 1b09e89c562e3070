import { isObject } from "../parse/check.ts";

/** What stands in the log for a value that JSON does not have: `{ "$burr": kind, "value": … }`. */
export interface Tagged {
  readonly $burr: string;
  readonly value?: unknown;
}

/** Whether a value of the log is a tag. The data of users cannot look like one. */
export function isTagged(value: unknown): value is Tagged {
  return isObject(value) && Object.hasOwn(value, "$burr") && typeof value["$burr"] === "string";
}

/** Whether the log does not tell a value: it was redacted, could not be stored, or its file is gone. */
export function isMissingValue(value: unknown): boolean {
  return isTagged(value) && (value.$burr === "redacted" || value.$burr === "omitted" || value.$burr === "ref");
}

/** What stands in a text, such as the message of an error, in place of a value that the tracker hides. */
export const hiddenText = "[redacted]";

/** A large value that stands in a file of its own, under the SHA-256 of its JSON. */
export interface BlobReference {
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
  /** How its JSON begins. */
  readonly preview: string;
}

/** What a tag of the kind `ref` refers to; `undefined` for any other value. */
export function blobReference(value: unknown): BlobReference | undefined {
  if (!isTagged(value) || value.$burr !== "ref" || !isObject(value.value)) return undefined;
  const { sha256, bytes, preview } = value.value;
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  return {
    sha256,
    bytes: Number.isSafeInteger(bytes) ? Number(bytes) : 0,
    preview: typeof preview === "string" ? preview : "",
  };
}
