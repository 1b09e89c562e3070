/** Under which names the server may be asked. */
export interface HostRules {
  /** `host` or `host:port`, in lower case. */
  readonly allowedHosts: ReadonlySet<string>;
  /** Whether `X-Forwarded-Host` and `-Proto` are the words of a proxy of ours. */
  readonly trustProxy: boolean;
}

/**
 * Gives the origin that a request was sent to, if it is one of ours: who is asked under a foreign name is the target of
 * DNS rebinding.
 *
 * @param request - The request.
 * @param rules - The names.
 * @returns `http://127.0.0.1:7241`; `undefined`: it has to be refused.
 */
export function originOf(request: Request, { allowedHosts, trustProxy }: HostRules): string | undefined {
  const url = new URL(request.url);
  const told = request.headers.get("host")?.toLowerCase();
  // The address is what the server in front made of the request; with an absolute target, the name in it.
  if (!isAllowed(url.host, url, allowedHosts)) return undefined;
  if (told !== undefined && !isAllowed(told, url, allowedHosts)) return undefined;
  const forwarded = trustProxy ? request.headers.get("x-forwarded-host")?.toLowerCase() : undefined;
  if (forwarded !== undefined && !allowedHosts.has(forwarded)) return undefined;
  const scheme = (trustProxy ? request.headers.get("x-forwarded-proto") : undefined) ?? url.protocol.slice(0, -1);
  return `${scheme}://${forwarded ?? told ?? url.host}`;
}

/** A URL leaves out the port that its scheme stands for. */
function isAllowed(host: string, url: URL, allowed: ReadonlySet<string>): boolean {
  if (allowed.has(host)) return true;
  const port = url.protocol === "https:" ? 443 : 80;
  return /^[^:]+$|\]$/.test(host) && allowed.has(`${host}:${port}`);
}
