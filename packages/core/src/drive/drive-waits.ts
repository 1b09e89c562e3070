import { type Task, Wait } from "../run/effects.ts";

/** Runs a task to its end that does nothing but wait. */
export async function driveWaits<TResult>(task: Task<TResult>): Promise<TResult> {
  let turn = task.next();
  while (turn.done !== true) {
    if (!(turn.value instanceof Wait)) throw new TypeError("This task does more than wait.");
    try {
      const value: unknown = await turn.value.promise;
      turn = task.next(value);
    } catch (error) {
      turn = task.throw(error);
    }
  }
  return turn.value;
}
