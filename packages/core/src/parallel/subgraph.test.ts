import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AnyRunEvent, burr, input, onError } from "../index.ts";
import { toJSON, toMermaid } from "../pictures/index.ts";
import { allWays } from "../testing/all-ways.ts";
import { boom, failure } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";

interface Inner {
  topic: string;
  notes: string[];
  text: string;
}
interface Outer {
  question: string;
  report: string;
  text: string;
}
const inner = burr<Inner>();
const outer = burr<Outer>();

const plan = inner.action({ reads: ["topic"], writes: ["notes"], run: ({ topic }) => ({ notes: [`on ${topic}`] }) });
const write = inner.action({
  reads: ["notes"],
  writes: ["text"],
  async *run({ notes }) {
    for (const note of notes) yield note;
    return [{ length: notes.length }, { text: notes.join(" ") }];
  },
});
const graph = inner.graph({ actions: { plan, write }, transitions: [["plan", "write"], ["write", "plan"]] }); // prettier-ignore

const research = graph.asAction({
  reads: ["question"],
  writes: ["report"],
  entrypoint: "plan",
  haltAfter: "write",
  in: ({ question }: { readonly question: string }) => ({ topic: question }),
  out: ({ state, result, appId }) => [{ ...result, hasId: appId !== "" }, { report: state.text }],
});

function appOf(options: object = {}) {
  return outer.application({ actions: { done: research }, transitions: [], entrypoint: "done", state: { question: "owls" }, ...options }); // prettier-ignore
}

describe("graph.asAction()", () => {
  it.each(Object.entries(allWays).filter(([way]) => way !== "runSync"))("works in %s()", async (_way, run) => {
    const app = appOf();
    await run(app);
    expect(app.state.toJSON()).toEqual({ question: "owls", report: "on owls" });
  });

  it("reports what `out` says", async () => {
    expect(await appOf().run()).toMatchObject({ stopped: "end", result: { length: 1, hasId: true } });
  });

  it("translates by the same names, if nothing else is said", async () => {
    const same = inner.graph({ actions: { write }, transitions: [] });
    const wider = burr<Inner & Outer>();
    const act = same.asAction({ reads: ["notes"], writes: ["text"], mayWrite: ["topic"], entrypoint: "write" });
    const app = wider.application({
      actions: { act },
      transitions: [],
      entrypoint: "act",
      state: { notes: ["a", "b"] },
    });
    expect((await app.run()).state.toJSON()).toEqual({ notes: ["a", "b"], text: "a b" });
  });

  it("passes its inputs on, also to `in`", async () => {
    const add = inner.action({ reads: ["topic"], writes: ["text"], inputs: { end: input<string>() }, run: ({ topic }, { end }) => ({ text: topic + end }) }); // prettier-ignore
    const act = inner.graph({ actions: { add }, transitions: [] }).asAction({
      reads: [],
      writes: ["text"],
      inputs: { end: input<string>(), start: input<string>() },
      entrypoint: "add",
      in: (_state, { start }) => ({ topic: start }),
    });
    const app = outer.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    expect((await app.run({ inputs: { start: "a", end: "z" } })).state.text).toBe("az");
  });

  it("streams through: the events of the graph are in the outer stream, with the name of the action in their path", async () => {
    const events: AnyRunEvent[] = await collect<AnyRunEvent>(appOf().stream());
    expect(events.map(({ path, type, action }) => `${path.join("/")}:${type} ${action}`)).toEqual([
      ":run-start done",
      ":step-start done",
      "done:run-start plan",
      "done:step-start plan",
      "done:step-end plan",
      "done:transition plan",
      "done:step-start write",
      "done:chunk write",
      "done:step-end write",
      "done:transition write",
      "done:run-end write",
      ":step-end done",
      ":run-end done",
    ]);
  });

  it("nests: paths grow by a name per graph, and types know the chunks", async () => {
    const middle = outer.graph({ actions: { research }, transitions: [] });
    const act = middle.asAction({ reads: ["question"], writes: ["report"], entrypoint: "research" });
    const app = outer.application({
      actions: { act },
      transitions: [],
      entrypoint: "act",
      state: { question: "owls" },
    });
    const chunks: [string, string][] = [];
    for await (const event of app.stream())
      if (event.type === "chunk") chunks.push([event.path.join("/"), event.chunk]);
    expect(chunks).toEqual([["act/research", "on owls"]]);
  });

  it("fails with the error of the graph's action, unchanged; it can be tried again, lead on, and fall back", async () => {
    let calls = 0;
    const fail = inner.action({ reads: [], writes: ["text"], run: (): { text: string } => { calls += 1; throw boom; } }); // prettier-ignore
    const failing = inner.graph({ actions: { fail }, transitions: [] });
    const contract = { reads: [], writes: ["text"], entrypoint: "fail" } as const;
    const act = failing.asAction({ ...contract, retry: { attempts: 3, baseMs: 0 } });
    const mend = outer.action({ reads: [], writes: ["text"], run: () => ({ text: "mended" }) });
    const app = outer.application({ actions: { act, mend }, transitions: [["act", "mend", onError(Error)]], entrypoint: "act", state: {} }); // prettier-ignore
    expect((await app.run()).state.text).toBe("mended");
    expect(calls).toBe(3);
    const plain = outer.application({ actions: { act: failing.asAction(contract) }, transitions: [], entrypoint: "act", state: {} }); // prettier-ignore
    await expect(plain.run()).rejects.toBe(boom);
    const soft = failing.asAction({ ...contract, fallback: () => ({ text: "something else" }) });
    const falling = outer.application({ actions: { soft }, transitions: [], entrypoint: "soft", state: {} });
    expect((await falling.run()).state.text).toBe("something else");
  });

  it("shows its graph in pictures", () => {
    const app = appOf();
    expect(toMermaid(app.graph, { subgraphs: "expanded" })).toContain("write");
    expect(JSON.stringify(toJSON(app.graph))).toContain("plan");
  });

  it("validates by the schemas of the graph's state", async () => {
    const typed = burr({ topic: z.string(), text: z.string().max(3) });
    const act = typed.action({ reads: ["topic"], writes: ["text"], run: ({ topic }) => ({ text: topic }) });
    const strict = typed.graph({ actions: { act }, transitions: [] }).asAction({
      reads: ["question"],
      writes: ["text"],
      entrypoint: "act",
      in: ({ question }: { readonly question: string }) => ({ topic: question }),
    });
    const app = outer.application({ actions: { strict }, transitions: [], entrypoint: "strict", state: { question: "owls" } }); // prettier-ignore
    await expect(app.run()).rejects.toThrow(failure("invalid-value", '"text"'));
  });

  it("refuses an entrypoint that the graph does not have", () => {
    expect(() => graph.asAction({ reads: [], writes: [], entrypoint: "nope" as "plan" })).toThrow(failure("unknown-action", '"nope"')); // prettier-ignore
    expect(() => graph.asAction({ reads: [], writes: [], entrypoint: "plan", haltAfter: "nope" as "plan" })).toThrow(failure("unknown-action", '"nope"')); // prettier-ignore
  });
});
