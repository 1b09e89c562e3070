import { Hono } from "hono";
import { notesOf } from "../notes/notes.ts";
import { addRoutes } from "../routes/add-routes.ts";
import { RunnerHub } from "../runner/runner-hub.ts";
import { sessionsOf } from "../security/session.ts";
import { slots } from "../security/slots.ts";
import { settingsOf } from "../settings.ts";
import { token } from "./client.ts";
import { fakeStore } from "./fake-store.ts";
import { memoryAnnotations } from "./memory-annotations.ts";

/** A route of the server: its path with parameters as `:name`. */
export interface Route {
  readonly method: string;
  readonly path: string;
}

/** All routes that a server with everything has. */
export function allRoutes(): readonly Route[] {
  const settings = settingsOf({ store: fakeStore(), token, ingest: { accept: () => Promise.resolve() } });
  const app = new Hono();
  addRoutes(app, {
    settings,
    session: sessionsOf({ token, ingestTokens: [], port: 1, path: "/" }),
    notes: notesOf(memoryAnnotations(), settings),
    hold: () => () => {},
    eventSlots: slots(1),
    ingestSlots: slots(1),
    runnerSlots: slots(1),
    runners: new RunnerHub(settings),
    closing: new AbortController().signal,
  });
  const known = new Map(app.routes.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  return [...known.values()];
}

/** The path of a route with values for its parameters, which are put in as they are. */
export function filled(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => values[name] ?? `no-${name}`);
}

/** Values with which the routes lead to what is in the fake store. */
export const demoValues: Readonly<Record<string, string>> = {
  project: "demo",
  partition: "~",
  app: "app-1",
  seq: "1",
  hash: "abc",
  pointer: "%2Fn",
  id: "1",
};
