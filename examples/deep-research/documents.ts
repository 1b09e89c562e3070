import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A paragraph of a document. */
export interface Passage {
  /** The name of its file, without the ending: what a report cites. */
  readonly source: string;
  readonly title: string;
  readonly text: string;
}

/** The paragraphs of all Markdown files in a folder. */
export async function readPassages(folder: string): Promise<Passage[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".md")).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return files.flatMap((file, index) => passagesOf(file.slice(0, -".md".length), texts[index] ?? ""));
}

function passagesOf(source: string, text: string): Passage[] {
  const [heading = "", ...paragraphs] = text.split(/\n{2,}/).map((block) => block.replaceAll(/\s+/g, " ").trim());
  const title = heading.replace(/^#+ /, "");
  return paragraphs.map((paragraph) => ({ source, title, text: paragraph }));
}
