/** Code: a module, and an export of it. */
export interface CodeExport {
  readonly module: string;
  readonly name: string;
}

/** Reads `<module>#<export>`; without the `#`, the default export is meant. `undefined`: the text names no code. */
export function parseCodeExport(text: string): CodeExport | undefined {
  const hash = text.lastIndexOf("#");
  const [module, name] = hash < 0 ? [text, "default"] : [text.slice(0, hash), text.slice(hash + 1)];
  return module === "" || name === "" ? undefined : { module, name };
}
