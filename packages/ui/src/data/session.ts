import { ApiError, sendJson } from "./api.ts";

let isRefused = false;

/** Whether the address had a token that the server does not take. */
export function isTokenRefused(): boolean {
  return isRefused;
}

/**
 * Swaps the token in the address (`#token=…`, which no server and no log sees) for a cookie, and takes it out of the address. What
 * goes wrong shows in the first request.
 */
export async function openSession(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  await sendJson("POST", "/api/v1/session", { token }).catch((error: unknown) => {
    isRefused = error instanceof ApiError && error.status === 401;
  });
}
