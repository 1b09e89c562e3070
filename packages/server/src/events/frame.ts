import { jsonText } from "../http/answer.ts";

/** A change with more text than this is not sent: the client is told to ask for it. */
export const maxFrameLength = 1024 * 1024;

/**
 * Makes the text of an event.
 *
 * @param type - Its type.
 * @param data - Its data, as JSON.
 * @param id - What to go on from; absent: the one before stands.
 * @returns The text.
 */
export function frame(type: string, data: unknown, id?: string): string {
  // JSON has no line breaks of its own, and an id is made of digits and such.
  return `${id === undefined ? "" : `id: ${id.replaceAll(/[\r\n\0]/g, "")}\n`}event: ${type}\ndata: ${jsonText(data)}\n\n`;
}
