import { BurrError } from "../errors.ts";
import { ignoreRejection } from "../promises.ts";
import { Source, type Task, Wait } from "../run/effects.ts";

/** Runs `task` to its end without waiting. What turns out to be async fails it with `async-in-sync`. */
export function driveSync<TResult>(task: Task<TResult>): TResult {
  let turn = task.next();
  while (turn.done !== true) {
    const effect = turn.value;
    try {
      if (effect instanceof Wait) {
        ignoreRejection(effect.promise);
        throw asyncInSync(effect.what);
      }
      turn = task.next(effect instanceof Source ? drain(effect) : undefined);
    } catch (error) {
      turn = task.throw(error);
    }
  }
  return turn.value;
}

/** The final of a sync source, whose chunks nobody takes. */
export function drain({ step, iterator, isAsync, unpair }: Source): unknown {
  if (isAsync) throw asyncInSync(`the action "${step.node.name}"`);
  for (;;) {
    const raw = iterator.next() as IteratorResult<unknown, unknown>; // a sync iterator
    const item = unpair === undefined ? raw : unpair(raw);
    if (item?.done === true) return item.value;
    if (item !== undefined && step.records.takeChunk(item.value) !== undefined)
      throw asyncInSync("the journal or a hook");
  }
}

function asyncInSync(what: string): BurrError {
  return new BurrError(
    "async-in-sync",
    `runSync() met a promise: ${what} is async. Use run(), or make it synchronous.`,
    { what },
  );
}
