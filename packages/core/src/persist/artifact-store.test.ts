import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { burr } from "../index.ts";
import { memoryArtifacts } from "./artifact-memory.ts";
import { Artifact, artifactData } from "./artifact-reference.ts";
import { type ArtifactContent, type ArtifactStore, artifactStore } from "./artifact-store.ts";

/** A store whose backend answers each read with what `read` gives. */
function reading(read: () => Promise<Uint8Array>): ArtifactStore {
  return artifactStore({ ...memoryArtifacts().backend, read });
}

const bytesOfA = Uint8Array.of(97);

describe("put()", () => {
  it("names a content by its SHA-256", async () => {
    // The first test vector of FIPS 180-4.
    const hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(await memoryArtifacts().put("abc")).toMatchObject({ hash, sizeBytes: 3, mediaType: undefined });
  });

  it("gives back any bytes, in whatever form they came", async () => {
    const forms: ((bytes: Uint8Array<ArrayBuffer>) => ArtifactContent)[] = [
      (bytes) => bytes,
      (bytes) => bytes.slice().buffer,
      (bytes) => new Blob([bytes]),
      (bytes) => Buffer.from(bytes),
      (bytes) => Uint8Array.of(1, ...bytes, 2).subarray(1, -1),
    ];
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.constantFrom(...forms), async (given, form) => {
        const bytes = new Uint8Array(given);
        const artifact = await memoryArtifacts().put(form(bytes));
        expect(artifact.sizeBytes).toBe(bytes.length);
        expect(await artifact.bytes()).toEqual(bytes);
      }),
    );
  });

  it("gives back any text, and any JSON", async () => {
    const store = memoryArtifacts();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), fc.jsonValue(), async (text, json) => {
        expect(await (await store.put(text)).text()).toBe(text);
        const written = JSON.stringify(json);
        expect(JSON.stringify(await (await store.put(written)).json())).toBe(JSON.stringify(JSON.parse(written)));
      }),
    );
  });

  it("gives back text with its byte order mark, and reads JSON that begins with one", async () => {
    const artifact = await memoryArtifacts().put("\uFEFF{}");
    expect([await artifact.text(), await artifact.json()]).toEqual(["\uFEFF{}", {}]);
  });

  it.each([
    { what: "a string", content: "a", facts: {} },
    { what: "bytes", content: bytesOfA, facts: {} },
    { what: "a blob without a type", content: new Blob(["a"]), facts: {} },
    { what: "a blob", content: new Blob(["a"], { type: "image/png" }), facts: { mediaType: "image/png" } },
    {
      what: "a file",
      content: new File(["a"], "a.png", { type: "image/png" }),
      facts: { mediaType: "image/png", name: "a.png" },
    },
  ])("knows of $what what it tells itself, unless it is told otherwise", async ({ content, facts }) => {
    const store = memoryArtifacts();
    const { hash, sizeBytes } = await store.put("a");
    expect(artifactData(await store.put(content))).toEqual({ hash, sizeBytes, ...facts });
    const told = { mediaType: "text/plain", name: "b" };
    expect(artifactData(await store.put(content, told))).toEqual({ hash, sizeBytes, ...told });
  });

  it("fails as its backend does", async () => {
    const full = new Error("No space left.");
    const store = artifactStore({ ...memoryArtifacts().backend, write: () => Promise.reject(full) });
    await expect(store.put("a")).rejects.toBe(full);
  });
});

describe("an artifact", () => {
  it("cannot be changed, and keeps in a log and in JSON to what it is, without its bytes", async () => {
    const artifact = await memoryArtifacts().put("the content", { name: "a.txt" });
    expect(() => Object.assign(artifact, { hash: "other" })).toThrow(TypeError);
    expect(JSON.parse(JSON.stringify({ artifact }))).toEqual({
      artifact: { hash: artifact.hash, sizeBytes: 11, name: "a.txt" },
    });
    expect(inspect(artifact)).toMatch(/^Artifact \{\s+hash: '[0-9a-f]{64}',\s+sizeBytes: 11,/);
    expect(inspect(artifact, { depth: Infinity, showHidden: true })).not.toContain("content");
  });

  it("is a value of state", async () => {
    const store = memoryArtifacts();
    const b = burr<{ picture?: Artifact; length?: number }>();
    const draw = b.action({
      reads: [],
      writes: ["picture"],
      run: async () => ({ picture: await store.put("a picture") }),
    });
    const measure = b.action({
      reads: ["picture"],
      writes: ["length"],
      run: async ({ picture }) => ({ length: (await picture?.text())?.length ?? 0 }),
    });
    const app = b.application({
      actions: { draw, measure },
      transitions: [["draw", "measure"]],
      entrypoint: "draw",
      state: {},
    });
    expect((await app.run()).state.toJSON()).toEqual({ picture: await store.put("a picture"), length: 9 });
  });

  it("reads plain bytes, whatever its backend gives", async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3), 1, 1);
    shared.set(bytesOfA);
    const { hash } = await memoryArtifacts().put(bytesOfA);
    for (const stored of [Buffer.from("a"), Buffer.from("bab").subarray(1, 2), shared]) {
      const read = await reading(() => Promise.resolve(stored)).fromData({ hash, sizeBytes: 1 }).bytes(); // prettier-ignore
      expect(read).toEqual(bytesOfA);
      expect([read.constructor, read.buffer.constructor]).toEqual([Uint8Array, ArrayBuffer]);
    }
  });

  it("asks the store at each read, and fails as it does", async () => {
    const answers = [Promise.resolve(bytesOfA), Promise.reject(new Error("Nobody is there."))];
    answers[1]?.catch(() => {});
    const { hash } = await memoryArtifacts().put(bytesOfA);
    const artifact = reading(() => answers.shift() ?? Promise.resolve(bytesOfA)).fromData({ hash, sizeBytes: 1 });
    expect(await artifact.text()).toBe("a");
    await expect(artifact.text()).rejects.toThrow("Nobody is there.");
    expect(await artifact.text()).toBe("a");
  });

  it("is corrupt when its size is not the one that was put", async () => {
    const store = memoryArtifacts();
    const { hash } = await store.put("a");
    await expect(store.fromData({ hash, sizeBytes: 2 }).bytes()).rejects.toMatchObject({ code: "artifact-corrupt" });
  });
});

describe("fromData()", () => {
  it("makes the same artifact of what was stored as JSON", async () => {
    const store = memoryArtifacts();
    const options = fc.record({ mediaType: fc.string(), name: fc.string() }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(fc.string(), options, async (text, told) => {
        const artifact = await store.put(text, told);
        const again = store.fromData(JSON.parse(JSON.stringify(artifactData(artifact))));
        expect(again).toBeInstanceOf(Artifact);
        expect(again).toEqual(artifact);
        expect(await again.text()).toBe(await artifact.text());
      }),
    );
  });

  const hash = "a".repeat(64);
  it.each([
    { what: "nothing", data: undefined, of: "" },
    { what: "a hash alone", data: hash, of: "" },
    { what: "a list", data: [hash, 1], of: "" },
    { what: "no hash", data: { sizeBytes: 1 }, of: "" },
    { what: "a short hash", data: { hash: hash.slice(1), sizeBytes: 1 }, of: "" },
    { what: "a hash in capitals", data: { hash: hash.toUpperCase(), sizeBytes: 1 }, of: "" },
    { what: "a hash and a line break", data: { hash: `${hash}\n`, sizeBytes: 1 }, of: "" },
    { what: "a path", data: { hash: `../${hash.slice(3)}`, sizeBytes: 1 }, of: "" },
    { what: "no size", data: { hash }, of: hash },
    { what: "a size below 0", data: { hash, sizeBytes: -1 }, of: hash },
    { what: "half a byte", data: { hash, sizeBytes: 0.5 }, of: hash },
    { what: "a size in words", data: { hash, sizeBytes: "1" }, of: hash },
    { what: "a media type of null", data: { hash, sizeBytes: 1, mediaType: null }, of: hash },
    { what: "a name that is a number", data: { hash, sizeBytes: 1, name: 1 }, of: hash },
  ])("refuses $what", ({ data, of }) => {
    const error = expect.objectContaining({ code: "artifact-corrupt", details: { hash: of } });
    expect(() => memoryArtifacts().fromData(data)).toThrow(error);
  });

  it("refuses anything else, and takes nothing but facts from what it accepts", () => {
    const store = memoryArtifacts();
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(() => store.fromData(data)).toThrow(expect.objectContaining({ code: "artifact-corrupt" }));
      }),
    );
    expect(store.fromData({ hash, sizeBytes: 0, bytes: "no", read: "no" })).toEqual(
      store.fromData({ hash, sizeBytes: 0 }),
    );
  });
});

describe("sweep()", () => {
  it("deletes exactly what is old and not referenced", async () => {
    const entry = fc.record({ atMs: fc.nat(100), isReferenced: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(entry), fc.nat(100), async (entries, olderThanMs) => {
        let nowMs = 0;
        const store = memoryArtifacts({ now: () => nowMs });
        const artifacts = [];
        for (const [index, { atMs, isReferenced }] of entries.entries()) {
          nowMs = atMs;
          artifacts.push({
            ...artifactData(await store.put(`${index}`)),
            goes: !isReferenced && atMs + olderThanMs < 100,
          });
        }
        const referenced = new Set(
          artifacts.filter((_, index) => entries[index]?.isReferenced).map(({ hash }) => hash),
        );
        const gone = artifacts.filter(({ goes }) => goes);
        expect(await store.sweep(referenced, { olderThanMs, now: () => 100 })).toEqual({
          deleted: gone.length,
          bytes: gone.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        });
        for (const { hash, goes } of artifacts) expect((await store.backend.read(hash)) === undefined).toBe(goes);
      }),
    );
  });

  it("spares a content that was put again lately", async () => {
    let nowMs = 0;
    const store = memoryArtifacts({ now: () => nowMs });
    await store.put("again");
    nowMs = 1000;
    const artifact = await store.put("again");
    const options = { olderThanMs: 100, now: () => nowMs };
    expect(await store.sweep(new Set(), options)).toEqual({ deleted: 0, bytes: 0 });
    nowMs = 1101;
    expect(await store.sweep(new Set(), options)).toEqual({ deleted: 1, bytes: 5 });
    await expect(artifact.text()).rejects.toMatchObject({ code: "artifact-missing" });
  });

  it.each([-1, Number.NaN])("refuses an age of %s", async (olderThanMs) => {
    const sweeping = memoryArtifacts().sweep(new Set(), { olderThanMs });
    await expect(sweeping).rejects.toMatchObject({ code: "invalid-option", details: { option: "olderThanMs" } });
  });
});
