import type {
  ApplicationModel,
  ChildSummary,
  KeyChange,
  LogRecord,
  Page,
  RunFiles,
  RunHeader,
  RunSummary,
  SearchHit,
  StateView,
  StepDetail,
  StepRow,
} from "@burrjs/protocol";
import { archiveLines } from "../archive/archive-lines.ts";
import type { Annotation } from "../notes/annotation.ts";
import { withBlobs } from "./states/blobs.ts";
import { mergeChildren, readChildren } from "./runs/children.ts";
import { readGraph } from "./steps/graphs.ts";
import { zoneMinutes } from "./index/log-clock.ts";
import { loggedState } from "./states/logged-states.ts";
import { findStep, isTold, settled, type Spot } from "./steps/log-steps.ts";
import { emptyFacts, factsOf, type RunIdentity } from "./runs/run-facts.ts";
import { keyHistory } from "./states/key-history.ts";
import { graphHashAt, runHeader } from "./runs/run-header.ts";
import type { LogView, RunLog } from "./index/run-log.ts";
import { runChanges } from "./watch/run-changes.ts";
import type { JoinedWatch } from "./watch/run-watches.ts";
import { searchLog } from "./search/search-log.ts";
import { logRecords } from "./index/log-blocks.ts";
import type { Liveness } from "./runs/run-status.ts";
import { runSummary } from "./runs/run-summary.ts";
import type { StateCache } from "./states/state-cache.ts";
import { stateNode } from "./states/state-view.ts";
import { stepColumnBytes } from "./steps/step-columns.ts";
import { stepDetail } from "./steps/step-detail.ts";
import { matchedPage } from "./steps/matched-page.ts";
import type { MatchCache } from "./steps/match-cache.ts";
import { stepPage } from "./steps/step-page.ts";
import { matchingSteps, type StepMarks } from "./steps/step-query.ts";
import { type RowContext, rowContext } from "./steps/step-row.ts";
import { stepValues, valueAt, writersOf } from "./steps/step-value.ts";
import type { RunChange, RunRef, RunView, StepQuery } from "./store.ts";
import { streamItems } from "./steps/stream-items.ts";

/** What an application's view works with. */
export interface RunViewParts {
  readonly ref: RunRef;
  readonly identity: RunIdentity;
  readonly files: RunFiles;
  readonly log: () => RunLog;
  /** When its folder was changed last, as far as is known: for an application without a log. */
  readonly modifiedAtMs: () => number;
  readonly liveness: Liveness;
  readonly states: StateCache;
  readonly matches: MatchCache;
  /** Begins to follow the log. */
  readonly follow: () => Promise<JoinedWatch>;
  /** Aborts when the store is closed. */
  readonly closing: AbortSignal;
  /** The children that have told themselves where they came from, as far as they are known. */
  readonly toldChildren: () => Promise<readonly ChildSummary[]>;
  readonly marks: () => Promise<
    Pick<RunSummary, "notes" | "tags"> & { readonly steps: ReadonlyMap<number, StepMarks> }
  >;
}

/** An application whose log is read through an index. */
export class LogRunView implements RunView {
  readonly ref: RunRef;
  readonly #parts: RunViewParts;

  constructor(parts: RunViewParts) {
    this.ref = parts.ref;
    this.#parts = parts;
  }

  get files(): RunFiles {
    return this.#parts.files;
  }

  async header(): Promise<RunHeader> {
    return await this.#header(await this.#parts.log().look());
  }

  async #header(looked: LogView | undefined): Promise<RunHeader> {
    const { liveness, files, identity, marks } = this.#parts;
    const children = await this.#children(looked);
    const view = looked && settled(looked);
    const facts =
      view === undefined ? emptyFacts(files.key, identity, this.#parts.modifiedAtMs()) : factsOf(view, identity);
    const forks = children.filter(({ kind }) => kind === "fork").length;
    const counts = { forks, children: children.length - forks };
    const { notes, tags } = await marks();
    const summary = runSummary(facts, { liveness, ...counts, notes, tags });
    return runHeader(summary, view, { project: this.ref.project, children });
  }

  async graph(hash?: string): Promise<ApplicationModel | undefined> {
    if (hash !== undefined) return await readGraph(this.#parts.files, hash);
    const view = await this.#parts.log().look();
    const last = view?.tail ?? view?.head;
    const current = last === undefined ? undefined : graphHashAt(last, last.steps.count);
    return (await readGraph(this.#parts.files, current)) ?? (await readGraph(this.#parts.files));
  }

  async steps(query: StepQuery = {}): Promise<Page<StepRow>> {
    const log = this.#parts.log();
    if (query.q !== undefined && query.q.trim() !== "") return await this.#matches(query, query.q);
    const context = await this.#context(await log.look());
    const page = context && stepPage(context, query);
    if (page !== "read-on") return page ?? nothing;
    const whole = await this.#context(await log.whole());
    const read = whole && stepPage(whole, query);
    return read === undefined || read === "read-on" ? nothing : read;
  }

  async #matches(query: StepQuery, q: string): Promise<Page<StepRow>> {
    const { prices = [], zone = "UTC" } = query;
    const context = await this.#context(await this.#parts.log().whole());
    if (context === undefined) return nothing;
    const { view, live } = context;
    const { steps: marks } = await this.#parts.marks();
    const known = [view.generation, view.head.facts.scanned, live, [...marks], prices, zone];
    const key = JSON.stringify([this.ref, q, ...known]);
    const matches = await this.#parts.matches.get(key, () => matchingSteps(context, q, { marks, prices, zone }));
    return matchedPage(context, matches, query);
  }

  async columns(options: Parameters<RunView["columns"]>[0]): Promise<Uint8Array> {
    const log = this.#parts.log();
    const context = await this.#context(await log.look());
    return context === undefined ? new Uint8Array() : stepColumnBytes(context, options);
  }

  async step(sequenceId: number, repeat?: number): Promise<StepDetail | undefined> {
    const found = await this.#find(sequenceId, repeat);
    if (found === undefined) return undefined;
    const { context, spot } = found;
    const { view } = context;
    const { index, step } = spot;
    const [graph, children, before, after] = await Promise.all([
      this.#graphAt(spot),
      this.#children(view),
      this.#state(view, spot, "before"),
      this.#state(view, spot, "after"),
    ]);
    const detail = await stepDetail({ index, step, n: spot.n }, { context, graph, children, before, after });
    return { ...detail, graph_hash: graphHashAt(index, step) ?? null };
  }

  async state(sequenceId: number, options: Parameters<RunView["state"]>[1] = {}): Promise<StateView | undefined> {
    const { at = "after", path = "", depth = 1, page = 0, repeat } = options;
    const found = await this.#find(sequenceId, repeat);
    const state = found && (await this.#state(found.context.view, found.spot, at));
    if (state === undefined) return undefined;
    const node = await stateNode(this.#parts.files, state, { path, depth, page });
    if (node === undefined || found === undefined) return undefined;
    const view = { sequence_id: sequenceId, at, path, node };
    if (path !== "" || page > 0) return view;
    return { ...view, writers: writersOf(found.spot, state, { at, graph: await this.#graphAt(found.spot) }) };
  }

  async value(
    sequenceId: number,
    options: Parameters<NonNullable<RunView["value"]>>[1],
  ): ReturnType<NonNullable<RunView["value"]>> {
    const { of, path = "", repeat } = options;
    const found = await this.#find(sequenceId, repeat);
    if (found === undefined) return undefined;
    const { view } = found.context;
    const values =
      of === "before" || of === "after"
        ? await this.#state(view, found.spot, of)
        : await stepValues(view, found.spot, of);
    return await valueAt(this.#parts.files, values, path);
  }

  async stateValue(
    sequenceId: number,
    at: "before" | "after" = "after",
    repeat?: number,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    const found = await this.#find(sequenceId, repeat);
    const state = found && (await this.#state(found.context.view, found.spot, at));
    // What was an object stays one: only values inside of it are brought back.
    return state && ((await withBlobs(this.#parts.files, state)) as Readonly<Record<string, unknown>>);
  }

  async stream(sequenceId: number, options: Parameters<RunView["stream"]>[1] = {}): ReturnType<RunView["stream"]> {
    const found = await this.#find(sequenceId, options.repeat);
    return found && (await streamItems(found.context, found.spot, options));
  }

  async keyHistory(pointer: string, options: Parameters<RunView["keyHistory"]>[1] = {}): Promise<Page<KeyChange>> {
    const view = await this.#parts.log().whole();
    if (view === undefined) return nothing;
    return await keyHistory(view, { pointer, ...options, cache: this.#parts.states });
  }

  async *search(
    text: string,
    signal?: AbortSignal,
    options: { readonly ignoreCase?: boolean } = {},
  ): AsyncGenerator<SearchHit, void, void> {
    const stat = await this.#parts.files.stat().catch(() => undefined);
    if (stat === undefined) return;
    yield* searchLog(this.#parts.files, { to: stat.sizeBytes, text, signal, ...options });
  }

  watch({ from, signal }: { readonly from?: string; readonly signal: AbortSignal }): AsyncIterable<RunChange> {
    return runChanges({
      follow: this.#parts.follow,
      from,
      signal: AbortSignal.any([signal, this.#parts.closing]),
      context: (view) => this.#contextOf(view),
      header: (view) => this.#header(view),
    });
  }

  archive(notes: readonly Annotation[]): AsyncIterable<string> {
    return archiveLines(this, notes);
  }

  async *records(): AsyncGenerator<LogRecord, void, void> {
    const stat = await this.#parts.files.stat().catch(() => undefined);
    if (stat === undefined) return;
    for await (const [record] of logRecords(this.#parts.files, stat.sizeBytes)) {
      if (record.type !== "unreadable" && record.type !== "unknown") yield record;
    }
  }

  async unreadable(): ReturnType<RunView["unreadable"]> {
    const view = await this.#parts.log().whole();
    if (view === undefined) return [];
    const { unreadable, texts } = view.head;
    return Array.from({ length: unreadable.count }, (_, row) => ({
      offset: unreadable.get("offset", row),
      bytes: unreadable.get("bytes", row),
      reason: texts.text(unreadable.get("reason", row)),
    }));
  }

  async #children(view: LogView | undefined): Promise<ChildSummary[]> {
    const listed = await readChildren(this.#parts.files, view === undefined ? 0 : zoneMinutes(view.head));
    return mergeChildren(listed, await this.#parts.toldChildren());
  }

  async #context(view: LogView | undefined): Promise<RowContext | undefined> {
    return view && (await this.#contextOf(view));
  }

  async #contextOf(view: LogView): Promise<RowContext> {
    const counts = new Map<number, number>();
    for (const { sequence_id: id } of await this.#children(view)) {
      if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return rowContext(settled(view), counts, this.#parts.liveness);
  }

  async #find(
    sequenceId: number,
    repeat?: number,
  ): Promise<{ readonly context: RowContext; readonly spot: Spot } | undefined> {
    const log = this.#parts.log();
    for (const view of [await log.look(), undefined]) {
      const known = view ?? (await log.whole());
      const context = await this.#context(known);
      const spot = context && findStep(context.view, sequenceId, repeat);
      if (spot !== undefined && context !== undefined && isTold(context.view, spot)) return { context, spot };
      if (known === undefined || known.indexed >= 1) return spot && context && { context, spot };
    }
    return undefined;
  }

  async #graphAt({ index, step }: Spot): Promise<ApplicationModel | undefined> {
    return await readGraph(this.#parts.files, graphHashAt(index, step));
  }

  async #state(view: LogView, { index, step }: Spot, at: "before" | "after") {
    const state = index.steps.get(at === "before" ? "stateBefore" : "state", step);
    return await loggedState(view, { index, state, cache: this.#parts.states });
  }
}

const nothing: Page<never> = { items: [], total: 0, next: null };
