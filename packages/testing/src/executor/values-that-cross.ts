/** Values of all kinds that state may have, by what they are. Made anew at each call. */
export function valuesThatCross(): Readonly<Record<string, unknown>> {
  return {
    "plain data": { text: "é💥\u0000", list: [1, null, true, [[]], {}] },
    "what JSON has no text for": [Number.NaN, -0, Number.POSITIVE_INFINITY, 12n, undefined, { none: undefined }],
    "a date, a map and a set": [new Date(5), new Map<unknown, unknown>([[{ a: 1 }, new Set(["b"])]]), new Date(Number.NaN)], // prettier-ignore
    bytes: [Uint8Array.of(1, 2, 255), Float64Array.of(0.1), new ArrayBuffer(3)],
    "a list with holes": Object.assign(Array.from({ length: 3 }).fill(0), { length: 5 }),
    "an expression and a URL": [/a+/giu, new URL("https://example.org/?a=1#b")],
    "an error with a cause": new TypeError("Wrong.", { cause: new AggregateError([new Error("One.")], "All.") }),
    "names that objects have": JSON.parse('{ "__proto__": 1, "constructor": 2, "toJSON": 3, "$burr": 4 }') as unknown,
    "a long text": "x".repeat(300_000),
  };
}
