import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { buildPage } from "./build-page.ts";

const root = join(import.meta.dirname, "../../../..");
const run = promisify(execFile);

interface Manifest {
  readonly bin?: { readonly burr?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The `burr` command, as people have it who have installed it. */
export interface InstalledCli extends AsyncDisposable {
  /** Runs a command to its end. */
  readonly burr: (...args: readonly string[]) => Promise<unknown>;
  /** Starts `burr ui` over a folder. */
  readonly serve: (dir: string) => Promise<InstalledUi>;
}

/** `burr ui` at work. */
interface InstalledUi extends AsyncDisposable {
  readonly signInUrl: string;
  /** Ends it as Ctrl-C does. Gives its exit code. */
  readonly end: () => Promise<number | null>;
}

/** Packs the command and all packages that it needs, and unpacks them in an empty folder. What is not ours is that of the repository. */
export async function installCli(): Promise<InstalledCli> {
  await using page = await buildPage();
  await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", join(root, "packages/cli")]);
  const folder = await mkdtemp(join(tmpdir(), "burr-installed-"));
  const modules = join(folder, "node_modules");
  const packed = new Set<string>();
  const install = async (name: string): Promise<void> => {
    if (packed.has(name)) return;
    packed.add(name);
    const target = join(modules, "@burrjs", name);
    const { dependencies = {} } = await unpack(name, page.folder, folder, target);
    for (const one of Object.keys(dependencies)) {
      if (one.startsWith("@burrjs/")) await install(one.slice("@burrjs/".length));
      else await link(name, one, join(target, "node_modules", one));
    }
  };
  await install("cli");
  const { bin } = await manifestOf(join(modules, "@burrjs/cli"));
  const program = join(modules, "@burrjs/cli", bin?.burr ?? "");
  // Nothing of this process's environment: it could say where the sources are.
  const options = { cwd: folder, env: { HOME: folder, PATH: process.env["PATH"] ?? "" } };
  return {
    burr: async (...args) => await run(process.execPath, [program, ...args], options),
    async serve(dir) {
      const args = [program, "ui", "--dir", dir, "--port", "0", "--no-open", "--json"];
      const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
      const ended = once(child, "exit");
      const end = async (): Promise<number | null> => {
        child.kill("SIGINT");
        await ended;
        return child.exitCode;
      };
      const { sign_in_url: signInUrl } = JSON.parse(await firstLine(child)) as { readonly sign_in_url: string };
      return { signInUrl, end, [Symbol.asyncDispose]: async () => void (await end()) };
    },
    [Symbol.asyncDispose]: async () => await rm(folder, { recursive: true, force: true }),
  };
}

/** Makes a package of the sources, with the page in that of the server, and unpacks it. */
async function unpack(name: string, page: string, folder: string, target: string): Promise<Manifest> {
  const staged = join(folder, "packing", name);
  const skipped = /\/(?:node_modules|ui)$/;
  await cp(join(root, "packages", name), staged, { recursive: true, filter: (path) => !skipped.test(path) });
  if (name === "server") await cp(page, join(staged, "ui"), { recursive: true });
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json", "--offline"], { cwd: staged });
  const [{ filename } = { filename: "" }] = JSON.parse(stdout) as readonly { readonly filename: string }[];
  await mkdir(target, { recursive: true });
  await run("tar", ["-xzf", join(staged, filename), "-C", target, "--strip-components=1"]);
  await rm(staged, { recursive: true });
  return await manifestOf(target);
}

/** Gives a package what the repository has installed for it. */
async function link(name: string, dependency: string, target: string): Promise<void> {
  const own = join(root, "packages", name, "node_modules", dependency);
  await mkdir(dirname(target), { recursive: true });
  await symlink(existsSync(own) ? own : join(root, "node_modules", dependency), target);
}

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
}

async function firstLine({ stdout }: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error("The command has ended without a word.");
}
