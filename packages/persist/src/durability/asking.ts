import { burr, type OnConflict, type Persister, type StateLoader } from "@burrjs/core";

interface Asking {
  /** The questions that were answered, and by whom. */
  readonly answers: readonly { readonly question: number; readonly by: string }[];
}

const b = burr<Asking>();

/** An application that asks `questions` questions, one after the other, and takes down who answers. */
export async function asking(
  persister: Persister & StateLoader,
  appId: string,
  { questions, onConflict }: { readonly questions: number; readonly onConflict: OnConflict },
) {
  const ask = b.action({
    reads: ["answers"],
    writes: ["answers"],
    run: (state, _inputs, ctx) => ctx.suspend("answer", { payload: state.answers.length }),
    onAnswer: (state, answers) =>
      state.append({ answers: { question: state.answers.length, by: String(answers["answer"]) } }),
  });
  return await b
    .app()
    .withActions({ ask })
    .withTransitions(["ask", "ask", b.check(["answers"], ({ answers }) => answers.length < questions, "more")])
    .initializeFrom(persister, { defaultState: { answers: [] }, defaultEntrypoint: "ask" })
    .withPersister(persister, { onConflict })
    .withIdentifiers({ appId })
    .build();
}
