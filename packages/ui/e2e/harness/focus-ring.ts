/** What is wrong with how the focus is shown: nothing, where there is a line of 2 pixels with a contrast of 3 to 1 to what is around it. */
export function ringFault(): string {
  const one = document.activeElement;
  if (one === null) return "";
  // What draws itself otherwise has the ring on what stands for it: a label, a shape, or the row under the cursor.
  const active = document.getElementById(one.getAttribute("aria-activedescendant") ?? "");
  const shapes = one instanceof SVGElement ? [...one.children] : [];
  const around = [one, one.nextElementSibling, one.parentElement, active, ...shapes];
  const rings = around.flatMap((element) => (element === null ? [] : ringsOf(element)));
  const name = `${one.localName}[${one.getAttribute("role") ?? ""}] ${one.getAttribute("aria-label") ?? one.textContent?.slice(0, 40) ?? ""}`;
  if (rings.length === 0) return `Its focus cannot be seen: ${name}`;
  const best = Math.max(...rings.map(({ line, ground }) => contrast(line, ground)));
  return best >= 3 ? "" : `Its focus is pale, ${best.toFixed(2)} to 1: ${name}`;

  function ringsOf(element: Element): readonly { readonly line: string; readonly ground: string }[] {
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset, boxShadow, strokeWidth, stroke } =
      getComputedStyle(element);
    const isInside = Number.parseFloat(outlineOffset) < 0;
    const ground = groundOf(isInside ? element : element.parentElement);
    const hasOutline = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    const shadow = /^rgba?\([^)]*\)/.exec(boxShadow)?.[0];
    const isStroke = element instanceof SVGRectElement && Number.parseFloat(strokeWidth) >= 2;
    return [
      ...(hasOutline ? [{ line: outlineColor, ground }] : []),
      ...(shadow === undefined ? [] : [{ line: shadow, ground }]),
      ...(isStroke ? [{ line: stroke, ground }] : []),
    ];
  }

  /** The first colour behind an element that hides what is behind it. */
  function groundOf(element: Element | null): string {
    for (let at = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (channels(backgroundColor)[3] === 1) return backgroundColor;
    }
    return getComputedStyle(document.documentElement).backgroundColor;
  }

  function contrast(line: string, ground: string): number {
    const [light = 0, dark = 0] = [luminance(line), luminance(ground)].toSorted((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }

  function luminance(colour: string): number {
    const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
      const part = value / 255;
      return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function channels(colour: string): readonly number[] {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  }
}
