import type { OpenPage } from "./open-page.ts";

/** Where a note is. */
interface NotePlace {
  readonly app_id: string;
  readonly partition_key: string | null;
  /** `null`: it is about the whole run. */
  readonly step_sequence_id: number | null;
}

/** What stands in it, where it is not as usual. */
interface NoteContent {
  readonly step_name?: string;
  readonly tags?: readonly string[];
  readonly observations?: readonly object[];
  readonly author?: string | null;
}

/** Writes a note, and changes it once, so that it has a history. */
export async function writeNote(
  { context }: OpenPage,
  project: string,
  place: NotePlace,
  given: NoteContent = {},
): Promise<void> {
  const path = `/api/v1/projects/${encodeURIComponent(project)}/notes`;
  const headers = { "X-UI": "1" };
  const content = { span_id: null, step_name: "", tags: [], observations: [], author: null, target: null, ...given };
  const written = await context.request.post(path, { headers, data: { ...place, ...content } });
  if (written.status() !== 201) throw new Error(await written.text());
  const { id, version } = (await written.json()) as { readonly id: number; readonly version: number };
  const match = { ...headers, "If-Match": `"v${version}"` };
  const changed = await context.request.patch(`${path}/${id}`, {
    headers: match,
    data: { ...content, tags: [...content.tags, "read twice"] },
  });
  if (!changed.ok()) throw new Error(await changed.text());
}
