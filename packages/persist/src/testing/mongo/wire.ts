import { deserialize, serialize } from "bson";

import type { MongoDocument } from "./fields.ts";

/** A command that a client has sent. */
export interface Request {
  readonly id: number;
  readonly command: MongoDocument;
  /** In which form it came, and the reply goes. */
  readonly form: "message" | "query";
  readonly wantsReply: boolean;
}

const headerBytes = 16;
const opReply = 1;
const opQuery = 2004;
const opMessage = 2013;

/** The whole requests in what a connection has received, and what is left. */
export function takeRequests(received: readonly Buffer[]): {
  readonly requests: Request[];
  readonly rest: readonly Buffer[];
} {
  const requests: Request[] = [];
  const available = received.reduce((sum, { length }) => sum + length, 0);
  // Large messages come in many pieces: they are joined once, when the last one is there.
  if (available < headerBytes || available < lengthIn(received)) return { requests, rest: received };
  let bytes = Buffer.concat(received);
  while (bytes.length >= headerBytes && bytes.length >= bytes.readInt32LE(0)) {
    const length = bytes.readInt32LE(0);
    requests.push(parseRequest(bytes.subarray(0, length)));
    bytes = bytes.subarray(length);
  }
  return { requests, rest: bytes.length === 0 ? [] : [bytes] };
}

/** The bytes that answer a request, if it wants an answer. */
export function replyTo({ id, form, wantsReply }: Request, reply: MongoDocument): Buffer | undefined {
  if (!wantsReply) return undefined;
  const body = serialize(reply);
  const head = Buffer.alloc(form === "query" ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(id, 8);
  head.writeInt32LE(form === "query" ? opReply : opMessage, 12);
  if (form === "query") head.writeInt32LE(1, 32); // of the flags, cursor and count of the old form, only the count is not 0
  return Buffer.concat([head, body]);
}

function lengthIn(received: readonly Buffer[]): number {
  const [first = Buffer.alloc(0)] = received;
  return (first.length >= 4 ? first : Buffer.concat(received)).readInt32LE(0);
}

function parseRequest(bytes: Buffer): Request {
  const id = bytes.readInt32LE(4);
  const code = bytes.readInt32LE(12);
  if (code === opQuery) {
    // Flags, the name of a collection, two numbers, and a document; used for the first greeting only.
    const start = bytes.indexOf(0, headerBytes + 4) + 1 + 8;
    return { id, command: documentAt(bytes, start), form: "query", wantsReply: true };
  }
  if (code !== opMessage) throw new Error(`This server understands no messages of the kind ${code}.`);
  const flags = bytes.readUInt32LE(headerBytes);
  const end = bytes.length - (flags & 1 ? 4 : 0); // a checksum may follow
  return {
    id,
    command: messageIn(bytes.subarray(headerBytes + 4, end)),
    form: "message",
    wantsReply: (flags & 2) === 0,
  };
}

/** A document in one section, and perhaps lists of documents for some of its fields in others. */
function messageIn(sections: Buffer): MongoDocument {
  const command: Record<string, unknown> = {};
  for (let at = 0; at < sections.length;) {
    const kind = sections[at];
    const start = at + 1;
    const end = start + sections.readInt32LE(start);
    if (kind === 0) Object.assign(command, documentAt(sections, start));
    else {
      const nameEnd = sections.indexOf(0, start + 4);
      command[sections.toString("utf8", start + 4, nameEnd)] = documentsIn(sections.subarray(nameEnd + 1, end));
    }
    at = end;
  }
  return command;
}

function documentsIn(bytes: Buffer): MongoDocument[] {
  const documents: MongoDocument[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at)) documents.push(documentAt(bytes, at));
  return documents;
}

function documentAt(bytes: Buffer, start: number): MongoDocument {
  return deserialize(bytes.subarray(start, start + bytes.readInt32LE(start)));
}
