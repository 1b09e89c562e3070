import { ingestContentType, ingestPath, parseIngestLine, type IngestLine } from "@burrjs/protocol";
import * as z from "zod";
import { isRefused, refused } from "../errors.ts";
import { answerJson } from "../http/answer.ts";
import { bodyText, jsonDepth } from "../http/json-body.ts";
import type { IngestSink, ServerLimits } from "../options.ts";
import { documented } from "./documented.ts";
import type { App, Services } from "./services.ts";

/**
 * Adds what trackers on other machines send their records to.
 *
 * @param app - The router.
 * @param services - What the route works with.
 */
export function ingestRoute(app: App, { settings, ingestSlots }: Services): void {
  const { ingest, limits, readOnly } = settings;
  if (ingest === undefined || readOnly) return;
  app.post(
    ingestPath,
    documented({
      summary: "Takes records of trackers in: an IngestLine per line. What was taken before is not written again.",
      tag: "ingestion",
      answer: z.object({ accepted: z.number() }),
      errors: [413, 415, 429],
      body: { type: ingestContentType },
    }),
    async (c) => {
      const leave = ingestSlots.take();
      if (leave === undefined) {
        const headers = { "retry-after": "1" };
        const message = "Too many trackers send at once.";
        throw refused(429, { code: "too_many_requests", message, hint: "Send it again.", headers });
      }
      try {
        const lines = await linesOf(c.req.raw, limits);
        for (const line of lines) await write(ingest, line);
        return await answerJson(c.req.raw, { accepted: lines.length });
      } finally {
        leave();
      }
    },
  );
}

async function linesOf(
  request: Request,
  { ingestBytes, bodyDepth }: Required<ServerLimits>,
): Promise<readonly IngestLine[]> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== ingestContentType) {
    const hint = `Send \`Content-Type: ${ingestContentType}\`.`;
    throw refused(415, { code: "unsupported_media_type", message: "The body has to be lines of JSON.", hint });
  }
  const texts = (await bodyText(request, ingestBytes)).split("\n").filter((text) => text !== "");
  // All of them before any is written: what is refused leaves nothing behind.
  return texts.map((text, index) => {
    const tooDeep = jsonDepth(text) > bodyDepth;
    const line = tooDeep ? { problem: `is nested deeper than ${bodyDepth} levels` } : parseIngestLine(text);
    if (!("problem" in line)) return line;
    const message = `Line ${index + 1}: ${line.problem}.`;
    throw refused(400, { code: "invalid_line", message, hint: "Nothing of this was written." });
  });
}

async function write(sink: IngestSink, line: IngestLine): Promise<void> {
  try {
    await sink.accept(line);
  } catch (error) {
    if (isRefused(error)) throw error;
    const headers = { "retry-after": "5" };
    const message = "The records could not be written.";
    const hint = "Send them again: what was written is known.";
    throw refused(503, { code: "not_written", message, hint, headers, cause: error });
  }
}
