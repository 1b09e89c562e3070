import { toast } from "./toasts.tsx";

/** Puts a text into the clipboard, and says `said`; where the browser does not let it, says that. */
export function copyText(text: string, said: string): void {
  void isCopied(text).then((isDone) =>
    toast(
      isDone
        ? said
        : "The browser does not let this page copy: that needs https, or a page that comes from this machine.",
    ),
  );
}

async function isCopied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // it was refused, or there is no clipboard: so it is by plain HTTP from another machine
  }
}
