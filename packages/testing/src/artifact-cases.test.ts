import { type ArtifactBackend, artifactStore, memoryArtifacts } from "@burrjs/core/persist";
import { describe, expect, it } from "vitest";
import { type ArtifactCase, artifactCases } from "./artifact-cases.ts";

/** The cases for memory, as it is or as `spoil` makes it. */
function casesOf(spoil: (backend: ArtifactBackend) => Partial<ArtifactBackend> = () => ({})) {
  return artifactCases(async () => {
    const { backend } = memoryArtifacts();
    return { store: artifactStore({ ...backend, ...spoil(backend) }), damage: backend.write };
  });
}

async function failuresOf(cases: readonly ArtifactCase[]): Promise<string[]> {
  const tried = await Promise.all(
    cases.map(({ name, run }) =>
      run().then(
        () => [],
        () => [name],
      ),
    ),
  );
  return tried.flat();
}

describe("memoryArtifacts()", () => {
  it.each(casesOf())("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
});

describe("artifactCases()", () => {
  const half = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.length / 2);

  it.each<{ what: string; spoil: (backend: ArtifactBackend) => Partial<ArtifactBackend>; finds: RegExp }>([
    { what: "forgets", spoil: () => ({ write: async () => {} }), finds: /gives back 1 bytes/ },
    {
      what: "keeps the first content for ever",
      spoil: ({ read, write }) => ({
        write: async (hash, bytes) => ((await read(hash)) === undefined ? write(hash, bytes) : undefined),
      }),
      finds: /heals/,
    },
    {
      what: "writes in two parts",
      spoil: ({ write }) => ({
        async write(hash, bytes) {
          await write(hash, half(bytes));
          await write(hash, bytes);
        },
      }),
      finds: /all of a content or nothing/,
    },
    { what: "keeps what was deleted", spoil: () => ({ delete: async () => {} }), finds: /deletes/ },
    {
      what: "minds a second delete",
      spoil: (backend) => ({
        async delete(hash) {
          if ((await backend.read(hash)) === undefined) throw new Error("There is nothing.");
          await backend.delete(hash);
        },
      }),
      finds: /deletes/,
    },
    { what: "lists nothing", spoil: () => ({ async *list() {} }), finds: /lists/ },
    {
      what: "takes any name",
      spoil: ({ read }) => ({ read: (hash) => (hash === "" ? Promise.resolve(undefined) : read(hash)) }),
      finds: /refuses what is no hash/,
    },
    {
      what: "says that all is old",
      spoil: (backend) => ({
        async *list() {
          for await (const info of backend.list()) yield { ...info, storedAtMs: 0 };
        },
      }),
      finds: /time/,
    },
  ])("finds out a backend that $what", async ({ spoil, finds }) => {
    expect((await failuresOf(casesOf(spoil))).join("\n")).toMatch(finds);
  });

  it("opens a store for each case, and closes it also when the case fails", async () => {
    const seen = { opened: 0, closed: 0 };
    const cases = artifactCases(async () => {
      seen.opened += 1;
      const store = artifactStore({ ...memoryArtifacts().backend, write: () => Promise.reject(new Error("Full.")) });
      return { store, damage: store.backend.write, close: async () => void (seen.closed += 1) };
    });
    expect((await failuresOf(cases)).length).toBeGreaterThan(5);
    expect(seen).toEqual({ opened: cases.length, closed: cases.length });
  });
});
