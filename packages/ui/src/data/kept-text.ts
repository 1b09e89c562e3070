/** What the browser would not keep: it stands for this page alone. */
const here = new Map<string, string | undefined>();

/** The text that the browser keeps under a name; `null`: none. */
export function keptText(name: string): string | null {
  if (here.has(name)) return here.get(name) ?? null;
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // somebody has forbidden it: nothing was kept
  }
}

/** Keeps a text under a name; `undefined` takes it away. What the browser has no room for, or forbids, lasts as long as the page. */
export function keepText(name: string, text: string | undefined): void {
  here.delete(name);
  try {
    if (text === undefined) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    here.set(name, text);
  }
}

/** Another tab has kept something under a name; `null`: under any. What this page has had for itself is older. */
export function keptElsewhere(name: string | null): void {
  if (name === null) here.clear();
  else here.delete(name);
}
