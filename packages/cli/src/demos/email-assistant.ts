import { burr, input } from "@burrjs/core";
import type { Demo, DemoRun, DemoTools } from "./demo.ts";
import { streamModel } from "./scripted-model.ts";

interface Mail {
  readonly from: string;
  readonly subject: string;
  readonly body: string;
}

interface Assistant {
  mail: Mail;
  /** What to answer, in the words of the user. */
  instructions: string;
  draft: string;
  verdict: { readonly isGood: boolean; readonly wish: string };
  drafts: string[];
  sentAt: Date;
}

const b = burr<Assistant>();

/** An assistant that answers mail: it waits for what the user wants, drafts, waits for a verdict, and sends. */
export const emailAssistant: Demo = {
  project: "demo-email-assistant",
  about: "waiting for people, drafts that stream",
  runs: (random) =>
    cases.map(({ slug, mail, instructions, verdicts }): DemoRun => {
      const ids = { appId: `${slug}-${random.fork(slug).hex(6)}`, partitionKey: "mailbox-1" };
      return {
        ...ids,
        async run(tools) {
          const app = assistant(tools).withIdentifiers(ids).withTracker(tools.tracker).build();
          let end = await app.run({ inputs: { mail } });
          for (const answer of [{ instructions }, ...verdicts.map((verdict) => ({ verdict }))]) {
            if (end.stopped !== "suspended" || ("instructions" in answer && answer.instructions === undefined)) return;
            await tools.pace(tools.random.whole(200, 500)); // a person thinks
            await app.resume(end.suspension.id, answer);
            end = await app.run();
          }
        },
      };
    }),
};

function assistant(tools: DemoTools) {
  const receive = b.action({
    reads: [],
    writes: ["mail", "drafts"],
    inputs: { mail: input<Mail>() },
    run: (_state, { mail }) => [{ words: mail.body.split(" ").length }, { mail, drafts: [] }],
  });
  const askWhatToSay = b.action({
    reads: ["mail"],
    writes: ["instructions"],
    tags: ["person"],
    run: ({ mail }, _inputs, ctx) => ctx.suspend("instructions", { payload: { about: mail.subject } }),
  });
  const draft = b.action({
    reads: ["mail", "instructions", "drafts"],
    writes: ["draft", "drafts"],
    tags: ["llm"],
    async *run(state, _inputs, ctx) {
      const { mail, instructions, drafts } = state;
      const answer =
        `Dear ${mail.from.split(" ")[0] ?? "friend"},\n\nthank you for your mail about “${mail.subject}”. ${instructions}` +
        `${drafts.length > 0 ? " Please let me know whether this suits you." : ""}\n\nKind regards`;
      let text = "";
      for await (const word of streamModel(ctx, tools, { model: "heron-mini-3", prompt: mail.body, answer })) {
        text += word;
        yield word;
      }
      return [{ length: text.length }, state.update({ draft: text }).append({ drafts: text })];
    },
  });
  const askForVerdict = b.action({
    reads: ["draft"],
    writes: ["verdict"],
    tags: ["person"],
    run: (state, _inputs, ctx) => ctx.suspend("verdict", { payload: { draft: state.draft } }),
  });
  const revise = b.action({
    reads: ["verdict", "instructions"],
    writes: ["instructions"],
    run: ({ verdict, instructions }) => ({ instructions: `${instructions} ${verdict.wish}`.trim() }),
  });
  const send = b.action({
    reads: ["draft", "mail"],
    writes: ["sentAt"],
    async run({ mail, draft: text }, _inputs, ctx) {
      await ctx.span("smtp", async ({ log }) => {
        log({ to: mail.from, bytes: text.length });
        await tools.pace(tools.random.whole(30, 90), ctx.signal);
      });
      return { sentAt: new Date() };
    },
  });
  return b
    .app()
    .withActions({ receive, askWhatToSay, draft, askForVerdict, revise, send })
    .withTransitions(
      ["receive", "askWhatToSay"],
      ["askWhatToSay", "draft"],
      ["draft", "askForVerdict"],
      ["askForVerdict", "send", b.check(["verdict"], ({ verdict }) => verdict.isGood, "the user likes it")],
      ["askForVerdict", "revise"],
      ["revise", "draft"],
    )
    .withState({})
    .withEntrypoint("receive");
}

const invitation: Mail = {
  from: "Grace Hopper",
  subject: "Talk in October",
  body: "Would you give a talk on compilers at our meeting in October? We would pay for the journey.",
};
const complaint: Mail = {
  from: "Henri Poincaré",
  subject: "Order 1887",
  body: "My order of three notebooks has come with two. Please send the third one, or my money.",
};
const good = { isGood: true, wish: "" };

const cases: readonly {
  readonly slug: string;
  readonly mail: Mail;
  readonly instructions: string | undefined;
  readonly verdicts: readonly Assistant["verdict"][];
}[] = [
  { slug: "invitation", mail: invitation, instructions: "I will gladly come.", verdicts: [good] },
  {
    slug: "complaint",
    mail: complaint,
    instructions: "We are sorry: the third notebook is on its way.",
    verdicts: [{ isGood: false, wish: "It comes with a pencil." }, good],
  },
  { slug: "awaiting-verdict", mail: invitation, instructions: "Alas, I am away that month.", verdicts: [] },
  { slug: "awaiting-instructions", mail: complaint, instructions: undefined, verdicts: [] },
];
