import type { Clock } from "../http/clock.ts";
import type { Fetch } from "../http/http-post.ts";

/** The server that a runner talks to. */
export interface RunnerServer {
  readonly url: string;
  readonly token: string;
  readonly fetch: Fetch | undefined;
  readonly clock: Clock;
}

/** Sends JSON to a route of the server. A redirect is not followed: the token is for this address. */
export function post(
  { url, token, fetch: send = (to, init) => fetch(to, init) }: RunnerServer,
  path: string,
  { body, ...rest }: { readonly body: unknown; readonly signal?: AbortSignal },
): Promise<Response> {
  return send(url.replace(/\/+$/, "") + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    redirect: "manual",
    ...rest,
  });
}
