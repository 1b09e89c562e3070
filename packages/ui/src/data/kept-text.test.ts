import { afterEach, expect, it, vi } from "vitest";
import { keepText, keptElsewhere, keptText } from "./kept-text.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

it("what the browser has no room for stands for the page, until another tab keeps something there", () => {
  const texts = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => texts.get(name) ?? null,
    removeItem: (name: string) => texts.delete(name),
    setItem(name: string, text: string): void {
      if (text.length > 10) throw new DOMException("Full.", "QuotaExceededError");
      texts.set(name, text);
    },
  });
  keepText("full", "short");
  keepText("full", "much too long");
  expect(keptText("full")).toBe("much too long");
  keptElsewhere("other");
  expect(keptText("full")).toBe("much too long");
  keptElsewhere("full");
  expect(keptText("full")).toBe("short");
  keepText("full", undefined);
  expect(keptText("full")).toBeNull();
});

it("where the browser forbids to keep anything, nothing was kept, and all stands for the page", () => {
  const forbidden = new Proxy({}, { get: () => { throw new DOMException("Denied.", "SecurityError"); } }); // prettier-ignore
  vi.stubGlobal("localStorage", forbidden);
  expect(keptText("forbidden")).toBeNull();
  keepText("forbidden", "dark");
  expect(keptText("forbidden")).toBe("dark");
  keepText("forbidden", undefined);
  expect(keptText("forbidden")).toBeNull();
});
