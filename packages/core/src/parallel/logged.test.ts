import { describe, expect, it } from "vitest";
import { type AnyRunEvent, burr, memoryJournal, readStream, task } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { boom } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";

const b = burr<{ n: number; out: number; outs: number[] }>();
const talk = b.action({
  reads: ["n"],
  writes: ["out"],
  async *run({ n }) {
    for (let i = 0; i < 2; i += 1) yield `${n}.${i}`;
    return { out: n };
  },
}).withName("talk"); // prettier-ignore

function appOf(options: object = {}, fails = false) {
  const all = b.parallel({
    reads: [],
    writes: ["outs"],
    tasks: () => [1, 2].map((n) => task(talk, { key: `k${n}`, state: { n } })),
    async *reduce(_state, results) {
      yield "own";
      if (fails) throw boom;
      return { outs: results.map(({ state }) => state.out) };
    },
  });
  return b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {}, appId: "app-1", ...options });
}

/** As text: the way, the type, the chunk. */
const told = (events: readonly AnyRunEvent[]): string[] =>
  events.map((event) => `${event.path.join("/")} ${event.type}${event.type === "chunk" ? ` ${String(event.chunk)}` : ""}`); // prettier-ignore

const chunks = ["all/k1 chunk 1.0", "all/k2 chunk 2.0", "all/k1 chunk 1.1", "all/k2 chunk 2.1", " chunk own"];

describe("chunks of children", () => {
  it("are logged with those of the step, and can be followed from anywhere", async () => {
    const persister = memoryPersister();
    await appOf({ persister, logChunks: true }).run();
    const events = await collect<AnyRunEvent>(persister.readStream("app-1", 0));
    expect(told(events)).toEqual([...chunks, " step-end"]);
    const rest = await collect<AnyRunEvent>(persister.readStream("app-1", 0, { from: 3 }));
    expect(told(rest)).toEqual([...chunks.slice(3), " step-end"]);
  });

  it("have places among those of the step, so that a client that reconnects misses none and gets none twice", async () => {
    const persister = memoryPersister();
    const options = { persister, logChunks: true };
    const text = await (await appOf(options).streamResult({ haltAfter: "all" })).toResponse().text();
    const ids = text.split("\n\n").map((one) => /^id: (.*)$/m.exec(one)?.[1]);
    const lines = text.split("\n\n").filter((one) => one.includes('"type":"chunk"'));
    expect(lines).toHaveLength(5);
    for (const [place, line] of lines.entries()) {
      const lastEventId = /^id: (.*)$/m.exec(line)?.[1] ?? "";
      const again = await b.app().withActions(appOf().graph.actions).withPersister(persister, { logChunks: true }).withIdentifiers({ appId: "app-1" })
        .initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "all" }).build(); // prettier-ignore
      const response = again.stream().toResponse({ lastEventId });
      const events = await collect<AnyRunEvent>(readStream(response));
      expect(told(events).filter((one) => one.includes("chunk"))).toEqual(chunks.slice(place + 1));
    }
    expect(ids.at(-2)).toMatch(/end$/);
  });

  it("are taken back with the step that has failed, and what clients see of failures tells nothing", async () => {
    const response = (await appOf({}, true).streamResult({ haltAfter: "all" })).toResponse();
    const events = await collect<AnyRunEvent>(readStream(response));
    expect(told(events).slice(-3)).toEqual([" chunk own", " rollback", " step-end"]);
    const failing = b.action({ reads: [], writes: ["out"], run: (): { out: number } => { throw new Error("s3cret"); } }); // prettier-ignore
    const all = b.parallel({ reads: [], writes: ["outs"], tasks: () => [task(failing)], reduce: () => ({ outs: [] }) });
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
    const text = await app.stream().toResponse().text();
    expect(text).toContain("event: error");
    expect(text).not.toContain("s3cret");
  });

  it("go to the journal when the stream is detached", async () => {
    const journal = memoryJournal();
    const stream = await appOf({ journal }).streamResult({ haltAfter: "all" });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    stream.detach();
    expect(await stream.outcome).toMatchObject({ status: "completed" });
    const logged = journal.records.flatMap((record) => (record.type === "chunks" && record.appId === "app-1" ? record.chunks : [])); // prettier-ignore
    expect(logged).toHaveLength(4);
  });

  it("can be read by two readers at once", async () => {
    const [left, right] = (await appOf().streamResult({ haltAfter: "all" })).tee();
    const [one, other] = await Promise.all([collect<unknown>(left), collect<unknown>(right)]);
    expect(one).toEqual(other);
    expect(one).toHaveLength(5);
  });
});
