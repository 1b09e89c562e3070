import fc from "fast-check";
import { type Action, burr, type Graph, onError, otherwise, when } from "@burrjs/core";

const b = burr<Record<string, unknown>>();

/** A schema that accepts all. */
const anything = { "~standard": { version: 1, vendor: "burr", validate: (value: unknown) => ({ value }) } } as const;

/** Names that some language of pictures takes for something else. */
const traps = [
  "end", "graph", "subgraph", "node", "class", "style", "click n0 x", "direction LR", "linkStyle default",
  "style a:#b;", "classDef x fill:#f00;", "1. one", "- dash", "# head", "* star *", "_low_", "`tick`", "~~s~~", "> q",
  "<b>x</b>", "<script>alert(1)</script>", "<!-- x -->", "]]>", "&lt;", "&amp;", "&", "#quot;", "#35;", "ﬂ°°35¶ß",
  'a"b', "a\\b", "a\\nb", "a\nb", "\\N", "\\", '\\"', "a|b", "[x]", "{x}", "((x))", "%% c", "$$x^2$$", "fa:fa-car", "---",
  "a: b", "a:b", "http://x.y/z", "![i](http://x/y)", "[l](javascript:alert(1))", "日本語", "😀👩‍👩‍👧", "é", "\u202eabc",
  "\ud800", "\u0000", "__proto__", "constructor", "toString", "", " ", "a;b", "x".repeat(200),
]; // prettier-ignore

/** Any text, with a liking for those that need care. */
const anyName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...traps),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.tuple(fc.constantFrom(...traps), fc.constantFrom(...traps)).map(([one, other]) => `${one}${other}`),
);

const anyKey = anyName.filter((name) => !/^__|^(update|append|extend|increment|delete|get|toJSON)$/.test(name));

const anyAction: fc.Arbitrary<Action> = fc
  .record({
    reads: fc.array(anyKey, { maxLength: 3 }),
    writes: fc.array(anyKey, { maxLength: 2 }),
    tags: fc.array(anyName, { maxLength: 2 }),
    answers: fc.array(anyName, { maxLength: 2 }),
    kind: fc.constantFrom("placeholder", "terminal", "streaming"),
  })
  .map(({ reads, writes, tags, answers, kind }): Action => {
    if (kind === "placeholder") return b.placeholder({ reads, writes, tags });
    const asks = Object.fromEntries(answers.map((name) => [name, anything]));
    const contract = { reads, tags, writes: [], mayWrite: writes, answers: asks, retry: 3, undo: () => {} };
    if (kind === "terminal") return b.action({ ...contract, terminal: true, run: () => ({}) });
    return b.action({
      ...contract,
      async *run() {
        yield await Promise.resolve(1);
        return {};
      },
    });
  });

/** Any graph with names that need care. */
export const anyGraph: fc.Arbitrary<Graph> = fc
  .uniqueArray(fc.tuple(anyName, anyAction), { minLength: 1, maxLength: 6, selector: ([name]) => name })
  .chain((actions) => {
    const name = fc.constantFrom(...actions.map(([one]) => one));
    const condition = fc.oneof(
      anyName.map((text) => b.check([], () => true, text)),
      fc.tuple(anyKey, anyName).map(([key, value]) => when<Record<string, unknown>>({ [key]: value })),
      fc.constant(onError(undefined, { max: 2 })),
      fc.constant(otherwise),
    );
    return fc.array(fc.tuple(name, name, condition), { maxLength: 10 }).map((edges) =>
      b.graph({
        actions: Object.fromEntries(actions),
        transitions: edges as unknown as [],
        proofs: { "unreachable-transition": "off" }, // a picture shows them all the same
      }),
    );
  });
