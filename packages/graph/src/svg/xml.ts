type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; its attributes and texts are escaped, `inner` are elements or texts by `xmlText()`. */
export function element(name: string, attributes: Attributes, ...inner: readonly string[]): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${xmlText(typeof value === "number" ? short(value) : value)}"`],
  );
  const open = `<${name}${written.join("")}`;
  return inner.length === 0 ? `${open}/>` : `${open}>${inner.join("")}</${name}>`;
}

/** `text`, as it may stand in XML. */
export function xmlText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** A number with at most two decimals. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
