import type { ServerOptions } from "../options.ts";
import { trackingServer, type TrackingServer } from "../tracking-server.ts";
import { fakeStore } from "./fake-store.ts";

/** The secret of the servers in tests. */
export const token = "a-token-of-tests-that-has-enough-characters";

/** The origin of the servers in tests. */
export const origin = "http://127.0.0.1:7241";

/** A server, and calls of it with the token. */
export interface TestServer {
  readonly server: TrackingServer;
  /** Calls it with the token; `init` as in `fetch()`. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** Calls it without. */
  bare(path: string, init?: RequestInit): Promise<Response>;
  /** The JSON of a GET with the token. */
  json(path: string): Promise<unknown>;
  /** Sends JSON with the token. */
  send(method: string, path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** Makes a server on the fake store. */
export function testServer(options: Partial<ServerOptions> = {}): TestServer {
  const server = trackingServer({ store: fakeStore(), token, ...options });
  const bare = (path: string, init?: RequestInit): Promise<Response> =>
    server.fetch(new Request(`${origin}${path}`, init));
  const call = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${token}`);
    return bare(path, { ...init, headers });
  };
  return {
    server,
    bare,
    call,
    json: async (path) => {
      const value: unknown = await (await call(path)).json();
      return value;
    },
    send: (method, path, body, headers = {}) =>
      call(path, { method, body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } }),
  };
}
