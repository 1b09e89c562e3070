/** @import { Snapshot } from "../conversation.ts" */
/** @import { Listed } from "../conversations.ts" */
/** @import { GraphShape } from "./graph-view.js" */

/** @typedef {{ answeredBy: string, documents: string[], passages: number, topics: string[], graph: GraphShape }} About */

/** @type {() => Promise<About>} What the server knows besides conversations. */
export const loadAbout = async () => /** @type {About} */ (await jsonOf(await fetch("/api/about")));

/** @type {() => Promise<Listed[]>} The last conversations, the latest first. */
export const loadLatest = async () => /** @type {Listed[]} */ (await jsonOf(await fetch("/api/conversations")));

/** @type {(id: string) => Promise<Snapshot>} A conversation as it is now. */
export const loadConversation = async (id) =>
  /** @type {Snapshot} */ (await jsonOf(await fetch(`/api/conversations/${id}`)));

/** @type {(id: string) => Promise<void>} Resolves when the answer under way has stopped, and what was said is kept. */
export const stopAnswer = async (id) => {
  await jsonOf(await fetch(`/api/conversations/${id}/stop`, { method: "POST" }));
};

/** @type {(id: string, question: string | undefined) => Promise<Response>} The run that answers, as a stream of events; without a question the last one is tried again. */
export const askFor = async (id, question) => {
  const url = `/api/conversations/${id}/${question === undefined ? "retry" : "questions"}`;
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ question }) });
  if (!response.ok) await jsonOf(response);
  return response;
};

/** @type {(id: string, step: number, lastEventId: string | undefined) => Promise<Response>} The stream of a step, behind the event that was read last. */
export const followStep = async (id, step, lastEventId) => {
  const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
  const response = await fetch(`/api/conversations/${id}/steps/${step}`, { headers });
  if (!response.ok) await jsonOf(response);
  return response;
};

/** What the server says when it refuses: to ask the same again would not help. */
export class Refusal extends Error {}

/** @type {(response: Response) => Promise<unknown>} Throws what the server says when it refuses. */
async function jsonOf(response) {
  /** @type {unknown} */
  const body = await response.json();
  if (response.ok) return body;
  const isTold = typeof body === "object" && body !== null && "error" in body;
  throw new Refusal(isTold ? String(body.error) : `The server answered ${response.status}.`);
}
