const deviceNames = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * Whether a text may be the name of a file or folder of a log. Refused: what is no name at all, what leads elsewhere on some
 * system, hidden names, and those that Windows takes for devices or cuts. Such a name is only ever compared with what a folder
 * lists; this check comes on top.
 */
export function isPlainName(name: string): boolean {
  return (
    name !== "" &&
    !name.startsWith(".") &&
    !/[. ]$/.test(name) &&
    // oxlint-disable-next-line no-control-regex -- control characters are what it is about
    !/[/\\\u0000-\u001f\u007f-\u009f]/.test(name) &&
    !/\p{Surrogate}/u.test(name) &&
    Buffer.byteLength(name) <= 255 &&
    !deviceNames.test(name)
  );
}
