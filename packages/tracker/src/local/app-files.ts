import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ApplicationModel, MetadataModel } from "@burrjs/protocol";
import { makeFolder, writeAll, writeOnce } from "./small-files.ts";

/** What is known of an application when it is made. */
export interface AppDescription {
  readonly metadata: MetadataModel;
  readonly graph: ApplicationModel;
}

/** The files of an application beside its log: who it is, its graphs, its children. Methods throw what the system says. */
export class AppFiles {
  readonly #folder: string;
  #description: AppDescription | undefined;
  #graph: ApplicationModel | undefined;
  #areThere = false;
  #children: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether there are children to be written. */
  get hasChildren(): boolean {
    return this.#children.length > 0;
  }

  /** Says what the files are, if they are not known yet. */
  describe(description: AppDescription): void {
    this.#description ??= description;
  }

  /** How much the children are that wait. */
  get childrenLength(): number {
    return this.#children.reduce((sum, child) => sum + child.length, 0);
  }

  /** Notes a child of the application, as JSON text. */
  addChild(child: string): void {
    this.#children.push(child);
  }

  /** Forgets the children that wait. How many there were. */
  dropChildren(): number {
    return this.#children.splice(0).length;
  }

  /** The application has another graph. What writes it now, if it does not go with the other files. */
  changeGraph(graph: ApplicationModel): (() => void) | undefined {
    this.#graph = graph;
    return this.#areThere ? () => this.#writeGraph(graph) : undefined;
  }

  /** Writes the files, unless they are there. */
  make(): void {
    if (this.#areThere) return;
    makeFolder(this.#folder);
    if (this.#description !== undefined) {
      const { metadata, graph } = this.#description;
      writeOnce(join(this.#folder, "metadata.json"), JSON.stringify(metadata));
      this.#writeGraph(this.#graph ?? graph);
    }
    this.#areThere = true;
  }

  /** Writes the children that wait. */
  writeChildren(): void {
    if (!this.hasChildren) return;
    makeFolder(this.#folder);
    const file = openSync(join(this.#folder, "children.jsonl"), "a", 0o600);
    try {
      writeAll(file, Buffer.from(`${this.#children.join("\n")}\n`));
      this.#children = [];
    } finally {
      closeSync(file);
    }
  }

  /** Somebody has deleted the folder. */
  forget(): void {
    this.#areThere = false;
  }

  #writeGraph(graph: ApplicationModel): void {
    if (graph.actions.length === 0) return; // nobody knows it any more, and it is there
    const path = join(this.#folder, "graph.json");
    if (writeOnce(path, JSON.stringify(graph)) || graph.graph_hash === undefined) return;
    if (hashIn(path) !== graph.graph_hash)
      writeOnce(join(this.#folder, `graph-${graph.graph_hash}.json`), JSON.stringify(graph));
  }
}

function hashIn(path: string): string | undefined {
  try {
    const graph: unknown = JSON.parse(readFileSync(path, "utf8"));
    const hash: unknown = typeof graph === "object" && graph !== null ? Reflect.get(graph, "graph_hash") : undefined;
    return typeof hash === "string" ? hash : undefined;
  } catch {
    return undefined; // it is no graph of ours: the other file says what ours is
  }
}
