import { refused } from "../errors.ts";
import { answerBytes, answerText } from "../http/answer.ts";
import type { Settings } from "../options.ts";

const builtIn = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Burr tracking server</title>
<h1>The tracking API is up</h1>
<p>This server has no web page of its own. To get it, start <code>npx @burrjs/cli ui</code>, or pass the files of
<code>@burrjs/server</code> as <code>assets</code>.</p>
<p>What can be asked stands in <a href="api/v1/openapi.json"><code>/api/v1/openapi.json</code></a>.</p>
</html>
`;

/**
 * Answers what is below no route: with a file of the web page, with its start page, or with what is wrong.
 *
 * @param request - The request.
 * @param path - Its path below the one that the server is mounted at, as it was sent.
 * @param settings - With the files of the web page.
 * @returns The answer.
 * @throws A refusal, 404 or 405.
 */
export async function answerPage(request: Request, path: string, { assets }: Settings): Promise<Response> {
  const hint = "GET /api/v1/openapi.json lists what there is.";
  if (path.startsWith("/api/")) throw refused(404, { code: "no_route", message: "There is no such route.", hint });
  if (request.method !== "GET" && request.method !== "HEAD") {
    const headers = { allow: "GET, HEAD" };
    throw refused(405, { code: "method_not_allowed", message: "Pages can only be read.", hint, headers });
  }
  const name = decodeURIComponent(path).replace(/^\//, "");
  const file = isPlain(name) ? await assets?.get(name) : undefined;
  if (file !== undefined) return answerBytes(request, file.bytes, { type: file.type, headers: cacheOf(name) });
  // A page of the application has no file: its script shows it. A file that is missing is missing.
  if (/\.[a-z0-9]{1,8}$/i.test(name) && !name.startsWith("p/")) {
    throw refused(404, { code: "not_found", message: "There is no such file.", hint });
  }
  const start = await assets?.get("index.html");
  const headers = cacheOf("");
  if (start !== undefined) return answerBytes(request, start.bytes, { type: start.type, headers });
  return answerText(request, builtIn, { type: "text/html; charset=utf-8", headers });
}

/** What could mean another folder is not even asked for. */
function isPlain(name: string): boolean {
  return (
    name !== "" &&
    // oxlint-disable-next-line no-control-regex -- control characters are what it is about
    !/[\0-\x1f\x7f\\:]/.test(name) &&
    name.split("/").every((part) => part !== "" && !part.startsWith("."))
  );
}

/** Names with a hash of the content never change what they mean. */
function cacheOf(name: string): Readonly<Record<string, string>> {
  const hashed = /^assets\/.*[-.][\w-]{8,}\.\w+$/.test(name);
  return { "cache-control": hashed ? "public, max-age=31536000, immutable" : "no-cache" };
}
