import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { atMost, type Findings } from "./table.ts";

/** How much a browser has to load, in units of 1,000 bytes: minified and compressed. */
export async function measure(): Promise<Findings> {
  const core = await sizeOf('export * from "@burrjs/core"');
  return {
    rows: [
      {
        benchmark: "bundle, min + gzip",
        unit: "kB",
        ours: core,
        xstate: await sizeOf('export { assign, createActor, createMachine } from "xstate"'),
        langgraph: await sizeOf('export { Annotation, END, START, StateGraph } from "@langchain/langgraph/web"'),
        targets: [atMost(core, 12, "kB")],
      },
    ],
    notes: ["Bundle: all of core; of XState and LangGraph (its entry for the web) only what these benchmarks use."],
  };
}

async function sizeOf(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2023",
    logLevel: "error",
  });
  return outputFiles.reduce((sum, { contents: code }) => sum + gzipSync(code, { level: 9 }).length, 0) / 1000;
}
