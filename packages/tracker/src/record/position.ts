/** Where an application has got to. */
interface Point {
  /** Of the last attempt; -1 before the first. */
  readonly sequenceId: number;
  /** The action that was committed last; `null` before the first. */
  readonly after: string | null;
}

/** Where an application has got to by what its log says. */
export class Position {
  /** `undefined`: not known. */
  #sequenceId: number | undefined;
  #after: string | null | undefined;

  /** The action that was committed last; `undefined` when that is not known. */
  get after(): string | null | undefined {
    return this.#after;
  }

  /** The log may say anything: lines were lost, or others have written. */
  forget(): void {
    this.#sequenceId = undefined;
    this.#after = undefined;
  }

  /** The application is at this point. Whether the log has to be told. */
  moveTo({ sequenceId, after }: Point): boolean {
    if (sequenceId === this.#sequenceId && after === this.#after) return false;
    this.#sequenceId = sequenceId;
    this.#after = after;
    return true;
  }

  /** A step began. */
  begin(sequenceId: number): void {
    this.#sequenceId = sequenceId;
  }

  /** A step was committed. One that undoes another leads back to what came before that, which may be long ago. */
  commit(action: string, isUndo: boolean): void {
    this.#after = isUndo ? undefined : action;
  }
}
