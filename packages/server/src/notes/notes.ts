import { notFound, refused } from "../errors.ts";
import type { AnnotationLog } from "../options.ts";
import type { Annotation, AnnotationChange, AnnotationContent } from "./annotation.ts";
import { annotationLine, foldLines, standing, type AnnotationHistory, type AnnotationVersion } from "./fold.ts";

/** Which application, and which step of it. */
interface NotePlace {
  readonly app_id: string;
  readonly partition_key: string | null;
  /** `null`: the whole application. */
  readonly step_sequence_id: number | null;
}

/** How many annotations applications have. */
interface NoteCounts {
  of(run: { readonly app_id: string; readonly partition_key: string | null }): number;
}

/** What is done with an annotation, told to those who look on. */
export interface NoteEvent {
  readonly project: string;
  readonly kind: "created" | "changed" | "deleted";
  readonly note: Annotation;
}

/** The annotations of projects. */
export interface Notes {
  /** `undefined`: no such project. */
  list(project: string): Promise<readonly Annotation[] | undefined>;
  counts(project: string): Promise<NoteCounts>;
  /** All versions, oldest first. */
  history(project: string, id: number): Promise<readonly AnnotationVersion[]>;
  create(project: string, place: NotePlace, content: AnnotationContent): Promise<Annotation>;
  /** `ifMatch`: the version that was seen; otherwise the change is made to whichever is the last. */
  change(project: string, id: number, change: AnnotationChange, ifMatch?: number): Promise<Annotation>;
  remove(project: string, id: number, ifMatch?: number): Promise<Annotation>;
  /** Calls back with what is done through this server; gives what ends that. */
  watch(changed: (event: NoteEvent) => void): () => void;
}

/** Of so many projects annotations are kept in memory, as long as their lines stay the same. */
const mostKnown = 16;

/**
 * Makes annotations out of lines that are only ever added.
 *
 * @param log - Where the lines are.
 * @param clock - Tells the time.
 * @returns The annotations.
 */
export function notesOf(log: AnnotationLog, clock: { readonly now: () => number }): Notes {
  const watchers = new Set<(event: NoteEvent) => void>();
  const time = (): string => new Date(clock.now()).toISOString();
  const tell = (event: NoteEvent): Annotation => {
    for (const watcher of watchers) watcher(event);
    return event.note;
  };
  const known = new Map<string, { readonly text: string; readonly history: AnnotationHistory }>();
  async function historyOf(project: string): Promise<AnnotationHistory> {
    return folded(project, (await log.read(project)) ?? "");
  }
  function folded(project: string, text: string): AnnotationHistory {
    const last = known.get(project);
    if (last?.text === text) return last.history;
    if (known.size >= mostKnown) known.clear();
    const history = foldLines(text);
    known.set(project, { text, history });
    return history;
  }

  async function write(project: string, made: NewVersion): Promise<"written" | "late"> {
    const edit = crypto.randomUUID();
    const { note, deleted } = made;
    if (!(await appended(log, project, annotationLine(note, edit, deleted)))) throw notFound("project");
    // Two who change the same version both write; which one stands first is seen only now.
    const versions = (await historyOf(project)).get(note.id) ?? [];
    return versions.some((one) => one.edit === edit) ? "written" : "late";
  }

  async function replace(
    where: { readonly project: string; readonly id: number; readonly ifMatch: number | undefined },
    make: (last: Annotation) => NewVersion,
  ): Promise<Annotation> {
    for (let tries = 0; tries < 10; tries += 1) {
      const last = lastOf(await historyOf(where.project), where.id);
      if (where.ifMatch !== undefined && where.ifMatch !== last.version) break;
      const made = make(last);
      if ((await write(where.project, made)) === "late") continue;
      return tell({ project: where.project, kind: made.deleted ? "deleted" : "changed", note: made.note });
    }
    const hint = "Get it again, and repeat the change with its `ETag` as `If-Match`.";
    throw refused(412, { code: "changed_meanwhile", message: "Somebody else has changed it.", hint });
  }

  return {
    async list(project) {
      const text = await log.read(project);
      return text === undefined ? undefined : standing(folded(project, text));
    },
    async counts(project) {
      const counts = new Map<string, number>();
      for (const { app_id: app, partition_key: key } of standing(await historyOf(project))) {
        counts.set(keyOf(app, key), (counts.get(keyOf(app, key)) ?? 0) + 1);
      }
      return { of: (run) => counts.get(keyOf(run.app_id, run.partition_key)) ?? 0 };
    },
    async history(project, id) {
      const versions = (await historyOf(project)).get(id);
      if (versions === undefined) throw notFound("annotation");
      return versions;
    },
    async create(project, place, content) {
      const at = time();
      const note = { ...content, ...place, id: newId(), project_id: project, created: at, updated: at, version: 1 };
      await write(project, { note, deleted: false });
      return tell({ project, kind: "created", note });
    },
    change: (project, id, change, ifMatch) =>
      replace({ project, id, ifMatch }, (last) => {
        const changes = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        return { note: { ...last, ...changes, updated: time(), version: last.version + 1 }, deleted: false };
      }),
    remove: (project, id, ifMatch) =>
      replace({ project, id, ifMatch }, (last) => ({
        note: { ...last, updated: time(), version: last.version + 1 },
        deleted: true,
      })),
    watch(changed) {
      watchers.add(changed);
      return () => {
        watchers.delete(changed);
      };
    },
  };
}

interface NewVersion {
  readonly note: Annotation;
  readonly deleted: boolean;
}

async function appended(log: AnnotationLog, project: string, line: string): Promise<boolean> {
  try {
    return await log.append(project, line);
  } catch (error) {
    const headers = { "retry-after": "5" };
    const message = "The annotation could not be written.";
    throw refused(503, { code: "not_written", message, hint: "Is the disk full? Try again.", headers, cause: error });
  }
}

function lastOf(history: AnnotationHistory, id: number): Annotation {
  const last = history.get(id)?.at(-1);
  if (last === undefined || last.deleted) throw notFound("annotation");
  return last.annotation;
}

/** Burr's ids are numbers. By chance, since two servers that count up would take the same one. */
function newId(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high % 2 ** 19) * 2 ** 32 + low + 1;
}

function keyOf(appId: string, partitionKey: string | null): string {
  return JSON.stringify([appId, partitionKey]);
}
