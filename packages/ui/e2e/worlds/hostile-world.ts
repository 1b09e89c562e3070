import { burr, otherwise } from "@burrjs/core";
import { type LocalTracker, localTracker } from "@burrjs/tracker";
import { hostileTexts } from "./hostile-texts.ts";
import { clocks } from "./chat-world.ts";
import { ManualClock } from "./manual-clock.ts";

/** What the world is called: a project's name is the one name that cannot be chosen freely. */
export const hostileProject = "hostile";

/** A run that has all texts in all fields. */
export const everything = {
  appId: `all <img src=x onerror="burrRan=1">`,
  partitionKey: `user"><script>burrRan=1</script>`,
} as const;

/** The ids of the run that is called like a text. The server knows none with control characters. */
export function hostileIds(text: string, n: number): { readonly appId: string; readonly partitionKey?: string } {
  // oxlint-disable-next-line no-control-regex -- it is those that are taken out
  const id = text.replaceAll(/[\u0000-\u001F]/g, " ");
  return { appId: `${id} ${n}`, ...(n % 2 === 0 ? { partitionKey: id } : {}) };
}

/**
 * Records runs in which each text is the name of an action, of a condition, of a span, of an attribute, of a key, of an input, a tag,
 * a value, an item of a stream, an error, an id, and stands in source code.
 */
export async function writeHostileWorld(dir: string): Promise<void> {
  const clock = new ManualClock(Date.now() - 60_000);
  await using tracker = localTracker({
    project: hostileProject,
    dir,
    ...clocks(clock),
    code: { git: hostileTexts[0] ?? "", dirty: true },
  });
  await writeEverything(tracker, clock);
  for (const [n, text] of hostileTexts.entries()) {
    const b = burr<Record<string, unknown>>();
    const fails = b.action({
      reads: [],
      writes: [],
      tags: [text],
      run(): never {
        clock.pass(1);
        throw Object.assign(new Error(text), { name: text });
      },
    });
    const ids = hostileIds(text, n);
    const app = b.application({
      actions: { [`${text} `]: fails },
      transitions: [],
      entrypoint: `${text} `,
      state: {},
      ...ids,
      tracker,
    });
    await app.run().catch(() => {}); // that is what it is for
  }
}

async function writeEverything(tracker: LocalTracker, clock: ManualClock): Promise<void> {
  const b = burr<Record<string, unknown>>();
  const keys = hostileTexts.filter((text) => !text.startsWith("__") && !["constructor", "toString"].includes(text));
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
      // The text of this function is shown as code: </script><script>burrRan=1</script><img src=x onerror="burrRan=1">
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
