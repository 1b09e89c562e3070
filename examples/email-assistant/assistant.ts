import { type ApplicationOptions, onError, type Persister } from "@burrjs/core";
import { type Mailer, messageIdOf, RefusedError, UnavailableError } from "./mailer.ts";
import { Approval, b, Clarification } from "./state.ts";
import { addressIn, draftOf, type Writer, WriterError } from "./writer.ts";

/** What an assistant is made of. */
export interface AssistantOptions extends Pick<ApplicationOptions, "appId" | "now" | "tracker" | "use"> {
  readonly writer: Writer;
  readonly mailer: Mailer;
  /** The address that e-mails come from. */
  readonly from: string;
  /** Where requests are kept. */
  readonly persister: Persister;
  /** How long a draft waits for its verdict, in milliseconds. Then it is not sent. Default: 3 days. */
  readonly approvalMs?: number;
}

/** One request, as far as it is stored. `app.stream({ inputs: { request } })` takes it up to the next thing that a person must say. */
export function createAssistant(options: AssistantOptions) {
  const { writer, mailer, from, persister, appId = crypto.randomUUID(), now = Date.now, use = [] } = options;
  const { approvalMs = 3 * 24 * 3_600_000, tracker = {} } = options;

  const read = b.inputAction("request");

  const examine = b.action({
    reads: ["request", "facts"],
    writes: ["to", "questions"],
    retry: { attempts: 2, on: WriterError },
    timeoutMs: 60_000,
    async run({ request, facts }, _inputs, context) {
      const to = addressIn([request, ...facts.map(({ answer }) => answer)].join("\n"));
      const unclear = facts.length === 0 ? await writer.questions(request, context) : []; // asked once, and then written
      return { to, questions: to === "" ? ["Which address should it go to?", ...unclear] : unclear };
    },
  });

  const clarify = b.action({
    reads: ["request", "questions"],
    writes: ["facts"],
    answers: { clarification: Clarification },
    run: ({ request, questions }, _inputs, { suspend }) =>
      suspend("clarification", { payload: { request, questions } }),
    onAnswer: (state, { clarification: { answers } }) =>
      state.extend({
        facts: answers.map((answer, index) => ({ question: state.questions[index] ?? "Besides", answer })),
      }),
  });

  const write = b.action({
    reads: ["request", "to", "facts", "revisions"],
    writes: ["draft"],
    retry: { attempts: 2, on: WriterError },
    idleTimeoutMs: 60_000,
    async *run({ request, to, facts, revisions }, _inputs, context) {
      let written = "";
      for await (const piece of writer.write({ request, to, facts, revisions }, context)) {
        written += piece;
        yield piece;
      }
      return { draft: draftOf(to, written) };
    },
  });

  const review = b.action({
    reads: ["request", "draft"],
    writes: ["verdict"],
    mayWrite: ["revisions"],
    handles: [RefusedError],
    terminal: true, // rejected or expired: nothing is sent
    answers: { approval: Approval },
    run: ({ request, draft }, _inputs, { suspend, error }) =>
      suspend("approval", {
        payload: { request, draft, problem: error?.message },
        expiresAt: now() + approvalMs,
        onTimeout: { verdict: "expired" } satisfies Approval,
      }),
    onAnswer(state, { approval }) {
      const next = state.update({ verdict: approval.verdict });
      if (approval.verdict !== "revise") return next;
      return next.append({ revisions: { draft: state.draft, wish: approval.wish } });
    },
  });

  const send = b.action({
    reads: ["draft"],
    writes: ["receipt"],
    retry: { attempts: 4, baseMs: 200, on: UnavailableError },
    async run({ draft }, _inputs, { once }) {
      // Stored as soon as the server has said yes: from then on no retry, no crash and no other process sends it again.
      const receipt = await once("mail", async (key) => {
        const messageId = messageIdOf(key, from);
        return { messageId, response: await mailer.send({ ...draft, messageId }) };
      });
      return [receipt, { receipt }];
    },
  });

  return (
    b
      .app()
      .withActions({ read, examine, clarify, write, review, send })
      .withTransitions(
        ["read", "examine"],
        ["examine", "clarify", b.check(["questions"], ({ questions }) => questions.length > 0, "something is unclear")],
        ["examine", "write"],
        ["clarify", "examine"],
        ["write", "review"],
        ["review", "send", b.when({ verdict: "approved" })],
        ["review", "write", b.when({ verdict: "revise" })],
        ["send", "review", onError(RefusedError)],
      )
      .initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "read" })
      .withPersister(persister, { onConflict: "queue" })
      .withIdentifiers({ appId })
      // An abort waits for an e-mail that is under way: what the server says to it must not get lost.
      .withOptions({ now, closeTimeoutMs: 40_000 })
      .use(...use)
      .withTracker(tracker)
      .build()
  );
}

/** One request, as `createAssistant` gives it. */
export type Assistant = Awaited<ReturnType<typeof createAssistant>>;
