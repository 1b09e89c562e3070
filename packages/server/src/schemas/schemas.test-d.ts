import type {
  ChildSummary,
  DiffEntry,
  Facets,
  ProjectSummary,
  RunHeader,
  RunSummary,
  SearchHit,
  StateView,
  StepDetail,
  StepPointer,
  StepRow,
  StreamPart,
  V0ApplicationPage,
  V0BackendSpec,
  V0Project,
} from "@burrjs/protocol";
import { expectTypeOf, test } from "vitest";
import type * as z from "zod";
import type { v0Page, v0Project, v0Spec } from "./burr-v0.ts";
import type { childSummary, facets, projectSummary, runHeader, runSummary, stepPointer, stepRow } from "./lists.ts";
import type { stepDetail, streamPart } from "./step-detail.ts";
import type { diffEntry, searchHit, stateView } from "./values.ts";

/** The fields of a schema. Which values they may have, answers are checked for when tests run. */
type Fields<TSchema extends z.ZodType> = keyof z.output<TSchema>;

test("each schema has the fields that its type has, no more and no fewer", () => {
  expectTypeOf<Fields<typeof projectSummary>>().toEqualTypeOf<keyof ProjectSummary>();
  expectTypeOf<Fields<typeof runSummary>>().toEqualTypeOf<keyof RunSummary>();
  expectTypeOf<Fields<typeof runHeader>>().toEqualTypeOf<keyof RunHeader>();
  expectTypeOf<Fields<typeof childSummary>>().toEqualTypeOf<keyof ChildSummary>();
  expectTypeOf<Fields<typeof stepPointer>>().toEqualTypeOf<keyof StepPointer>();
  expectTypeOf<Fields<typeof facets>>().toEqualTypeOf<keyof Facets>();
  expectTypeOf<Fields<typeof stepRow>>().toEqualTypeOf<keyof StepRow>();
  expectTypeOf<Fields<typeof stepDetail>>().toEqualTypeOf<keyof StepDetail>();
  expectTypeOf<Fields<typeof streamPart>>().toEqualTypeOf<keyof StreamPart>();
  expectTypeOf<Fields<typeof stateView>>().toEqualTypeOf<keyof StateView>();
  expectTypeOf<Fields<typeof diffEntry>>().toEqualTypeOf<keyof DiffEntry>();
  expectTypeOf<Fields<typeof searchHit>>().toEqualTypeOf<keyof SearchHit>();
  expectTypeOf<Fields<typeof v0Project>>().toEqualTypeOf<keyof V0Project>();
  expectTypeOf<Fields<typeof v0Page>>().toEqualTypeOf<keyof V0ApplicationPage>();
  expectTypeOf<Fields<typeof v0Spec>>().toEqualTypeOf<keyof V0BackendSpec>();
});

test("what the protocol allows, the schemas allow", () => {
  expectTypeOf<RunSummary["status"]>().toEqualTypeOf<z.output<typeof runSummary>["status"]>();
  expectTypeOf<StepRow["status"]>().toEqualTypeOf<z.output<typeof stepRow>["status"]>();
  expectTypeOf<DiffEntry["op"]>().toEqualTypeOf<z.output<typeof diffEntry>["op"]>();
});
