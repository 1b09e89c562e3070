import { readFileSync } from "node:fs";
import { burr } from "@burrjs/core";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, it } from "vitest";
import { openTelemetry } from "./index.ts";
import { version } from "./providers.ts";

const b = burr<{ out: number }>();
const work = b.action({ reads: [], writes: ["out"], run: () => ({ out: 1 }) });

it("a tracer that is passed in is used, and none that is registered has to be", async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const hooks = [openTelemetry({ tracer: provider.getTracer("mine") })];
  await b.application({ actions: { work }, transitions: [], entrypoint: "work", state: {}, hooks }).run();
  expect(
    exporter.getFinishedSpans().map(({ name, instrumentationScope }) => [name, instrumentationScope.name]),
  ).toEqual([
    ["work", "mine"],
    ["run", "mine"],
  ]);
});

it("the scope has the version of the package", () => {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  expect(JSON.parse(text)).toMatchObject({ version });
});
