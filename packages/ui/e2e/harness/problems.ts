import { securityHeaders } from "@burrjs/server";
import type { BrowserContext, Page } from "playwright-core";

/** What should not have happened, in the order in which it did. */
export class Problems {
  readonly #found: string[] = [];
  readonly #expected: RegExp[] = [];

  /** What is no problem in this test. */
  expect(...patterns: readonly RegExp[]): void {
    this.#expected.push(...patterns);
  }

  add(text: string): void {
    this.#found.push(text);
  }

  /** All that was found since the last call. */
  take(): readonly string[] {
    return this.#found.splice(0).filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }
}

/** Runs in each page before its own code: tells of what the page's rules have stopped, and of scripts in data that ran. */
function tell(): void {
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error(
      `Not allowed by ${event.effectiveDirective}: ${event.blockedURI} ${event.sample} (${event.sourceFile})`,
    );
  });
  Object.defineProperty(globalThis, "burrRan", {
    set(what: unknown) {
      console.error(`A script of the data ran: ${String(what)}`);
    },
  });
}

/** Notes the errors of all pages of a context, its dialogs, each request that goes elsewhere than to `origin`, and each answer without the headers that all have. */
export async function watchContext(context: BrowserContext, origin: string): Promise<Problems> {
  const problems = new Problems();
  await context.addInitScript(tell);
  context.on("page", (page) => watchPage(page, problems));
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(?:data|blob):/.test(url)) problems.add(`A request to ${url}`);
  });
  context.on("response", (response) => {
    if (!response.url().startsWith(`${origin}/`)) return;
    const headers = response.headers();
    const missing = Object.entries(securityHeaders).filter(([name, value]) => headers[name] !== value);
    if (missing.length > 0) problems.add(`Without its headers: ${response.status()} ${response.url()}`);
  });
  return problems;
}

function watchPage(page: Page, problems: Problems): void {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      problems.add(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", ({ message, stack }) => problems.add(`page error: ${message} ${stack ?? ""}`));
  page.on("dialog", (dialog) => {
    problems.add(`A dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("crash", () => problems.add("The page crashed."));
}
