import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compare, type Contender, type Effort } from "./measure.ts";
import { atMost, type Findings, type Row } from "./table.ts";
import { type Form, generateGraph } from "./typecheck/generate.ts";

const actions = 200;

/** How long the compiler takes for an application with 200 actions, from its start to its end. */
export async function measure(effort: Effort): Promise<Findings> {
  const temporary = join(import.meta.dirname, ".tmp"); // inside the repository, where @burrjs/core is found
  mkdirSync(temporary, { recursive: true });
  const folder = mkdtempSync(join(temporary, "types-"));
  try {
    const programs = {
      small: new Program(folder, "small", generateGraph(8)),
      config: new Program(folder, "config", generateGraph(actions)),
      builder: new Program(folder, "builder", generateGraph(actions, "builder")),
    };
    const times = await compare(programs, { rounds: Math.ceil(effort.rounds / 6), warmUpMs: 0 });
    const row = (form: Form): Row => ({
      benchmark: `type-check: ${actions} actions, ${form} (base: 8 actions)`,
      unit: "ms",
      ours: times.micros(form) / 1000,
      base: times.micros("small") / 1000,
      excess: times.excess(form, "small") / 1000,
      targets: [
        atMost(times.micros(form) / 1000, 2000, "ms"),
        { text: "no type errors", isMet: programs[form].errors === "" },
      ],
    });
    const notes = Object.values(programs).flatMap(({ name, errors }) =>
      errors === "" ? [] : [`Type-check: ${name} has errors:\n${errors.slice(0, 1000)}`],
    );
    return { rows: [row("config"), row("builder")], notes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A generated program in a project of its own, checked by a new compiler each time. */
class Program implements Contender {
  readonly operations = 1;
  readonly name: string;
  /** What the compiler said last. */
  errors = "";
  readonly #project: string;

  constructor(folder: string, name: string, source: string) {
    this.name = name;
    this.#project = join(folder, name);
    mkdirSync(this.#project);
    const lib = ["ES2023", "ESNext.Disposable", "DOM"];
    const compilerOptions = { target: "es2023", lib, module: "nodenext", strict: true, noEmit: true, types: [] };
    writeFileSync(join(this.#project, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(this.#project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["graph.ts"] }));
    writeFileSync(join(this.#project, "graph.ts"), source);
  }

  readonly run = (): void => {
    this.errors = spawnSync(process.execPath, [compiler, "--project", this.#project], { encoding: "utf8" }).stdout;
  };
}

const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
