import type { MiddlewareHandler } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import type { ZodType } from "zod";
import { problem } from "../schemas/problem.ts";

/** What the OpenAPI document says of a route. */
export interface RouteText {
  /** One sentence. */
  readonly summary: string;
  readonly tag: "server" | "projects" | "runs" | "steps" | "notes" | "live" | "ingestion" | "forks" | "burr-v0";
  /** The schema of the answer as JSON, or the media types of what else it is. */
  readonly answer: ZodType | readonly string[];
  /** Its status. Default: 200. */
  readonly status?: number;
  /** Further statuses, besides those that each route may answer with. */
  readonly errors?: readonly number[];
  /** The body, of those routes that read it by themselves. */
  readonly body?: { readonly type: string; readonly schema?: ZodType };
  /** Headers that it looks at. */
  readonly headers?: Readonly<Record<string, string>>;
}

const meanings: Readonly<Record<number, string>> = {
  304: "The client has it already",
  400: "A parameter or the body is not as it has to be",
  401: "Without the token",
  403: "From another site, or under a foreign name",
  404: "There is no such thing",
  409: "Not as things stand",
  410: "The log is another one than the cursor is of: begin anew",
  412: "It has changed in between",
  413: "The body is too large",
  422: "What the body asks for cannot be done; `path` tells which part of it",
  415: "The body has another media type",
  429: "Too many at once: try again after `Retry-After` seconds",
  504: "The runner has not answered yet",
  503: "Too much at once, or it could not be written: try again after `Retry-After` seconds",
};

/**
 * Describes a route for the OpenAPI document.
 *
 * @param text - What it says.
 * @returns What stands before the route's handler.
 */
export function documented(text: RouteText): MiddlewareHandler {
  const { summary, tag, answer, status = 200, errors = [], body, headers = {} } = text;
  const content = isMediaTypes(answer)
    ? Object.fromEntries(answer.map((type) => [type, {}]))
    : { "application/json": { schema: resolver(answer) } };
  const failures = [...new Set([400, 401, 403, 503, ...errors])].toSorted((a, b) => a - b);
  return describeRoute({
    summary,
    tags: [tag],
    parameters: Object.entries(headers).map(([name, description]) => ({
      in: "header" as const,
      name,
      description,
      schema: { type: "string" as const },
    })),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { [body.type]: bodySchema(body.schema) } } }),
    responses: {
      [status]: status === 204 ? { description: "Done" } : { description: "The answer", content },
      ...Object.fromEntries(
        failures.map((code) => [
          code,
          code === 304
            ? { description: meanings[code] ?? "" }
            : { description: meanings[code] ?? "", content: { "application/json": { schema: resolver(problem) } } },
        ]),
      ),
    },
  });
}

function bodySchema(schema: ZodType | undefined): { schema?: ReturnType<typeof resolver> } {
  return schema === undefined ? {} : { schema: resolver(schema) };
}

function isMediaTypes(answer: RouteText["answer"]): answer is readonly string[] {
  return Array.isArray(answer);
}
