import { isBurrError, type Persister } from "@burrjs/core";
import type { Assistant } from "./assistant.ts";
import { Asked, dateText, follow, type Terminal } from "./show.ts";
import type { Approval } from "./state.ts";

/** What the commands work with. */
export interface Desk {
  readonly persister: Persister;
  readonly terminal: Terminal;
  /** The assistant of a request, as it is stored; without an id that of a new one. */
  readonly open: (appId?: string) => Promise<Assistant>;
}

/** Takes a request, and goes as far as it gets without a person. */
export async function begin({ open, terminal }: Desk, request: string): Promise<void> {
  await follow(await open(), terminal, { request });
}

/** Shows what waits for a person, in all requests. */
export async function list(desk: Desk): Promise<void> {
  const { persister, terminal } = desk;
  const waiting = await persister.listSuspensions();
  for (const { id, name, payload, expiresAtMs } of waiting) {
    const until = expiresAtMs === null ? "" : `, until ${dateText(expiresAtMs)}`;
    terminal.write(`${id}  ${name}${until}\n  ${Asked.parse(payload).request}\n`);
  }
  if (waiting.length === 0) terminal.write("Nothing waits for you.\n");
  const { length: count } = await unfinished(desk);
  if (count > 0) terminal.write(`${count} can go on without you: npm start -- continue\n`);
}

/** Gives the answer to a suspension, which any process may have asked for, and goes on from there. */
export async function answer({ persister, open, terminal }: Desk, id: string, words: readonly string[]): Promise<void> {
  const found = (await persister.listSuspensions()).find((one) => one.id === id);
  if (found === undefined) throw new Error(`Nothing waits for an answer to ${id}. See: npm start -- list`);
  const app = await open(found.appId);
  try {
    await app.resume(id, answerOf(found.name, Asked.parse(found.payload).questions, words));
  } catch (error) {
    if (!isBurrError(error) || error.code !== "suspension-expired") throw error;
    terminal.write("That comes too late.\n"); // and what holds in that case is found by running
  }
  await follow(app, terminal);
}

function answerOf(name: string, questions: readonly string[], words: readonly string[]): object {
  if (name === "clarification") {
    if (words.length === questions.length) return { answers: words };
    throw new Error(`Give as many answers as there are questions (${questions.length}), each in quotes.`);
  }
  const wish = words.join(" ");
  const verdicts: Readonly<Record<string, Approval>> = { send: { verdict: "approved" }, drop: { verdict: "rejected" } };
  const verdict: Approval = verdicts[wish] ?? { verdict: "revise", wish };
  return verdict;
}

/** Goes on with what a crash, a failure or SIGTERM has left, and with what has expired. */
export async function goOn(desk: Desk): Promise<void> {
  const { terminal } = desk;
  const apps = await unfinished(desk);
  if (apps.length === 0) terminal.write("There is nothing to go on with.\n");
  for (const app of apps) {
    if (terminal.draining.aborted || terminal.interrupted.aborted) return;
    terminal.write(`“${app.state.request ?? "…"}”\n`);
    await follow(app, terminal);
  }
}

/** The requests that have something left to do, and wait for no person. */
async function unfinished({ persister, open }: Desk): Promise<Assistant[]> {
  const apps = await Promise.all((await persister.listAppIds()).map((appId) => open(appId)));
  const waiting = await persister.listSuspensions();
  const isWaiting = ({ appId }: Assistant): boolean =>
    waiting.some((one) => one.appId === appId && (one.expiresAtMs ?? Number.POSITIVE_INFINITY) > Date.now());
  return apps.filter((app) => app.nextAction !== null && !isWaiting(app));
}
