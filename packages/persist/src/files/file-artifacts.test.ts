import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { artifactCases } from "@burrjs/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { fileArtifacts } from "./index.ts";

/** A directory that is there until the test is over. */
async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "burr-files-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

/** A store in a directory that does not exist yet, and what the tests look at from outside. */
async function openFiles() {
  const parent = await temporaryDirectory();
  const directory = join(parent, "deep", "artifacts");
  const store = fileArtifacts(directory);
  const pathOf = (hash: string): string => join(directory, hash.slice(0, 2), hash.slice(2));
  const namesBeside = async (hash: string): Promise<string[]> => readdir(join(directory, hash.slice(0, 2)));
  const listed = async (): Promise<string[]> => {
    const hashes = [];
    for await (const { hash } of store.backend.list()) hashes.push(hash);
    return hashes;
  };
  return { parent, directory, store, pathOf, namesBeside, listed };
}

describe.each([{ sync: true }, { sync: false }])("fileArtifacts() with sync $sync", ({ sync }) => {
  const cases = artifactCases(async () => {
    const directory = await temporaryDirectory();
    const damage = (hash: string, bytes: Uint8Array) =>
      writeFile(join(directory, hash.slice(0, 2), hash.slice(2)), bytes);
    return { store: fileArtifacts(directory, { sync }), damage };
  });

  it.each(cases)("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
});

describe("fileArtifacts()", () => {
  it("makes nothing until something is put, and then a directory and files of this user only", async () => {
    const { directory, store, pathOf, listed } = await openFiles();
    expect(await listed()).toEqual([]);
    expect(await store.backend.read("0".repeat(64))).toBeUndefined();
    await store.backend.delete("0".repeat(64));
    await expect(stat(directory)).rejects.toMatchObject({ code: "ENOENT" });
    const { hash } = await store.put("abc");
    const paths = [directory, join(directory, hash.slice(0, 2)), pathOf(hash)];
    const modes = await Promise.all(paths.map(async (path) => (await stat(path)).mode & 0o777));
    expect(modes).toEqual([0o700, 0o700, 0o600]);
    expect(await readFile(pathOf(hash), "utf8")).toBe("abc");
  });

  it("shares its directory with another store, and finds again what was there", async () => {
    const { directory, store } = await openFiles();
    const other = fileArtifacts(directory);
    const [artifact] = await Promise.all([store.put("same"), other.put("same"), other.put("more")]);
    expect(await other.fromData(artifact.toJSON()).text()).toBe("same");
  });

  it("gives a content that is put again a new time", async () => {
    const { store, pathOf } = await openFiles();
    const { hash } = await store.put("again");
    await utimes(pathOf(hash), 1, 1);
    const sweep = () => store.sweep(new Set(), { olderThanMs: 0, now: () => 2000 });
    await store.put("again");
    expect(await sweep()).toEqual({ deleted: 0, bytes: 0 });
    await utimes(pathOf(hash), 1, 1);
    expect(await sweep()).toEqual({ deleted: 1, bytes: 5 });
  });

  it("leaves no temporary file, also when the disk fails, and throws its error as it is", async () => {
    const { store, pathOf, namesBeside } = await openFiles();
    const { hash } = await store.put("abc");
    expect(await namesBeside(hash)).toEqual([hash.slice(2)]);
    await rm(pathOf(hash));
    await mkdir(pathOf(hash));
    await expect(store.put("abc")).rejects.toMatchObject({ syscall: "rename", code: "EISDIR" });
    await expect(store.backend.read(hash)).rejects.toMatchObject({ code: "EISDIR" });
    expect(await namesBeside(hash)).toEqual([hash.slice(2)]);
  });

  it("throws the error of the disk when its directory is a file", async () => {
    const { parent } = await openFiles();
    const path = join(parent, "file");
    await writeFile(path, "");
    const store = fileArtifacts(path);
    await expect(store.put("abc")).rejects.toMatchObject({ code: "EEXIST" });
    await expect(store.backend.list()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  it("takes away what a crashed writer left, once it is an hour old, and nothing that is not its own", async () => {
    const { store, pathOf, namesBeside, listed } = await openFiles();
    const { hash } = await store.put("abc");
    const old = `.${hash.slice(2)}.01234567-89ab-cdef-0123-456789abcdef.tmp`;
    const young = `.${hash.slice(2)}.11234567-89ab-cdef-0123-456789abcdef.tmp`;
    const beside = [old, young, "notes.txt", ".tmp"].map((name) => join(pathOf(hash), "..", name));
    for (const path of beside) await writeFile(path, "half");
    for (const path of beside) if (!path.endsWith(young)) await utimes(path, 1, 1);
    expect(await listed()).toEqual([hash]);
    expect(await namesBeside(hash)).toEqual([young, hash.slice(2), "notes.txt", ".tmp"].toSorted());
  });
});

describe("a symbolic link in the directory of fileArtifacts()", () => {
  it("is not followed when it stands for a file: it counts as missing, and is replaced or removed itself", async () => {
    const { parent, store, pathOf, listed } = await openFiles();
    const artifact = await store.put("abc");
    const outside = join(parent, "outside");
    await writeFile(outside, "abc");
    const link = async () => {
      await rm(pathOf(artifact.hash), { force: true });
      await symlink(outside, pathOf(artifact.hash));
    };
    await link();
    await expect(artifact.text()).rejects.toMatchObject({ code: "artifact-missing" });
    expect(await listed()).toEqual([]);
    await store.backend.delete(artifact.hash);
    await link();
    await store.put("abc");
    expect(await listed()).toEqual([artifact.hash]);
    expect(await readFile(outside, "utf8")).toBe("abc");
  });

  it("is not followed when it stands for a directory: nothing is read, listed, deleted or written there", async () => {
    const { parent, directory, store, listed } = await openFiles();
    const artifact = await store.put("abc");
    const [shard, name] = [artifact.hash.slice(0, 2), artifact.hash.slice(2)];
    const outside = join(parent, "outside");
    await mkdir(outside);
    await writeFile(join(outside, name), "abc");
    await rm(join(directory, shard), { recursive: true });
    await symlink(outside, join(directory, shard));
    await expect(artifact.text()).rejects.toMatchObject({ code: "artifact-missing" });
    expect(await listed()).toEqual([]);
    await store.backend.delete(artifact.hash);
    await expect(store.put("abc")).rejects.toMatchObject({ code: "EEXIST" });
    expect(await readdir(outside)).toEqual([name]);
  });

  it("may be the directory itself", async () => {
    const { parent, directory, store } = await openFiles();
    const artifact = await store.put("abc");
    await symlink(directory, join(parent, "link"));
    const linked = fileArtifacts(join(parent, "link"));
    await linked.put("more");
    expect(await linked.fromData(artifact.toJSON()).text()).toBe("abc");
  });
});
