import type { AppKey } from "@burrjs/core/persist";

// No id begins like this once it is escaped: a backslash of its own is doubled. It is how PostgreSQL's COPY writes null.
const none = String.raw`\N`;

/** An `AppKey` as two texts that any database can store and compare. */
export interface EscapedKey {
  readonly partition: string;
  readonly app: string;
}

/** The two texts of a key; different keys have different ones, and most look as they did. */
export function escapedKey({ partitionKey, appId }: AppKey): EscapedKey {
  return { partition: escapedPartition(partitionKey), app: escapedId(appId) };
}

/** The text of a partition key, or of having none. */
export function escapedPartition(partitionKey: string | null): string {
  return partitionKey === null ? none : escapedId(partitionKey);
}

/** The key that `escapedKey` made the two texts from. */
export function keyOf({ partition, app }: EscapedKey): AppKey {
  return { partitionKey: partition === none ? null : plainId(partition), appId: plainId(app) };
}

// PostgreSQL takes no NUL, and as UTF-8 all halves of a surrogate pair are the same.
const special = /[\\\0\p{Surrogate}]/gu;

function escapedId(id: string): string {
  return id.replace(special, (found) =>
    found === "\\" ? String.raw`\\` : String.raw`\u` + found.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}

function plainId(escaped: string): string {
  return escaped.replace(/\\(?:\\|u([0-9a-f]{4}))/g, (_, code?: string) =>
    code === undefined ? "\\" : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
