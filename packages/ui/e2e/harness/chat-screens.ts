import { chat } from "../worlds/chat-world.ts";
import { writeNote } from "./notes.ts";
import { screensOf } from "./screens.ts";
import type { OpenPage } from "./open-page.ts";

/** All screens, over the conversations of `writeChatWorld()`. */
export const chatScreens = screensOf({
  project: chat.project,
  run: chat.path,
  names: [`~/${chat.run}@41`, `${chat.failedUser}/${chat.failed}`],
  streamed: 41,
  failed: 45,
  letters: "short",
});

/** Writes the notes that some of these screens show. */
export async function writeChatNotes(opened: OpenPage): Promise<void> {
  const run = { app_id: chat.run, partition_key: null };
  const observation = { data_fields: { note: "Too long", ground_truth: "The lens turns." }, thumbs_up_thumbs_down: false, data_pointers: [] }; // prettier-ignore
  const content = { tags: ["tone"], observations: [observation], author: "Ada", step_name: "answer_question" };
  await writeNote(opened, chat.project, { ...run, step_sequence_id: 41 }, content);
  await writeNote(opened, chat.project, { ...run, step_sequence_id: null });
}
