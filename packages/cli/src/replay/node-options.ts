import { fileURLToPath } from "node:url";

// What is the same for all processes that run the code of the user.

const isSource = import.meta.url.endsWith(".ts");

/** The file of a module of this package, named as in the source: in the package it is the compiled one. */
export function inThisBuild(url: URL): string {
  return fileURLToPath(url).replace(/\.ts$/, isSource ? ".ts" : ".js");
}

/** What node is told: to read TypeScript, also where it does not do so by itself. */
export function nodeOptions(): string[] {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const strips = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
  const given = conditionsIn(process.execArgv);
  return [
    ...(strips ? [] : ["--experimental-strip-types"]),
    "--disable-warning=ExperimentalWarning",
    ...new Set([...given, ...(isSource ? ["@burrjs/source"] : [])].map((one) => `--conditions=${one}`)),
  ];
}

/** The conditions for `exports` of packages that this process was started with: the code is to find the same files. */
function conditionsIn(options: readonly string[]): string[] {
  return options.flatMap((option, index) => {
    const [, joined] = /^(?:--conditions|-C)=(.*)$/.exec(option) ?? [];
    if (joined !== undefined) return [joined];
    const next = options[index + 1];
    return (option === "--conditions" || option === "-C") && next !== undefined ? [next] : [];
  });
}
