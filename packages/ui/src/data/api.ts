import type { Page } from "@burrjs/protocol";

/** An answer of the server that is none: `code` is for programs. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  readonly hint: string | undefined;
  /** What of the body is meant, if something is: a JSON Pointer. */
  readonly path: string | undefined;
  readonly status: number;

  constructor(
    status: number,
    {
      code,
      message,
      hint,
      path,
    }: { readonly code: string; readonly message: string; readonly hint?: string; readonly path?: string },
  ) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.path = path;
    this.status = status;
  }
}

/** What to do where the server does not know the token. */
export const signInText = "The server wants its token: open the address that burr ui or burr dev has printed last.";

/** Whether the server does not know the token, or not any more: it makes another one at each start. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** The path of something below `/api/v1`: parts are encoded, a partition that is `null` is `~`. */
export function apiPath(...parts: readonly (string | number | null)[]): string {
  return `/api/v1/${parts.map((part) => (part === null ? "~" : encodeURIComponent(part))).join("/")}`;
}

/** What can stand behind the `?`; `undefined` is left out. */
export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** A path with its parameters. */
export function withParameters(path: string, parameters: Parameters = {}): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** The JSON at `path`. Throws `ApiError`. */
export async function getJson<TValue>(path: string, options: { readonly signal?: AbortSignal } = {}): Promise<TValue> {
  const response = await get(path, options);
  return (await response.json()) as TValue; // as the protocol's types say
}

/**
 * All pages of the list at `path` as one, with what the last one says besides. No more are asked for once there are `most` items.
 * Throws `ApiError`.
 */
export async function getPages<TItem, TMore extends object = object>(
  path: string,
  parameters: Parameters,
  { signal, most = Number.POSITIVE_INFINITY }: { readonly signal: AbortSignal; readonly most?: number },
): Promise<Page<TItem> & TMore> {
  const items: TItem[] = [];
  let cursor: string | undefined;
  for (;;) {
    const address = withParameters(path, { ...parameters, cursor, limit: 1000 });
    const page = await getJson<Page<TItem> & TMore>(address, { signal });
    items.push(...page.items);
    if (page.next === null || items.length >= most) return { ...page, items };
    cursor = page.next;
  }
}

/** Sends JSON, and gives the answer's. Throws `ApiError`. */
export async function sendJson<TValue>(
  method: "POST" | "PATCH" | "PUT" | "DELETE",
  path: string,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<TValue> {
  const response = await ask(path, {
    method,
    headers: { "Content-Type": "application/json", "X-UI": "1", ...headers },
    body: JSON.stringify(body),
    credentials: "same-origin",
  });
  if (!response.ok) throw await errorOf(response);
  return (response.status === 204 ? undefined : await response.json()) as TValue; // as the protocol's types say
}

const ahead = new Map<string, Promise<Response>>();

/** Asks for what is at `path` before anybody wants it: who gets it first has that answer. */
export function askAhead(path: string): void {
  const answer = ask(path, { credentials: "same-origin" });
  // Who wants it is told.
  answer.catch(() => {});
  ahead.set(path, answer);
}

/** The bytes at `path`. Throws `ApiError`. */
export async function getBytes(path: string, options: { readonly signal?: AbortSignal } = {}): Promise<ArrayBuffer> {
  const response = await get(path, options);
  return await response.arrayBuffer();
}

async function get(path: string, options: { readonly signal?: AbortSignal }): Promise<Response> {
  const asked = ahead.get(path);
  ahead.delete(path);
  const response = await (asked ?? ask(path, { ...options, credentials: "same-origin" }));
  if (!response.ok) throw await errorOf(response);
  return response;
}

/** Asks the server. When nobody answers, browsers say so in words that are not for people. */
async function ask(path: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(path, options);
  } catch (cause) {
    throw cause instanceof TypeError ? new TypeError("The server does not answer.", { cause }) : cause;
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { readonly error: ConstructorParameters<typeof ApiError>[1] };
    return new ApiError(response.status, response.status === 401 ? { ...error, message: signInText } : error);
  } catch {
    return new ApiError(response.status, { code: "no_answer", message: `The server answered ${response.status}.` });
  }
}
