import { generateSpecs } from "hono-openapi";
import * as z from "zod";
import { answerJson } from "../http/answer.ts";
import { version } from "../version.ts";
import { documented } from "./documented.ts";
import type { App } from "./services.ts";

const about = `The tracking API over the logs of Burr applications.

Who asks has the cookie that \`POST /api/v1/session\` gives for the token, or sends the token as \`Authorization: Bearer\`. With the
cookie, requests that change something also need the headers \`X-UI: 1\` and \`Content-Type: application/json\`.
Ids in paths are percent-encoded once; no partition is \`~\`. Times are milliseconds since 1970, durations milliseconds.`;

/**
 * Adds the OpenAPI document of all routes. Comes last.
 *
 * @param app - The router, with all other routes.
 */
export function openApiRoute(app: App): void {
  let made: ReturnType<typeof generateSpecs> | undefined;
  app.get(
    "/api/v1/openapi.json",
    documented({ summary: "This document.", tag: "server", answer: z.looseObject({}), errors: [304] }),
    async (c) => {
      made ??= generateSpecs(app, {
        documentation: { openapi: "3.1.0", info: { title: "Burr tracking API", version, description: about } },
        excludeStaticFile: false,
        defaultValidationErrorResponse: false,
      });
      return answerJson(c.req.raw, await made);
    },
  );
}
