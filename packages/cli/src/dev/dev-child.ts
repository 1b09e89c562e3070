import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { isMainThread } from "node:worker_threads";
import type * as RunnerModule from "@burrjs/tracker/runner";
import type { Runner } from "@burrjs/tracker/runner";
import { moduleFrom } from "../replay/user-code.ts";
import { isObject } from "@burrjs/protocol";
import type { DevMessage, DevTask } from "./dev-messages.ts";
import { servablesOf } from "./servables.ts";

// The process in which the user's application runs. It ends with its parent, and when it is told to.

let runner: Runner | undefined;
let files: string[] = [];

if (isMainThread && process.send !== undefined) {
  process.on("message", (task: DevTask) => void (task.type === "close" ? close() : serve(task)));
  process.on("disconnect", () => process.exit(0));
  process.on("SIGINT", () => {}); // Ctrl-C is for all processes of a terminal: the parent says when to end
  watchCode();
}

async function serve({ app: { url, name }, module, label }: DevTask & { readonly type: "serve" }): Promise<void> {
  try {
    const members: unknown = await import(url);
    const exported = servablesOf(isObject(members) ? { ...members } : {}, name);
    // The copy that the application has of it: it knows what the tracker records.
    const { serveRunner } = (await moduleFrom(
      "@burrjs/tracker/runner",
      url,
      async () => import("@burrjs/tracker/runner"),
    )) as typeof RunnerModule; // prettier-ignore -- by its name
    const source = exported.map(({ name: one }) => (one === undefined ? undefined : one === "default" ? module : `${module}#${one}`)); // prettier-ignore
    runner = await serveRunner(
      exported.map(({ servable }) => servable),
      { name: label, source },
    );
    say({ type: "ready", applications: runner.applications });
    await runner.closed;
  } catch (error) {
    say({ type: "failed", message: textOf(error) }, () => process.exit(1));
  }
}

async function close(): Promise<void> {
  await runner?.close();
  process.exit(0); // trackers write what waits
}

/** Tells of each file that is loaded as code, but for installed packages. */
function watchCode(): void {
  registerHooks({
    resolve(specifier, context, next) {
      try {
        const found = next(specifier, context);
        heard(found.url);
        return found;
      } catch (error) {
        if (/^\.{0,2}\//.test(specifier) && context.parentURL !== undefined) heard(new URL(specifier, context.parentURL).href); // prettier-ignore
        throw error;
      }
    },
  });
}

function heard(url: string): void {
  if (!url.startsWith("file:") || url.includes("/node_modules/")) return;
  if (files.length === 0) setImmediate(tellFiles);
  files.push(fileURLToPath(url.replace(/[?#].*$/, "")));
}

function tellFiles(): void {
  if (files.length === 0 || !process.connected) return;
  const told = [...new Set(files)];
  files = [];
  process.send?.({ type: "files", files: told } satisfies DevMessage);
}

function say(message: DevMessage, sent?: () => void): void {
  tellFiles();
  process.send?.(message, undefined, {}, sent);
}

/** An error as node would print it, without what is node's own, or ours. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error);
  const lines = (error.stack ?? `${error.name}: ${error.message}`).split("\n");
  const own = lines
    .filter((line) => !/^\s+at .*(?:node:internal|(?:dev-child|servables)\.[jt]s)/.test(line))
    .join("\n")
    .trimEnd();
  return error.cause === undefined ? own : `${own}\nCaused by ${textOf(error.cause)}`;
}
