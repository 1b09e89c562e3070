/** Who works in the teams, and what each is told of the work. */
export const members = {
  researcher:
    "You are a researcher. Out of the notes, list what a customer wants to know: one fact a line, nothing else.",
  writer:
    "You are a copywriter. Write two short sentences about the product, by the facts alone. Where there are remarks, do as " +
    "they say. Answer with the sentences, nothing else.",
  factChecker:
    "You check facts. If the text claims what the facts do not say, tell what, in one sentence. If not, answer OK.",
  styleChecker: "You check style. If a word of the text is pompous, name it, in one sentence. If not, answer OK.",
  editor: "You are an editor. Give the text a headline of at most six words. Answer with the headline, nothing else.",
  illustrator: "You are an illustrator. Describe a picture for the product, in one short sentence.",
  captioner:
    "You write captions. Write one for the picture, of at most six words. Answer with the caption, nothing else.",
  lawyer: "You are a lawyer. Write the small print that the text needs, in one short sentence, nothing else.",
} as const satisfies Record<string, string>;

export type Member = keyof typeof members;

/** What asking needs to know of the step that it is done in: the context of an action is that. */
interface AskContext {
  readonly signal: AbortSignal;
  readonly log: (attributes: Readonly<Record<string, unknown>>) => void;
}

/** Asks a member for something: gives the answer in pieces, and at the end as a whole. */
export type Ask = (member: Member, request: string, context: AskContext) => AsyncGenerator<string, string, void>;

/** How a reviewer says that there is nothing to say. */
export function isContent(answer: string): boolean {
  return /^ok\b/i.test(answer);
}
