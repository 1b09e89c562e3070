import { expect, it } from "vitest";
import { modelWriter } from "./model-writer.ts";
import { collect, gate } from "./test-async.ts";
import { type Answer, startModel } from "./test-model.ts";
import { draftOf, WriterError } from "./writer.ts";

const context = { signal: new AbortController().signal, log: () => {} };
const brief = { request: "Ask Ann for the numbers.", to: "ann@example.com", facts: [], revisions: [] };
const draft = { to: "ann@example.com", subject: "Numbers", text: "Please send them." };

async function writerAt(answer: Answer) {
  const model = await startModel(answer);
  return { ...model, writer: modelWriter({ baseURL: model.baseURL, model: "test-model", sender: "Ada" }) };
}

it("asks what is unclear as structured output", async () => {
  const { writer, requests } = await writerAt(() => ['{"questions":', '["Which numbers?"]}']);
  expect(await writer.questions(brief.request, context)).toEqual(["Which numbers?"]);
  expect(requests[0]).toMatchObject({
    model: "test-model",
    messages: [{ role: "system" }, { role: "user", content: brief.request }],
    response_format: { type: "json_schema", json_schema: { name: "questions" } },
  });
});

it("passes each piece on before the model has made the next", async () => {
  const made: string[] = [];
  const { writer } = await writerAt(async function* () {
    for (const piece of ["Subject: Numbers\n\n", "Please ", "send them."]) {
      made.push(piece);
      yield piece;
      await taken[made.length - 1]?.opened;
    }
  });
  const taken = [gate(), gate(), gate()];
  let written = "";
  for await (const piece of writer.write(brief, context)) {
    expect(made.at(-1)).toBe(piece);
    taken[made.length - 1]?.open();
    written += piece;
  }
  expect(draftOf("ann@example.com", written)).toEqual(draft);
});

it("tells the model each draft, and what was wished instead", async () => {
  const { writer, requests } = await writerAt(() => ["Subject: Hi\n\nHi"]);
  const facts = [{ question: "Which numbers?", answer: "Those of May" }];
  await collect(writer.write({ ...brief, facts, revisions: [{ draft, wish: "shorter" }] }, context));
  expect(requests[0]?.messages.slice(1)).toEqual([
    { role: "user", content: "Ask Ann for the numbers.\n\nIt goes to ann@example.com.\nWhich numbers? Those of May" },
    { role: "assistant", content: "Subject: Numbers\n\nPlease send them." },
    { role: "user", content: "shorter" },
  ]);
});

it("fails with a WriterError that says where: the engine tries again", async () => {
  const { writer, baseURL } = await writerAt(() => {
    throw new Error("the model has crashed");
  });
  await expect(writer.questions("", context)).rejects.toThrow(WriterError);
  await expect(collect(writer.write(brief, context))).rejects.toThrow(`The model "test-model" at ${baseURL}`);
});

it("takes no text for an e-mail that has no subject or no body", () => {
  for (const text of ["", "Hello", "Subject: Numbers", "Subject: Numbers\n\n  "])
    expect(() => draftOf("ann@example.com", text)).toThrow(WriterError);
});
