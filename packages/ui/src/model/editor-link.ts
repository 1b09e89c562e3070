import { isSourcePath } from "@burrjs/protocol";

/** Where code is: a path below the folder of a project, and a line. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

/** An editor that opens files by addresses: how they begin, and whether the path is the rest of it or stands in its query. */
interface Editor {
  readonly name: string;
  readonly scheme: string;
  readonly takes: "path" | "query";
}

/** By the names that settings have for them. */
export const editors = {
  vscode: { name: "VS Code", scheme: "vscode", takes: "path" },
  insiders: { name: "VS Code Insiders", scheme: "vscode-insiders", takes: "path" },
  cursor: { name: "Cursor", scheme: "cursor", takes: "path" },
  zed: { name: "Zed", scheme: "zed", takes: "path" },
  webstorm: { name: "WebStorm", scheme: "webstorm", takes: "query" },
  idea: { name: "IntelliJ IDEA", scheme: "idea", takes: "query" },
} as const satisfies Readonly<Record<string, Editor>>;

/** One of them. */
export type EditorId = keyof typeof editors;

/** Whether `folder` is the path of a folder from the top: of `/`, or of a drive of Windows. */
export function isWholePath(folder: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])\P{Cs}*$/u.test(folder.trim());
}

/**
 * The address by which an editor opens a place in the project that is in `folder`; `undefined` where that is no whole path, or the place
 * is not below it. Only the schemes of the table come out, whatever the texts are.
 */
export function editorLink(editor: EditorId, folder: string, { file, line }: SourcePlace): string | undefined {
  if (!isWholePath(folder) || !isSourcePath(file)) return undefined;
  const { scheme, takes } = editors[editor];
  const path = `${slashed(folder.trim())}/${file}`.split("/").filter((name) => name !== "").map(inAddress).join("/"); // prettier-ignore
  return takes === "path" ? `${scheme}://file/${path}:${line}` : `${scheme}://open?file=/${path}&line=${line}`;
}

function slashed(folder: string): string {
  return folder.startsWith("/") ? folder : folder.replaceAll("\\", "/");
}

/** A name in a path; editors want to see the colon of a drive. */
function inAddress(name: string): string {
  return /^[A-Za-z]:$/.test(name) ? name : encodeURIComponent(name);
}
