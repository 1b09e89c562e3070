import { BurrError, input, isBurrError } from "@burrjs/core";
import * as v from "valibot";
import { z } from "zod";
import { answers, b, type Field, fieldNames, type Form, isComplete, questions, shown } from "./claim.ts";
import type { Extractor } from "./extractor.ts";
import { rules } from "./rules.ts";

/** What can be done about a claim. `extractor` reads free text; where it fails, the rules do. */
export function claimActions(extractor: Extractor) {
  const listen = b.action({
    reads: [],
    writes: ["said"],
    inputs: { text: input(z.string().trim().min(1)) },
    run: (_state, { text }) => ({ said: text }),
  });

  const extract = b.action({
    reads: ["said"],
    writes: ["found", "said"],
    retry: { attempts: 2, baseMs: 200 },
    timeoutMs: 30_000,
    async run(state, _inputs, context) {
      const found = listOf(await extractor.read(state.said, context));
      return [{ by: extractor.name }, state.update({ found }).delete("said")];
    },
    async fallback(state, _error, context) {
      const found = listOf(await rules.read(state.said, context));
      return [{ by: `${rules.name}, since ${extractor.name} has failed` }, state.update({ found }).delete("said")];
    },
  });

  // One value at a time: one that is refused must not take the others with it.
  const take = b.action({
    reads: ["found", "issues"],
    writes: ["found"],
    mayWrite: [...fieldNames, "issues"],
    run(state) {
      const [first, ...found] = state.found;
      const next = state.update({ found });
      if (first === undefined) return next;
      const { field, value } = first;
      const { [field]: _solved, ...issues } = state.issues;
      const update = { [field]: value } as Form; // not yet: the schema of the field decides, at the commit
      return [{ field, text: shown(field, value) }, next.update({ ...update, issues })];
    },
  });

  // Where the commit was refused. Nothing of it is in the state, so the value is still the first one.
  const refuse = b.action({
    reads: ["found", "issues"],
    writes: ["found", "issues"],
    handles: [BurrError],
    run({ found: [first, ...found], issues }, _inputs, { error }) {
      if (first === undefined) return { found, issues };
      const issue = issueOf(error);
      return [
        { field: first.field, issue },
        { found, issues: { ...issues, [first.field]: issue } },
      ];
    },
  });

  // All that is missing is asked for at once. Each answer has to pass its schema; the run goes on when all are there.
  const ask = b.action({
    reads: [...fieldNames, "issues"],
    writes: ["issues"],
    mayWrite: fieldNames,
    answers,
    run(state, _inputs, ctx) {
      const missing = fieldNames.filter((field) => state[field] === undefined || state.issues[field] !== undefined);
      if (missing.length === 0) return { issues: {} };
      const payload = (field: Field) => ({ question: questions[field], issue: state.issues[field] });
      return ctx.suspend(Object.fromEntries(missing.map((field) => [field, { payload: payload(field) }])));
    },
    onAnswer: (state, given) => state.update({ ...given, issues: {} }),
  });

  const review = b.action({
    reads: fieldNames,
    writes: ["isApproved"],
    mayWrite: ["said"],
    answers: { review: v.pipe(v.string(), v.trim(), v.minLength(1)) },
    run: (state, _inputs, ctx) =>
      ctx.suspend("review", { payload: Object.fromEntries(fieldNames.map((field) => [field, shown(field, state[field])])) }), // prettier-ignore
    onAnswer: (_state, { review: said }) =>
      /^y(es)?$/i.test(said) ? { isApproved: true } : { isApproved: false, said },
  });

  const submit = b.action({
    reads: fieldNames,
    writes: [],
    run({ name, email, policy, kind, happenedOn, amount, iban }) {
      const claim = { name, email, policy, kind, happenedOn, amount, iban };
      if (!isComplete(claim)) throw new Error("The claim is not complete."); // "ask" does not let it pass
      return [{ claim }, {}];
    },
  });

  return { listen, extract, take, refuse, ask, review, submit };
}

function listOf(found: Readonly<Partial<Record<Field, unknown>>>) {
  return fieldNames.filter((field) => found[field] !== undefined).map((field) => ({ field, value: found[field] }));
}

/** What is wrong with a value, in the words of its schema. The engine has taken the value out of them. */
export function issueOf(error: unknown): string {
  if (isBurrError(error) && error.code === "invalid-value")
    return error.details.issues[0]?.message ?? "It is not valid";
  return "It is not valid";
}
