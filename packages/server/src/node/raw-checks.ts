import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { errorAnswer } from "../http/error-answer.ts";
import { secured } from "../security/headers.ts";
import type { Refusal } from "../errors.ts";

/**
 * Tells why a request cannot be passed on: Node makes do with what a request of the web cannot have.
 *
 * @param request - The request.
 * @returns Why; `undefined`: it can.
 */
export function oddRequest({ rawHeaders, url = "" }: IncomingMessage): Refusal | undefined {
  const hosts = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === "host");
  const isNamed = hosts.length === 1 && /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(hosts[0] ?? "");
  if (isNamed && /^\/(?!\/)/.test(url)) return undefined;
  // An absolute target is for proxies; its host would count instead of the header.
  const hint = "Open it as http://127.0.0.1:<port>, or start it with this name as an allowed host.";
  return { code: "foreign_host", message: "The request does not name the server, or names it twice.", hint };
}

/**
 * Has a server answer what Node would by itself with our headers, and ways to other protocols not at all.
 *
 * @param server - The server.
 */
export function answerOddities(server: Server): void {
  server.on("clientError", (error: Error & { code?: string }, socket) => {
    if (!socket.writable || error.code === "ECONNRESET") return socket.destroy();
    const status = statuses.get(error.code) ?? 400;
    void endWith(socket, status);
    return undefined;
  });
  server.on("checkExpectation", (_request, response) => {
    const hint = "Leave `Expect` out.";
    void sendRefusal(response, 417, { code: "bad_request", message: "This cannot be expected.", hint });
  });
  server.on("connect", (_request, socket) => socket.destroy());
}

/**
 * Answers a request that is not passed on, and ends the connection.
 *
 * @param response - The way to the client.
 * @param status - The status.
 * @param refusal - What the answer says.
 */
export async function sendRefusal(response: ServerResponse, status: number, refusal: Refusal): Promise<void> {
  const answer = secured(errorAnswer(status, refusal));
  response.writeHead(status, { ...Object.fromEntries(answer.headers), connection: "close" });
  response.end(await answer.text());
}

/** The answer to those who come before the server is ready. */
export const startingUp: Refusal = {
  code: "busy",
  message: "The server is starting.",
  hint: "Try again.",
  headers: { "retry-after": "1" },
};

/** The answer to what is no request of the web. */
export const unreadable: Refusal = {
  code: "bad_request",
  message: "The request cannot be read.",
  hint: "Send a plain HTTP/1.1 request.",
};

const statuses = new Map<string | undefined, number>([
  ["HPE_HEADER_OVERFLOW", 431],
  ["ERR_HTTP_REQUEST_TIMEOUT", 408],
]);

/** Node has no response here: the answer is written as it goes over the wire. */
async function endWith(socket: Duplex, status: number): Promise<void> {
  const answer = secured(errorAnswer(status, unreadable));
  const body = await answer.text();
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const first = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Error"}\r\n`;
  const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
  socket.end(`${first}${headers}${length}connection: close\r\n\r\n${body}`);
}
