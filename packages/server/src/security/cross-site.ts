import { isJsonType } from "../http/json-body.ts";
import type { Refusal } from "../errors.ts";

/**
 * Tells why a request of another site has to be refused.
 *
 * @param request - The request.
 * @param origin - The one that it was sent to.
 * @returns Why; `undefined`: it is of our own page, or of no page.
 */
export function crossSite(request: Request, origin: string): Refusal | undefined {
  const site = request.headers.get("sec-fetch-site");
  const from = request.headers.get("origin");
  if ((site === null || site === "same-origin" || site === "none") && (from === null || from === origin))
    return undefined;
  const hint = "The API answers its own pages, and programs. There is no CORS: ask from a server, or use the page.";
  return { code: "cross_site", message: "The request comes from another site.", hint };
}

/**
 * Tells why a request that changes something could be a form, or a script of another site.
 *
 * @param request - The request.
 * @returns Why; `undefined`: it cannot be.
 */
export function formLike(request: Request): Refusal | undefined {
  if (isJsonType(request.headers.get("content-type")) && request.headers.get("x-ui") === "1") return undefined;
  const hint = "Send `X-UI: 1` and `Content-Type: application/json`, or the token as `Authorization: Bearer`.";
  return { code: "write_headers_missing", message: "Requests that change something need two headers.", hint };
}
