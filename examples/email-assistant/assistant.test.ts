import { isBurrError } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { expect, it, vi } from "vitest";
import { createAssistant } from "./assistant.ts";
import { type Mailer, RefusedError, UnavailableError } from "./mailer.ts";
import type { Brief } from "./state.ts";
import { type Writer, WriterError } from "./writer.ts";

const request = "Ask ann@example.com for the numbers.";
const letter = ["Subject: Numbers", "\n\n", "Please send them."];

/** Assistants that share one store, as processes do, and what their writer and mailer were asked. */
function office({ writer = {}, send }: { writer?: Partial<Writer>; send?: Mailer["send"] } = {}) {
  const persister = memoryPersister();
  const briefs: Brief[] = [];
  const sent: Parameters<Mailer["send"]>[0][] = [];
  const time = { nowMs: 1_000 };
  const open = () =>
    createAssistant({
      persister,
      appId: "request",
      from: "me@example.com",
      approvalMs: 60_000,
      now: () => time.nowMs,
      writer: {
        name: "test",
        questions: () => Promise.resolve([]),
        async *write(brief) {
          briefs.push(brief);
          yield* letter;
        },
        ...writer,
      },
      mailer: {
        name: "test",
        send: async (mail) => {
          sent.push(mail);
          return (await send?.(mail)) ?? "250 OK";
        },
      },
    });
  /** Answers the only suspension as another process would, and goes on. */
  const answer = async (value: object) => {
    const app = await open();
    const [waiting] = await app.listSuspensions();
    await app.resume(waiting?.id ?? "", value);
    return { app, end: await app.run() };
  };
  return { open, answer, briefs, sent, time };
}

it("writes at once what is clear, and sends what is approved", async () => {
  const { open, answer, sent } = office();
  const end = await (await open()).run({ inputs: { request } });
  const draft = { to: "ann@example.com", subject: "Numbers", text: "Please send them." };
  expect(end).toMatchObject({ stopped: "suspended", suspension: { name: "approval", payload: { request, draft } } });
  expect((await answer({ verdict: "approved" })).end).toMatchObject({ stopped: "end", action: "send" });
  expect(sent).toEqual([{ ...draft, messageId: expect.stringMatching(/^<[0-9a-f]{32}@example\.com>$/) }]);
});

it("streams each piece before the next is written", async () => {
  const written: string[] = [];
  const write = async function* () {
    for (const piece of letter) {
      written.push(piece);
      yield piece;
    }
  };
  const { open } = office({ writer: { write } });
  const stream = await (await open()).streamResult({ inputs: { request }, haltAfter: "write" });
  for await (const piece of stream) expect(written.at(-1)).toBe(piece);
  expect((await stream.get()).state.draft.text).toBe("Please send them.");
});

it("asks what is unclear, and for the address until there is one; only answers that the schema takes are stored", async () => {
  const { open, answer, briefs } = office({ writer: { questions: () => Promise.resolve(["When?"]) } });
  const app = await open();
  const end = await app.run({ inputs: { request: "Ask Ann for the numbers." } });
  const address = "Which address should it go to?";
  expect(end).toMatchObject({ suspension: { name: "clarification", payload: { questions: [address, "When?"] } } });
  await expect(answer({ answers: [""] })).rejects.toSatisfy(
    (error) => isBurrError(error) && error.code === "invalid-value",
  );
  expect((await answer({ answers: ["hers", "Today"] })).end).toMatchObject({
    suspension: { payload: { questions: [address] } },
  });
  expect((await answer({ answers: ["ann@example.com"] })).end).toMatchObject({ suspension: { name: "approval" } });
  expect(briefs).toEqual([
    {
      request: "Ask Ann for the numbers.",
      to: "ann@example.com",
      facts: [
        { question: address, answer: "hers" },
        { question: "When?", answer: "Today" },
        { question: address, answer: "ann@example.com" },
      ],
      revisions: [],
    },
  ]);
});

it("writes again with what was wished, as often as it takes", async () => {
  const { open, answer, briefs, sent } = office();
  await (await open()).run({ inputs: { request } });
  await answer({ verdict: "revise", wish: "shorter" });
  await answer({ verdict: "revise", wish: "friendlier" });
  expect(briefs.at(-1)?.revisions.map(({ wish }) => wish)).toEqual(["shorter", "friendlier"]);
  expect((await answer({ verdict: "rejected" })).end).toMatchObject({ stopped: "end", state: { verdict: "rejected" } });
  expect(sent).toEqual([]);
});

it("sends nothing that nobody has approved in time", async () => {
  const { open, answer, sent, time } = office();
  await (await open()).run({ inputs: { request } });
  time.nowMs += 60_000;
  await expect(answer({ verdict: "approved" })).rejects.toMatchObject({ code: "suspension-expired" });
  const app = await open();
  expect(await app.run()).toMatchObject({ stopped: "end", state: { verdict: "expired" } });
  expect([app.nextAction, sent]).toEqual([null, []]);
});

it("tries again what was not taken, under the same Message-ID, and gives up without losing anything", async () => {
  vi.useFakeTimers();
  const { open, answer, sent } = office({
    send: () => (sent.length < 6 ? Promise.reject(new UnavailableError("busy")) : Promise.resolve("250 OK")),
  });
  await (await open()).run({ inputs: { request } });
  const first = answer({ verdict: "approved" }).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([await first, sent.length]).toEqual([new UnavailableError("busy"), 4]);
  const later = (await open()).run();
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  expect(await later).toMatchObject({ stopped: "end", result: { response: "250 OK" } });
  expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
});

it("shows a refusal to the person, who may wish for another draft", async () => {
  const { open, answer, sent } = office({
    send: () => (sent.length === 1 ? Promise.reject(new RefusedError("550 no such user")) : Promise.resolve("250 OK")),
  });
  await (await open()).run({ inputs: { request } });
  expect((await answer({ verdict: "approved" })).end).toMatchObject({
    stopped: "suspended",
    suspension: { name: "approval", payload: { problem: "550 no such user" } },
  });
  expect((await answer({ verdict: "revise", wish: "other words" })).end).toMatchObject({
    suspension: { payload: { problem: undefined } },
  });
  expect((await answer({ verdict: "approved" })).end).toMatchObject({ stopped: "end", action: "send" });
  expect(sent).toHaveLength(2);
});

it("writes once more when the writer breaks off, and takes back what was shown", async () => {
  let calls = 0;
  const write = async function* () {
    calls += 1;
    yield "Subject: Numbers\n\n";
    if (calls === 1) throw new WriterError("broken off");
    yield "Please send them.";
  };
  vi.useFakeTimers();
  const { open } = office({ writer: { write } });
  const seen: string[] = [];
  const app = await open();
  const read = async (): Promise<void> => {
    for await (const event of app.stream({ inputs: { request } }))
      if (event.type === "chunk" || event.type === "rollback") seen.push(event.type);
  };
  const reading = read();
  await vi.advanceTimersByTimeAsync(1_000);
  vi.useRealTimers();
  await reading;
  expect(seen).toEqual(["chunk", "rollback", "chunk", "chunk"]);
});

it("is proven to have no dead end, and to read nothing that may be missing", async () => {
  const { open } = office();
  expect((await open()).findings.map(({ code, place }) => [code, place.key])).toEqual([["unread-write", "receipt"]]);
});
