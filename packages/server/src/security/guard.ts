import { ingestPath } from "@burrjs/protocol";
import { errorAnswer } from "../http/error-answer.ts";
import { isJsonType } from "../http/json-body.ts";
import { crossSite, formLike } from "./cross-site.ts";
import { originOf, type HostRules } from "./host.ts";
import type { Session } from "./session.ts";

/** What decides whether a request gets to the routes. */
export interface GuardRules extends HostRules {
  readonly session: Session;
  /** Whether one can read without a token. */
  readonly noToken: boolean;
  /** Whether nothing can be changed. */
  readonly readOnly: boolean;
  /** Whether the pages of Burr for Python, which know nothing of `X-UI`, may write by its own routes. */
  readonly v0Writes: boolean;
}

/** The path that the token is swapped at. */
export const sessionPath = "/api/v1/session";

/** What is below it is for runners alone: nobody else's token is good for it, and theirs for nothing else. */
const runnerPath = "/api/v1/runner/";

const open = new Set(["/ready", "/api/v0/ready"]);

/**
 * Looks at a request before anything else does.
 *
 * @param request - The request.
 * @param path - Its path below the one that the server is mounted at, as it was sent.
 * @param rules - The rules.
 * @returns The answer that refuses it; `undefined`: it may pass.
 */
export async function guard(request: Request, path: string, rules: GuardRules): Promise<Response | undefined> {
  const origin = originOf(request, rules);
  if (origin === undefined) {
    const hint = "Open it as http://127.0.0.1:<port>, or start it with this name as an allowed host.";
    return errorAnswer(403, { code: "foreign_host", message: "The server does not go by this name.", hint });
  }
  if (!isDecodable(path)) {
    const hint = "Percent-encode each id once, as encodeURIComponent() does.";
    return errorAnswer(400, { code: "invalid_path", message: "The path cannot be decoded.", hint });
  }
  if (!path.startsWith("/api/")) return undefined;
  const foreign = crossSite(request, origin);
  if (foreign !== undefined) return errorAnswer(403, foreign);
  const writes = request.method !== "GET" && request.method !== "HEAD";
  return writes ? guardWrite(request, path, rules) : guardRead(request, path, rules);
}

async function guardRead(request: Request, path: string, rules: GuardRules): Promise<Response | undefined> {
  const { session } = rules;
  if (path.startsWith(runnerPath)) return (await session.isRunner(request)) ? undefined : unknownRunner();
  if (rules.noToken || open.has(path)) return undefined;
  return (await session.hasCookie(request)) || (await session.hasToken(request)) ? undefined : unknownCaller();
}

async function guardWrite(request: Request, path: string, rules: GuardRules): Promise<Response | undefined> {
  const { session } = rules;
  const form = formLike(request);
  if (path === sessionPath) return form === undefined ? undefined : errorAnswer(403, form);
  if (rules.readOnly) {
    const hint = "Start it without `readOnly` to change things.";
    return errorAnswer(404, { code: "read_only", message: "This server only reads.", hint });
  }
  // A browser adds cookies to what other sites send, but never this header.
  if (path.startsWith(runnerPath)) return (await session.isRunner(request)) ? undefined : unknownRunner();
  if (path === ingestPath) return (await session.mayIngest(request)) ? undefined : unknownCaller();
  if (await session.hasToken(request)) return undefined;
  if (!(await session.hasCookie(request))) return unknownCaller();
  return form === undefined || isOwnV0Page(request, path, rules) ? undefined : errorAnswer(403, form);
}

/** JSON of a page of ours, as the browser tells: `crossSite()` has seen that this `Origin` is ours. */
function isOwnV0Page(request: Request, path: string, { v0Writes }: GuardRules): boolean {
  const isJson = isJsonType(request.headers.get("content-type"));
  return v0Writes && path.startsWith("/api/v0/") && isJson && request.headers.get("origin") !== null;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function unknownCaller(): Response {
  const hint = "Open the address that the server printed at its start, or send `Authorization: Bearer <token>`.";
  const headers = { "www-authenticate": 'Bearer realm="burr"' };
  return errorAnswer(401, { code: "unauthorized", message: "Who asks has to have the token.", hint, headers });
}

function unknownRunner(): Response {
  const hint = "Set BURR_RUNNER_TOKEN to the token that the server printed for runners; `burr ui` keeps it in the folder of the logs, as .runner-token, and `burr dev` sets it by itself."; // prettier-ignore
  const headers = { "www-authenticate": 'Bearer realm="burr runner"' };
  return errorAnswer(401, { code: "unauthorized", message: "A runner has to have its own token.", hint, headers });
}
