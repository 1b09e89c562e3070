import { spawnSync } from "node:child_process";
import { compare, type Contender, type Effort } from "./measure.ts";
import { atMost, type Findings } from "./table.ts";

/** How much longer a new process takes when it imports a library. */
export async function measure(effort: Effort): Promise<Findings> {
  const times = await compare(
    {
      bare: start(""),
      core: start('import "@burrjs/core"'),
      xstate: start('import "xstate"'),
      langgraph: start('import "@langchain/langgraph"'),
    },
    { ...effort, rounds: Math.ceil(effort.rounds / 2) },
  );
  const milliseconds = (name: Parameters<typeof times.micros>[0]): number => times.excess(name, "bare") / 1000;
  return {
    rows: [
      {
        benchmark: "import",
        unit: "ms",
        ours: milliseconds("core"),
        xstate: milliseconds("xstate"),
        langgraph: milliseconds("langgraph"),
        targets: [atMost(milliseconds("core"), 30, "ms")],
      },
    ],
    notes: [
      `Import: a new process each, less a bare Node, which starts in ${(times.micros("bare") / 1000).toFixed(0)} ms.`,
    ],
  };
}

function start(program: string): Contender {
  const run = (): void => {
    const { status } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
      cwd: import.meta.dirname,
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (status !== 0) throw new Error(`The program failed: ${program}`);
  };
  return { operations: 1, run };
}
