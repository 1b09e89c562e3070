import { sha256 } from "@burrjs/core/persist";

/** What is known of the machine and the process that logs are written on. */
export interface Machine {
  /** `undefined` where machines have no names, as in a browser. */
  readonly host: string | undefined;
  /** 0 where there are no processes. */
  readonly pid: number;
  /** Its name and version. */
  readonly runtime: string;
  /** The SHA-256 of bytes, or of a text in UTF-8, as 64 hexadecimal digits. */
  readonly sha256: (content: string | Uint8Array) => string;
  /** The text of a file of reasonable size; `undefined` where there is none. Never throws. */
  readonly readText: (path: string) => string | undefined;
  /** The folder that the process works in. */
  readonly folder: () => string | undefined;
}

/** The machine that this code runs on. */
export const machine: Machine = nodeMachine() ?? plainMachine();

/** A machine of which nothing but the language is known. */
export function plainMachine(): Machine {
  return {
    host: undefined,
    pid: 0,
    runtime: typeof navigator === "object" ? (navigator.userAgent ?? "unknown") : "unknown",
    sha256,
    readText: () => undefined,
    folder: () => undefined,
  };
}

/** Files above this size are none that we look for. */
const largestFile = 16 * 1024 * 1024;

/**
 * Node, or what is like it. Its modules are asked for while the program runs: an import of them would keep this one from being loaded
 * elsewhere.
 */
function nodeMachine(): Machine | undefined {
  if (typeof process !== "object" || typeof process.getBuiltinModule !== "function") return undefined;
  try {
    const [crypto, fs, os] = [
      process.getBuiltinModule("node:crypto"),
      process.getBuiltinModule("node:fs"),
      process.getBuiltinModule("node:os"),
    ];
    return {
      host: os.hostname(),
      pid: process.pid,
      runtime: runtimeOf(process.versions),
      sha256: (content) => crypto.createHash("sha256").update(content).digest("hex"),
      readText(path) {
        try {
          const file = fs.statSync(path);
          return file.isFile() && file.size <= largestFile ? fs.readFileSync(path, "utf8") : undefined;
        } catch {
          return undefined;
        }
      },
      folder() {
        try {
          return process.cwd();
        } catch {
          return undefined; // it has been deleted
        }
      },
    };
  } catch {
    return undefined; // it only looks like Node
  }
}

function runtimeOf({ bun, deno, node }: NodeJS.ProcessVersions): string {
  if (bun !== undefined) return `bun ${bun}`;
  return deno === undefined ? `node ${node}` : `deno ${deno}`;
}
