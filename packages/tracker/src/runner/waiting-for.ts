import type { OpenSuspension } from "@burrjs/core";
import type { WaitingFor } from "@burrjs/protocol";
import { depthOf, omitted } from "../values/tags.ts";
import type { ServedApp } from "./served-app.ts";

/** Payloads are shown until they are this long together. */
const longest = 256 * 1024;
/** A server hears of no more, and of none that is deeper. */
const most = 100;
const deepest = 100;

/**
 * What an application waits for, as the page sees it.
 *
 * @param app - The application.
 * @param open - What it waits for.
 * @param textOf - Writes a value as the log has it.
 * @returns The same, with the schema of each answer where that is known.
 */
export function waitingFor(
  app: ServedApp,
  open: readonly OpenSuspension[],
  textOf: (value: unknown) => string,
): readonly WaitingFor[] {
  let left = longest;
  return open.slice(0, most).map((suspension) => {
    const text = textOf(suspension.payload);
    const hasRoom = text.length <= left;
    if (hasRoom) left -= text.length;
    const payload = hasRoom ? shown(text) : omitted("too long");
    const { id, name, expiresAtMs } = suspension;
    return { id, name, payload, expires_at_ms: expiresAtMs, schema: schemaOf(app, suspension) };
  });
}

function shown(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return depthOf(value, deepest) > deepest ? omitted("too deep") : value;
}

/** The JSON Schema of an answer, where its schema gives one: https://standardschema.dev/json-schema. */
function schemaOf(app: ServedApp, { name, path }: OpenSuspension): unknown {
  if (path !== undefined) return null; // a child's: its graph is not known here
  try {
    const schema: unknown = app.graph.actions[app.nextAction ?? ""]?.body.answers?.[name];
    const made: unknown = call(field(field(schema, "~standard"), "jsonSchema"), "input", { target: "draft-2020-12" });
    return made ?? null;
  } catch {
    return null; // it cannot be told in JSON Schema
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}

function call(value: unknown, name: string, argument: unknown): unknown {
  const method = field(value, name);
  return typeof method === "function" ? (Reflect.apply(method, value, [argument]) as unknown) : undefined;
}
