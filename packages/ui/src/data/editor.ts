import { type EditorId, editorLink, editors, type SourcePlace } from "../model/editor-link.ts";
import { storedChoice, storedJsonBy, useStored } from "./stored.ts";

/** The names of all editors. */
export const editorIds = Object.keys(editors) as EditorId[]; // those of the table

/** The editor that code opens in, if people want that. */
export const editorSetting = storedChoice<EditorId | "none">("burr-editor", ["none", ...editorIds]);

/** The folder on this computer that a project is in; "": that of all projects. Of no project (""): that one. */
export const folderSetting = storedJsonBy("burr-folder-", (value) => (typeof value === "string" ? value : ""));

/** The editor that people have chosen, and the address by which it opens a place in a project, if it is known where that is. */
export function useEditor(
  project: string,
  place: SourcePlace,
): { readonly name: string; readonly link: string | undefined } | undefined {
  const editor = useStored(editorSetting);
  const own = useStored(folderSetting(project));
  const common = useStored(folderSetting(""));
  if (editor === "none") return undefined;
  return { name: editors[editor].name, link: editorLink(editor, own === "" ? common : own, place) };
}
