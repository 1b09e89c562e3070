import * as z from "zod";
import { refused } from "../errors.ts";
import { eventFeed } from "../events/event-feed.ts";
import { topicsOf } from "../events/topics.ts";
import { checked } from "./checked.ts";
import { documented } from "./documented.ts";
import type { App, Services } from "./services.ts";

const id = z.string().max(4096);

/**
 * Adds the stream of what changes.
 *
 * @param app - The router.
 * @param services - What the route works with.
 */
export function eventRoute(app: App, { settings, notes, runners, eventSlots, closing }: Services): void {
  app.get(
    "/api/v1/events",
    documented({
      summary:
        "What changes, as server-sent events: `run`, `steps`, `chunk`, `runs`, `note`, `runners`, `gap` (ask again), `gone`, `ping` each 10 s.",
      tag: "live",
      answer: ["text/event-stream"],
      headers: { "last-event-id": "The id of the last event: go on from there." },
    }),
    checked(
      "query",
      z.object({
        topics: z
          .string()
          .min(1)
          .max(8192)
          .meta({ description: "`run:{project}/{partition}/{app}` and `runs:{project}`, with commas between." }),
        focus: z
          .string()
          .regex(/^-?\d{1,15}(,-?\d{1,15}){0,15}$/)
          .optional()
          .meta({ description: "Steps whose chunks are sent too, besides those of the last one." }),
        from: id.optional().meta({ description: "As `Last-Event-ID`, which counts more." }),
      }),
    ),
    (c) => {
      const { topics: wanted, focus, from } = c.req.valid("query");
      const topics = topicsOf(wanted);
      const leave = eventSlots.take();
      if (leave === undefined) {
        const headers = { "retry-after": "5" };
        const message = "Too many clients listen already.";
        throw refused(503, { code: "too_many_clients", message, hint: "Close a page that listens.", headers });
      }
      const body = eventFeed({
        store: settings.store,
        notes,
        runners,
        topics,
        schedule: settings.schedule,
        onError: settings.onError,
        focus: focus === undefined ? [] : focus.split(",").map(Number),
        lastEventId: c.req.header("last-event-id")?.slice(0, 4096) ?? from,
        signals: [c.req.raw.signal, closing],
        closed: leave,
      });
      return c.body(body, 200, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
    },
  );
}
