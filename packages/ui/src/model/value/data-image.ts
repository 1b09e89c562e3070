/** A picture that stands in the text of a value. */
export interface DataImage {
  readonly mime: string;
  readonly bytes: number;
}

const kinds = /^data:(image\/(?:png|jpeg|gif|webp));base64,/;

/** The picture that a text is; `undefined` for other texts, and for kinds that are not shown. `length`: of the whole text. */
export function dataImage(text: string, length = text.length): DataImage | undefined {
  const mime = kinds.exec(text)?.[1];
  if (mime === undefined) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return { mime, bytes: Math.max(0, Math.floor(((length - `data:${mime};base64,`.length) * 3) / 4) - padding) };
}
