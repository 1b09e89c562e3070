import { type } from "arktype";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { plainIssues } from "./issues.ts";
import type { SchemaIssue, StandardSchema } from "./standard-schema.ts";

const secret = "s3cret-value";

/** What is told of `value`. */
async function told(schema: StandardSchema, value: unknown): Promise<string[]> {
  const { issues } = await schema["~standard"].validate(value);
  return plainIssues(schema["~standard"].vendor, issues ?? [], value).map(({ path, message }) => `${path}: ${message}`);
}

describe("what is told of an invalid value", () => {
  it.each<{ readonly schema: StandardSchema; readonly value: unknown; readonly tells: readonly string[] }>([
    {
      schema: z.array(z.object({ role: z.enum(["a", "b"]) })),
      value: [{ role: "a" }, { role: secret }],
      tells: ['[1].role: Invalid option: expected one of "a"|"b"'],
    },
    {
      schema: v.array(v.object({ role: v.picklist(["a", "b"]) })),
      value: [{ role: "a" }, { role: secret }],
      tells: ['[1].role: Invalid type: Expected ("a" | "b")'],
    },
    {
      schema: type({ role: "'a' | 'b'" }).array(),
      value: [{ role: "a" }, { role: secret }],
      tells: ['[1].role: must be "a" or "b"'],
    },
    { schema: z.number().max(3), value: 12345, tells: [": Too big: expected number to be <=3"] },
    { schema: v.pipe(v.number(), v.maxValue(3)), value: 12345, tells: [": Invalid value: Expected <=3"] },
    { schema: type("number <= 3"), value: 12345, tells: [": must be at most 3"] },
    {
      schema: z.object({ a: z.string() }),
      value: {},
      tells: [".a: Invalid input: expected string, received undefined"],
    },
    { schema: v.object({ a: v.string() }), value: {}, tells: ['.a: Invalid key: Expected "a" but received undefined'] },
    { schema: type({ a: "string" }), value: {}, tells: [".a: must be a string (was missing)"] },
    { schema: v.string(), value: { a: secret }, tells: [": Invalid type: Expected string but received Object"] },
    { schema: type("string"), value: { a: secret }, tells: [": must be a string (was an object)"] },
    { schema: v.pipe(v.string(), v.email()), value: secret, tells: [": Invalid email"] },
    { schema: type("string.email"), value: secret, tells: [": must be an email address"] },
    { schema: v.pipe(v.string(), v.startsWith("x")), value: secret, tells: [': Invalid start: Expected "x"'] },
    { schema: v.pipe(v.date(), v.maxValue(new Date(0))), value: new Date(1e12), tells: [": Invalid value: Expected <=1970-01-01T00:00:00.000Z"] }, // prettier-ignore
    { schema: type("Date <= d'1970-01-01'"), value: new Date(1e12), tells: [": must be 1970 or earlier"] },
    { schema: type("string.json.parse"), value: secret, tells: [': must be a JSON string (SyntaxError: Unexpected token \'s\', "…" is not valid JSON)'] }, // prettier-ignore
    { schema: z.map(z.string(), z.number()), value: new Map([["a b", secret]]), tells: ['["a b"]: Invalid input: expected number, received string'] }, // prettier-ignore
  ])("is where and what, in the library's words: $tells", async ({ schema, value, tells }) => {
    expect(await told(schema, value)).toEqual(tells);
  });

  it("keeps words of the schema that are values elsewhere", async () => {
    const schema = z.object({ limit: z.number().max(3), other: z.number(), word: z.string() });
    expect(await told(schema, { limit: 9, other: 3, word: "number" })).toEqual([
      ".limit: Too big: expected number to be <=3",
    ]);
  });

  it("is bounded, and found quickly, however long a list is", async () => {
    const list = Array.from({ length: 20_000 }, (_, index) => ({ role: `role ${index}`, text: `text ${index}` }));
    const before = performance.now();
    const lines = await told(z.array(z.object({ role: z.literal("a"), text: z.string() })), list);
    expect(lines).toHaveLength(50);
    expect(lines[49]).toBe('[49].role: Invalid input: expected "a"');
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it("keeps single letters, punctuation, and facts that are no text", () => {
    const issue = { message: "expected a list: no, Symbol(x)", unit: Symbol("x"), requirement: Object.create(null) };
    expect(plainIssues("mine", [issue], { one: "a", two: ",", three: " ", four: "no" })[0]?.message).toBe(
      "expected a list: …, Symbol(x)",
    );
  });

  it("passes over bytes", () => {
    const [issue] = plainIssues("mine", [{ message: "no 255" }], new Uint8Array([255]));
    expect(issue?.message).toBe("no 255");
  });

  it("is one line, of bounded length, without a full stop", async () => {
    const schema = z.string().refine(() => false, { error: () => `one\n  two ${"x ".repeat(500)}` });
    const [line] = await told(schema, "");
    expect(line).toMatch(/^: one two x .*…$/);
    expect(line?.length).toBeLessThan(310);
    expect(plainIssues("mine", [{ message: "No." }, { message: "" }], 1).map(({ message }) => message)).toEqual([
      "No",
      "is invalid",
    ]);
  });

  it("writes paths as a program would", () => {
    const path = ["list", 0, "odd key", { key: "inner" }, { key: Symbol("map") }, "é"] as const;
    const issue: SchemaIssue = { message: "No", path };
    expect(plainIssues("mine", [issue], 1)[0]?.path).toBe('.list[0]["odd key"].inner[…].é');
  });
});

/** Texts that no schema below says by itself. */
const secrets = fc.oneof(
  fc.string({ minLength: 4, maxLength: 300, unit: fc.constantFrom(...Array.from("XYZ0987\"'`\\()[]{} .,|:é…😀\n")) }),
  fc.string({ minLength: 4, maxLength: 12, unit: fc.constantFrom("Q", "W", "7") }),
  fc.integer({ min: 1_000_000 }),
  fc.double({ min: 1e6, noNaN: true, noDefaultInfinity: true }),
  fc.bigInt({ min: 1_000_000n, max: 10n ** 30n }),
);

/** Schemas that refuse every secret, each with its place. */
const refusing: readonly {
  readonly name: string;
  readonly wrap: (value: unknown) => unknown;
  readonly schema: StandardSchema;
}[] = [
  // prettier-ignore
  ...[
    { name: "zod", enumeration: z.enum(["a", "b"]), custom: z.any().refine(() => false, { error: ({ input }) => `no ${String(input)}!` }) }, // prettier-ignore
    { name: "valibot", enumeration: v.picklist(["a", "b"]), custom: v.pipe(v.any(), v.check(() => false, ({ input }) => `no ${String(input)}!`)) }, // prettier-ignore
    { name: "arktype", enumeration: type("'a' | 'b'"), custom: type("unknown").narrow((value, ctx) => ctx.reject({ message: `no ${String(value)}!` })) }, // prettier-ignore
  ].flatMap(({ name, enumeration, custom }) => [
    { name: `${name}: an enumeration`, wrap: same, schema: enumeration },
    { name: `${name}: a custom message`, wrap: same, schema: custom },
  ]),
  { name: "zod: nested", wrap: nested, schema: z.object({ list: z.array(z.object({ inner: z.boolean() })) }) },
  { name: "valibot: nested", wrap: nested, schema: v.object({ list: v.array(v.object({ inner: v.boolean() })) }) },
  { name: "arktype: nested", wrap: nested, schema: type({ list: type({ inner: "boolean" }).array() }) },
  { name: "zod: a union", wrap: nested, schema: z.union([z.object({ list: z.array(z.object({ inner: z.literal("a") })) }), z.string()]) }, // prettier-ignore
  { name: "valibot: a union", wrap: nested, schema: v.union([v.object({ list: v.array(v.object({ inner: v.literal("a") })) }), v.string()]) }, // prettier-ignore
  { name: "arktype: a union", wrap: same, schema: type("string <= 3 | number < 5").or({ a: "'x'" }) },
  { name: "arktype: several", wrap: nested, schema: type({ list: type({ inner: "string.alpha & string.lower & string <= 3" }).array() }) }, // prettier-ignore
  { name: "valibot: a variant", wrap: nested, schema: v.variant("kind", [v.object({ kind: v.literal("a"), list: v.any() })]) }, // prettier-ignore
  {
    name: "a whole value in the message",
    wrap: nested,
    schema: z.any().refine(() => false, { error: ({ input }) => `got ${JSON.stringify(input, asText)}` }),
  },
];

function same(value: unknown): unknown {
  return value;
}

function nested(inner: unknown): unknown {
  return { kind: "n", list: [{ inner }] };
}

function asText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

describe("a secret value", () => {
  it.each(refusing)("is never told: $name", async ({ schema, wrap }) => {
    await fc.assert(
      fc.asyncProperty(secrets, async (value) => {
        const text = String(value);
        fc.pre(text.trim().length >= 4 && !/^[….\s]*$/.test(text.trim()));
        const all = (await told(schema, wrap(value))).join("\n");
        expect(all).not.toBe("");
        expect(all).not.toContain(text.trim().replaceAll(/\s+/g, " "));
        expect(all).not.toContain(JSON.stringify(text).slice(1, -1));
      }),
    );
  });

  it("is not told when a message shows its beginning only", async () => {
    const long = `${secret} `.repeat(100);
    const schema = z.string().refine(() => false, { error: ({ input }) => `not ${String(input).slice(0, 64)}...` });
    expect(await told(schema, long)).toEqual([": not …..."]);
  });

  it("is not told by its beginning, wherever it is cut", async () => {
    const unit = fc.constantFrom(...Array.from('XYZ 09é😀"'));
    const long = fc.string({ minLength: 21, maxLength: 200, unit }).filter((text) => text.length > 20);
    await fc.assert(
      fc.asyncProperty(long, fc.integer({ min: 20, max: 200 }), async (text, length) => {
        const error = ({ input }: { input: unknown }) => `not ${String(input).slice(0, length)}...`;
        const [line = ""] = await told(z.object({ a: z.string().refine(() => false, { error }) }), { a: text });
        expect(line).not.toContain(text.slice(0, 20));
      }),
    );
  });

  it("is not told by a library in another language", () => {
    const issue = { message: `Ungültiger Typ: string erwartet, "${secret}" erhalten`, received: `"${secret}"` };
    expect(plainIssues("valibot", [issue], { deep: [secret] })[0]?.message).toBe(
      'Ungültiger Typ: string erwartet, "…" erhalten',
    );
  });
});
