import { expect, it } from "vitest";
import { ruleWriter } from "./rule-writer.ts";
import { collect } from "./test-async.ts";

const writer = ruleWriter({ sender: "Ada" });
const context = { signal: new AbortController().signal, log: () => {} };
const to = "ann@example.com";

async function letter(request: string, { wishes = [], answers = [] }: { wishes?: string[]; answers?: string[] } = {}) {
  const facts = answers.map((answer) => ({ question: "When exactly is “soon”?", answer }));
  const draft = { to, subject: "", text: "" };
  const revisions = wishes.map((wish) => ({ draft, wish }));
  const pieces = await collect(writer.write({ request, to, facts, revisions }, context));
  return pieces.join("").split("\n\n");
}

it.each([
  { request: "Ask Ann (ann@example.com) to send her report", body: "Could you please send your report?" },
  { request: "Tell Ann that I am late.", body: "I am late." },
  { request: "Thank Ann for the cake! It was good.", body: "Thank you for the cake. It was good." },
  { request: "Invite Ann to the party", body: "I would like to invite you to the party." },
  { request: "The house is on fire.", body: "The house is on fire." },
])("makes an e-mail of “$request”", async ({ request, body }) => {
  const [subject, greeting, , text, end] = await letter(request);
  expect([subject?.startsWith("Subject: "), text, end]).toEqual([true, body, "Kind regards,\nAda"]);
  expect(greeting).toBe(body.startsWith("The") ? "Hello there," : "Hello Ann,");
});

it("asks when, and puts the answer in the place of what was vague", async () => {
  expect(await writer.questions("Ask Ann to come soon.", context)).toEqual(["When exactly is “soon”?"]);
  expect(await writer.questions("Ask Ann to come on Monday.", context)).toEqual([]);
  expect(await letter("Ask Ann to come soon.", { answers: ["on Monday"] })).toContain(
    "Could you please come on Monday?",
  );
});

it("knows some wishes", async () => {
  const wishes = ["shorter", "more formal, please", "add that it is urgent"];
  expect(await letter("Ask Ann to come.", { wishes })).toEqual([
    "Subject: Come",
    "Dear Ann,",
    "Could you please come? It is urgent.",
    "Yours sincerely,\nAda",
  ]);
});
