import type { Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import type { OpenOptions, OpenPage } from "./open-page.ts";
import { settled } from "./settled.ts";
import { openStage, type Stage } from "./stage.ts";

/** A stage whose end is not for the tests to say. */
export type TestStage = Omit<Stage, keyof AsyncDisposable>;

/** The stage of a file of tests: it is opened before them, and ends behind them. */
export function testStage(fill: Parameters<typeof openStage>[0]): TestStage {
  let opened: Stage | undefined;
  const stage = (): Stage => present(opened);
  beforeAll(async () => {
    opened = await openStage(fill);
  }, 60_000);
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
  });
  return {
    get dir() {
      return stage().dir;
    },
    get server() {
      return stage().server;
    },
    open: (path, options) => stage().open(path, options),
    stop: () => stage().stop(),
    restart: () => stage().restart(),
  };
}

/** A page that all tests of a file use. */
export interface TestPage extends OpenPage {
  /** Goes to a path, and waits until it is shown. */
  show(path: string): Promise<Page>;
}

/** The page of a file of tests: it is opened before them. */
export function testPage(stage: TestStage, path: string, options?: OpenOptions): TestPage {
  let opened: OpenPage | undefined;
  const page = (): OpenPage => present(opened);
  beforeAll(async () => {
    opened = await stage.open(path, options);
    await settled(opened.page);
  }, 60_000);
  return {
    get page() {
      return page().page;
    },
    get context() {
      return page().context;
    },
    get problems() {
      return page().problems;
    },
    goto: (next) => page().goto(next),
    async show(next) {
      await page().goto(next);
      await settled(page().page);
      return page().page;
    },
  };
}

function present<TValue>(value: TValue | undefined): TValue {
  if (value === undefined) throw new Error("It is opened before the tests: use it in them.");
  return value;
}
