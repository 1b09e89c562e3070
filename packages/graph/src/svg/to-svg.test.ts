import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { burr, onError } from "@burrjs/core";
import { type PictureOptions, pictureOf } from "@burrjs/core/pictures";
import { anyGraph } from "../testing/any-graph.ts";
import { openBrowser } from "../testing/open-browser.ts";
import { chat, nested } from "../testing/sample-graphs.ts";
import { toSVG } from "./index.ts";

/** SVG pictures, measured in a real browser with its fonts. */

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

interface Drawn {
  readonly name: string;
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The boxes of what a browser draws for `selector`; those of texts are the ink, others the shape. */
async function drawn(svg: string, selector: string): Promise<Drawn[]> {
  await page.setContent(svg);
  return await page.evaluate((wanted) => {
    const { document } = globalThis as unknown as {
      document: { querySelectorAll(selector: string): Iterable<SvgElement> };
    };
    interface SvgElement {
      readonly textContent: string;
      getAttribute(name: string): string | null;
      getBoundingClientRect(): Record<"left" | "right" | "top" | "bottom", number>;
    }
    return [...document.querySelectorAll(wanted)].map((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return { name: one.getAttribute("class") ?? "", text: one.textContent, left, right, top, bottom };
    });
  }, selector);
}

function overlap(one: Drawn, other: Drawn): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

const options: fc.Arbitrary<PictureOptions> = fc.record({
  view: fc.constantFrom("actions", "data"),
  direction: fc.constantFrom("down", "right"),
  show: fc.record({ policies: fc.boolean() }),
});

/** What holds for every picture: texts stay in their boxes, and nothing lies over an action. */
async function expectTidy(svg: string): Promise<void> {
  const [ground, ...shapes] = await drawn(svg, ".page, .node .shape:not(.lid)");
  const nodes = await drawn(svg, ".node");
  const texts = await drawn(svg, ".node text");
  const labels = await drawn(svg, ".edge text");
  if (ground === undefined) throw new Error("There is no page.");
  const slack = 1;
  for (const text of texts) {
    const home = shapes.find((shape) => overlap(shape, text));
    expect(home, text.text).toBeDefined();
    expect(text.left).toBeGreaterThan((home?.left ?? Infinity) - slack);
    expect(text.right).toBeLessThan((home?.right ?? -Infinity) + slack);
    expect(text.bottom).toBeLessThan((home?.bottom ?? -Infinity) + slack);
  }
  for (const [index, node] of nodes.entries()) {
    expect(nodes.filter((other, place) => place > index && overlap(node, other))).toEqual([]);
    expect(labels.filter((label) => overlap(node, label)).map(({ text }) => text)).toEqual([]);
  }
  for (const one of [...nodes, ...labels]) {
    expect(one.left).toBeGreaterThanOrEqual(ground.left);
    expect(one.right).toBeLessThanOrEqual(ground.right);
    expect(one.top).toBeGreaterThanOrEqual(ground.top);
    expect(one.bottom).toBeLessThanOrEqual(ground.bottom);
  }
}

const b = burr<{ n: number }>();
const act = b.action({ reads: ["n"], writes: ["n"], run: () => ({ n: 1 }) });

describe("toSVG()", () => {
  it("keeps every text in its box, and labels and boxes apart, whatever the names", async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph, options, async (graph, wanted) => {
        await expectTidy(toSVG(graph, wanted));
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it("is tidy with many actions, loops, parallel transitions and expanded sub-graphs", async () => {
    const names = Array.from({ length: 30 }, (_, index) => `action_${index}`);
    const many = b.graph({
      actions: Object.fromEntries(names.map((name) => [name, act])),
      transitions: names.flatMap((name, index) => [
        [name, names[(index * 7) % 30] ?? name, b.check(["n"], () => true, `a condition of some length ${index}`)],
        [name, names[(index + 1) % 30] ?? name, b.check(["n"], ({ n }) => n > index, `n > ${index}`)],
        [name, name, onError(TypeError, { max: 2 })],
        [name, name, onError()],
        [name, names[(index + 1) % 30] ?? name],
      ]) as [],
    });
    await expectTidy(toSVG(many));
    await expectTidy(toSVG(many, { direction: "right" }));
    await expectTidy(toSVG(nested(), { subgraphs: "expanded" }));
    await expectTidy(toSVG(nested(), { subgraphs: "expanded", direction: "right" }));
    await expectTidy(toSVG(chat, { view: "data" }));
  }, 60_000);

  it("shows every name as it is", async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph, async (graph) => {
        const shown = await drawn(toSVG(graph), ".name");
        expect(shown.map(({ text }) => text)).toEqual(pictureOf(graph).nodes.map(({ title }) => title));
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it("is well-formed XML that runs no code and asks for nothing", async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph, async (graph) => {
        const svg = toSVG(graph);
        const found = await page.evaluate((text) => {
          const { DOMParser } = globalThis as unknown as {
            DOMParser: new () => {
              parseFromString(
                text: string,
                type: string,
              ): { documentElement: { nodeName: string }; querySelectorAll(selector: string): { length: number } };
            };
          };
          const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
          return [
            parsed.documentElement.nodeName,
            parsed.querySelectorAll("parsererror, script, foreignObject, image, use, a").length,
          ];
        }, svg);
        expect(found).toEqual(["svg", 0]);
        expect(
          svg.replace('xmlns="http://www.w3.org/2000/svg"', "").replaceAll(/<(title|text)\b[^>]*>[^<]*/g, ""),
        ).not.toMatch(/https?:|url\(|@import|\son\w+=/);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it("is light or dark, as the reader prefers", async () => {
    const colors: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setContent(toSVG(chat));
      colors.push(await page.evaluate(`getComputedStyle(document.querySelector(".page")).fill`));
    }
    expect(colors).toEqual(["rgb(255, 255, 255)", "rgb(11, 18, 32)"]);
  });

  it("shows the path of a run, streaming actions, ends and transitions on error", () => {
    const svg = toSVG(chat, { path: ["prompt", "check", "prompt"], next: "check" });
    expect(svg).toContain('class="node action visited"');
    expect(svg).toContain('class="node action next visited"');
    expect(svg).toContain(">prompt ×2<");
    expect(svg).toContain('class="node action streaming"');
    expect(svg).toContain('class="rim"');
    expect(svg).toContain('class="edge error"');
    expect(svg).toContain('class="edge transition taken"');
  });

  it("gives the same picture for the same graph", () => {
    expect(toSVG(chat)).toBe(toSVG(chat));
  });
});
