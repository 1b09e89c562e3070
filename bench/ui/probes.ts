import type { CDPSession, Page } from "playwright-core";

declare global {
  interface Window {
    /** Milliseconds since the navigation began, when the first rows were painted. */
    burrFirstRows?: number;
    /** What took long on the page's thread, in milliseconds. */
    burrLongTasks: number[];
    /** How long workers took to answer, in milliseconds. */
    burrAnswers: number[];
  }
}

/** Runs in each page before its own code. */
export function install(): void {
  window.burrLongTasks = [];
  window.burrAnswers = [];
  window.Worker = class extends Worker {
    override postMessage(message: unknown): void {
      const askedMs = performance.now();
      const answered = (): void => void window.burrAnswers.push(performance.now() - askedMs);
      this.addEventListener("message", answered, { once: true });
      // eslint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      super.postMessage(message);
    }
  };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.burrLongTasks.push(duration);
  }).observe({ type: "longtask", buffered: true });
  const look = new MutationObserver(() => {
    if (document.querySelector('[role="treegrid"] [role="row"] [role="gridcell"]') === null) return;
    look.disconnect();
    requestAnimationFrame(() => {
      setTimeout(() => {
        window.burrFirstRows = performance.now();
      });
    });
  });
  look.observe(document, { childList: true, subtree: true });
}

/** When the first rows of a run were painted, in milliseconds since its navigation began. */
export async function firstRowsMs(page: Page): Promise<number> {
  const handle = await page.waitForFunction(() => window.burrFirstRows, undefined, { polling: 50, timeout: 30_000 });
  return (await handle.jsonValue()) ?? Number.NaN;
}

/** Presses a key, and gives the milliseconds from its event to the paint in which `isDone` holds. `text`: passed to it. */
export async function keyToPaintMs(
  page: Page,
  key: string,
  isDone: (text: string) => boolean,
  text = "",
): Promise<number> {
  // As text, since a function cannot be passed on to the page otherwise.
  const measured = page.evaluate<number>(`(async () => {
    const isDone = ${String(isDone)};
    const startMs = await new Promise((resolve) => {
      addEventListener("keydown", ({ timeStamp }) => resolve(timeStamp), { capture: true, once: true });
    });
    for (;;) {
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      if (isDone(${JSON.stringify(text)})) return performance.now() - startMs;
    }
  })()`);
  await page.evaluate(() => {}); // the listener is there
  await page.keyboard.press(key);
  return await measured;
}

/** Counts the bytes that come over the network, by address. */
export async function countBytes(session: CDPSession): Promise<{ take(isCounted: (url: string) => boolean): number }> {
  const urls = new Map<string, string>();
  let received: { readonly url: string; readonly bytes: number }[] = [];
  session.on("Network.requestWillBeSent", ({ requestId, request }) => urls.set(requestId, request.url));
  session.on("Network.dataReceived", ({ requestId, dataLength, encodedDataLength }) => {
    const url = urls.get(requestId) ?? "";
    // An event stream (it may have been there before) is not compressed, and the debugger tells its encoded length only when it has ended.
    received.push({ url, bytes: url === "" || url.includes("/events") ? dataLength : encodedDataLength });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId) ?? "";
    const counted = received.filter((one) => one.url === url).reduce((sum, { bytes }) => sum + bytes, 0);
    received.push({ url, bytes: Math.max(0, encodedDataLength - counted) });
  });
  await session.send("Network.enable");
  return {
    take(isCounted) {
      const bytes = received.filter(({ url }) => isCounted(url)).reduce((sum, one) => sum + one.bytes, 0);
      received = [];
      return bytes;
    },
  };
}
