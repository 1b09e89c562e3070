import { appendFile, cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { burr, otherwise } from "@burrjs/core";
import { type LocalTracker, localTracker } from "@burrjs/tracker";
import { hostileTexts } from "./hostile-texts.ts";
import { clocks } from "./chat-world.ts";
import { makeFork } from "./make-fork.ts";
import { ManualClock } from "./manual-clock.ts";

/** What the world is called: a project's name is the one name that cannot be chosen freely. */
export const hostileProject = "hostile";

/** A run that has all texts in all fields. */
export const everything = {
  appId: `all <img src=x onerror="burrRan=1">`,
  partitionKey: `user"><script>burrRan=1</script>`,
} as const;

/** So many of the runs that are called like texts are forks of it: as many as the tree of forks shows. */
const drawnForks = 40;

/** A run that is called like texts are. The server knows no ids with control characters. */
export interface NamedRun {
  readonly appId: string;
  readonly partitionKey: string;
  /** The texts that it is called by: two of them, so that there are half as many runs. */
  readonly texts: readonly [string, string];
}

/** All of them. */
export const namedRuns: readonly NamedRun[] = hostileTexts.flatMap((text, n) => {
  const other = hostileTexts[n + 1];
  if (n % 2 === 1 || other === undefined) return [];
  return [{ appId: `${idOf(text)} ${n}`, partitionKey: `${idOf(other)} ${n}`, texts: [text, other] }];
});

/** The names of the projects that are called like a text, where a folder can be. */
export const namedProjects: readonly string[] = hostileTexts
  .map((text) => idOf(text).trim())
  .filter((name) => name !== "" && !/^\.|[/\\:]|[. ]$/.test(name));

function idOf(text: string): string {
  // oxlint-disable-next-line no-control-regex -- it is those that are taken out
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F]/g, " ");
}

/**
 * Records runs in which each text is the name of an action, of a condition, of a span, of an attribute, of a key, of an input, a tag,
 * a value, the label of a fork, an item of a stream, an error, its stack, an id, a project, the type of a line of the log, the
 * file of an action, and stands in source code.
 */
export async function writeHostileWorld(dir: string): Promise<void> {
  const clock = new ManualClock(Date.now() - 60_000);
  const project = join(dir, hostileProject);
  {
    await using tracker = localTracker({
      project: hostileProject,
      dir,
      ...clocks(clock),
      code: { git: hostileTexts[0] ?? "", dirty: true },
    });
    await writeEverything(tracker, clock);
    for (const run of namedRuns) await writeFailing(run, tracker, clock);
  }
  const folders = await readdir(project);
  for (const [n, folder] of folders.entries()) {
    await putSources(join(project, folder), n);
    // What a log says that nobody knows, and what is none of its lines.
    const lines = hostileTexts.map((text) => JSON.stringify({ type: text, sequence_id: 0, [text]: text }));
    await appendFile(join(project, folder, "log.jsonl"), `${lines.join("\n")}\n${hostileTexts.at(-3)}\n`);
  }
  const named = folders.filter((folder) => !folder.startsWith("all"));
  for (const folder of named.slice(0, drawnForks)) await makeFork(join(project, folder), everything, 0);
  const smallest = named[0];
  for (const name of namedProjects)
    await cp(join(project, smallest ?? ""), join(dir, name, "run"), { recursive: true });
}

/** A run of one step that fails. */
async function writeFailing({ texts, ...ids }: NamedRun, tracker: LocalTracker, clock: ManualClock): Promise<void> {
  const [text, other] = texts;
  const b = burr<Record<string, unknown>>();
  const fails = b.action({
    reads: [],
    writes: [],
    tags: texts,
    run(_state, _inputs, ctx): never {
      clock.pass(1);
      ctx.log({ "burr.fork": { label: text, mode: other } });
      const stack = `${other}: ${text}\n    at ${text} (${other}:1:1)\n    at ${other} (file:///${text}:1:1)`;
      throw Object.assign(new Error(text), { name: other, stack });
    },
  });
  const actions = { [`${text} `]: fails };
  const app = b.application({ actions, transitions: [], entrypoint: `${text} `, state: {}, ...ids, tracker });
  await app.run().catch(() => {}); // that is what it is for
}

/** Puts all texts into the source code of all actions, and one into the place of each. */
async function putSources(folder: string, n: number): Promise<void> {
  const path = join(folder, "graph.json");
  const graph = JSON.parse(await readFile(path, "utf8")) as { readonly actions: readonly object[] };
  const code = hostileTexts.map((text) => `yield "${text}"; // ${text}`).join("\n");
  const actions = graph.actions.map((action, index) => {
    const text = hostileTexts[(n + index) % hostileTexts.length];
    return { ...action, code, file: text, line: n + 1 };
  });
  await writeFile(path, JSON.stringify({ ...graph, actions }));
}

async function writeEverything(tracker: LocalTracker, clock: ManualClock): Promise<void> {
  const b = burr<Record<string, unknown>>();
  const keys = hostileTexts.filter((text) => !(text in {})); // those of all objects are no keys
  const values = {
    list: hostileTexts,
    byKey: Object.fromEntries(hostileTexts.map((text) => [`${text} `, text])),
    markdown: hostileTexts.join("\n\n"),
  };
  const hub = b.action({
    reads: [],
    writes: [],
    mayWrite: [...keys, "values", "chat_history"],
    tags: [...hostileTexts],
    async *run(_state, inputs, ctx) {
      for (const text of hostileTexts) {
        clock.pass(20);
        ctx.span(text, ({ log }) => {
          log({ [text]: text, "url.full": text, "gen_ai.request.model": text, "gen_ai.input.messages": [{ role: text, parts: [{ type: "text", content: text }] }] }); // prettier-ignore
        });
        yield { text };
      }
      ctx.log({ inputs });
      const messages = hostileTexts.map((content, n) => ({ role: n % 2 === 0 ? "user" : content, content }));
      const written = Object.fromEntries(keys.map((key) => [key, key]));
      return [
        { text: hostileTexts.join(""), values },
        { ...written, values, chat_history: messages },
      ];
    },
  });
  const ends = Object.fromEntries(hostileTexts.map((text) => [`${text} `, b.action({ reads: [], writes: [], run: () => ({}) })])); // prettier-ignore
  const conditions = hostileTexts.map((text) => ["hub", `${text} `, b.check(["values"], () => false, text)]);
  const inputs = Object.fromEntries(hostileTexts.filter((text) => !text.startsWith("__")).map((text) => [text, text]));
  const app = b.application({
    actions: { hub, ...ends },
    // Names and inputs come from a list, which types cannot follow; building and running check them anyway.
    transitions: [...conditions, ["hub", `${hostileTexts[0]} `, otherwise]] as never,
    entrypoint: "hub",
    state: { first: "<img src=x onerror=burrRan=1>" },
    ...everything,
    tracker,
  });
  await app.stream({ inputs: inputs as never }).get();
}
