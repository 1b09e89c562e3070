import { Conversation } from "./conversation.ts";
import { type ChatOptions, createChat } from "./graph.ts";

/** A conversation in a list. */
export interface Listed {
  readonly id: string;
  /** Its first question. */
  readonly title: string;
}

const mostIdle = 20;
const mostListed = 6;

/** All conversations of a partition: in the store, and a few of them here, with the steps of their last runs. */
export class Conversations {
  readonly #options: ChatOptions;
  readonly #here = new Map<string, Conversation>();

  constructor(options: ChatOptions) {
    this.#options = options;
  }

  /** The conversation with this id, whether or not anything is stored under it. */
  at(id: string): Conversation {
    const conversation = this.#here.get(id) ?? new Conversation(id, this.#options);
    this.#here.delete(id);
    this.#here.set(id, conversation); // at the end: the first is the one that nobody wanted for longest
    const idle = [...this.#here.values()].filter(({ isRunning }) => !isRunning);
    for (const { id: old } of idle.slice(0, -mostIdle)) this.#here.delete(old);
    return conversation;
  }

  /** The last ones, the latest first. */
  async latest(): Promise<Listed[]> {
    const { persister, partitionKey = null } = this.#options;
    const ids = (await persister.listAppIds(partitionKey)).slice(0, mostListed);
    const listed = await Promise.all(
      ids.map(async (id) => {
        const { state } = await createChat({ ...this.#options, appId: id });
        return { id, title: state.history?.[0]?.text ?? "" };
      }),
    );
    return listed.filter(({ title }) => title !== ""); // the server died before the question was stored
  }

  /** Stops the answers under way here. */
  async stop(): Promise<void> {
    await Promise.all([...this.#here.values()].map((one) => one.stopHere()));
  }
}
