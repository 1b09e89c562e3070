import { fileURLToPath } from "node:url";
import { instance, type Viz } from "@viz-js/viz";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PictureOptions, pictureOf, toDot, toMermaid } from "@burrjs/core/pictures";
import { anyGraph } from "./testing/any-graph.ts";
import { openBrowser } from "./testing/open-browser.ts";
import { chat, nested } from "./testing/sample-graphs.ts";

/** The text formats of pictures, read by the programs that they are for. */

let browser: Browser;
let page: Page;
let viz: Viz;

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
  await page.setContent("<body></body>");
  await page.addScriptTag({ path: fileURLToPath(import.meta.resolve("@mermaid-js/tiny")) });
  await page.evaluate("mermaid.initialize({ startOnLoad: false })");
  viz = await instance();
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

const options: fc.Arbitrary<PictureOptions> = fc.record({
  view: fc.constantFrom("actions", "data"),
  direction: fc.constantFrom("down", "right"),
  show: fc.record({ policies: fc.boolean() }),
});

/** White space is not told apart: browsers show every run of it as one. */
function plain(text: string): string {
  return text.replaceAll("\u200b", "").replaceAll(/\s+/g, " ").trim();
}

/** The texts that a picture shows, sorted. */
function textsOf(...[graph, wanted]: Parameters<typeof pictureOf>): string[] {
  const { nodes, edges, groups } = pictureOf(graph, wanted);
  const shown = nodes.filter(({ kind }) => kind !== "start" && kind !== "end");
  return [
    ...shown.map(({ title, badges, details }) =>
      [title, ...(badges.length > 0 ? [`«${badges.join(", ")}»`] : []), ...details].join("\n"),
    ),
    ...edges.flatMap(({ label }) => label ?? []),
    ...groups.map(({ title }) => title),
  ]
    .map(plain)
    .toSorted();
}

/** As `textsOf`, with the loops at a node as one edge, since Mermaid shows one only. */
function mermaidTextsOf(...[graph, wanted]: Parameters<typeof pictureOf>): string[] {
  const texts = textsOf(graph, wanted);
  const loops = pictureOf(graph, wanted).edges.filter(({ from, to, label }) => from === to && label !== undefined);
  for (const id of new Set(loops.map(({ from }) => from))) {
    const labels = loops.filter(({ from }) => from === id);
    for (const { label = "" } of labels) texts.splice(texts.indexOf(plain(label)), 1);
    texts.push(plain(labels.map(({ label }) => label).join(" | ")));
  }
  return texts.toSorted();
}

/** The texts that Mermaid shows, sorted. */
async function drawMermaid(text: string): Promise<string[]> {
  const texts = await page.evaluate(async (source) => {
    const { mermaid, document } = globalThis as unknown as {
      mermaid: { parse(text: string): Promise<unknown>; render(id: string, text: string): Promise<{ svg: string }> };
      document: { body: { innerHTML: string }; querySelectorAll(selector: string): Iterable<{ innerText: string }> };
    };
    await mermaid.parse(source);
    document.body.innerHTML = (await mermaid.render("drawn", source)).svg;
    return [...document.querySelectorAll("span.nodeLabel, span.edgeLabel")].map(({ innerText }) => innerText);
  }, text);
  return texts.map(plain).filter((one) => one !== "").toSorted(); // prettier-ignore
}

/** The texts that Graphviz shows, sorted. */
function drawDot(text: string): string[] {
  const { objects = [], edges = [] } = viz.renderJSON(text) as Record<string, { label?: string }[]>;
  return [...objects, ...edges]
    .flatMap(({ label = "" }) => (label === "" || label === "\\N" ? [] : label))
    .map((label) =>
      plain(
        label.replaceAll(/\\(.)/g, (_whole, sign) => (sign === "n" ? "\n" : String(sign))).replaceAll("&amp;", "&"),
      ),
    )
    .toSorted();
}

describe("Mermaid", () => {
  it("reads what toMermaid() writes, and shows every name as it is", async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph, options, async (graph, wanted) => {
        expect(await drawMermaid(toMermaid(graph, wanted))).toEqual(mermaidTextsOf(graph, wanted));
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it.each([
    { name: "a run", graph: chat, wanted: { path: ["prompt", "check", "prompt"], next: "check" } },
    { name: "the data view", graph: chat, wanted: { view: "data" } },
    { name: "expanded sub-graphs", graph: nested(), wanted: { subgraphs: "expanded" } },
  ] as const)(
    "reads $name",
    async ({ graph, wanted }) => {
      expect(await drawMermaid(toMermaid(graph, wanted))).toEqual(mermaidTextsOf(graph, wanted));
    },
    30_000,
  );
});

describe("Graphviz", () => {
  it("reads what toDot() writes, and shows every name as it is", () => {
    fc.assert(
      fc.property(anyGraph, options, (graph, wanted) => {
        expect(drawDot(toDot(graph, wanted))).toEqual(textsOf(graph, wanted));
      }),
    );
  }, 60_000);

  it.each([
    { name: "a run", graph: chat, wanted: { path: ["prompt", "check", "prompt"], next: "check" } },
    { name: "expanded sub-graphs", graph: nested(), wanted: { subgraphs: "expanded" } },
  ] as const)("reads $name", ({ graph, wanted }) => {
    expect(drawDot(toDot(graph, wanted))).toEqual(textsOf(graph, wanted));
  });
});
