import { signInText } from "../../data/api.ts";
import type { Connection } from "../../data/live.ts";
import { useNow } from "../../data/now.ts";
import { durationText } from "../../format/quantities.ts";

/** What is said while the server is not heard of. */
export function Reconnecting({ connection: { isSignedOut, lastHeardMs } }: { readonly connection: Connection }) {
  const now = useNow(1000);
  if (isSignedOut) return signInText;
  return lastHeardMs === null
    ? "Not connected, trying again"
    : `Reconnecting, last seen ${durationText(Math.max(0, Math.round((now - lastHeardMs) / 1000) * 1000))} ago`;
}
