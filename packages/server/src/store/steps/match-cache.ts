const mostKept = 8;

/** The answers to the queries that were asked last, of which the next page may be asked for. */
export class MatchCache {
  readonly #answers = new Map<string, Promise<readonly number[]>>();

  /** The answer under `key`, made if it is not there. */
  get(key: string, make: () => Promise<readonly number[]>): Promise<readonly number[]> {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = make();
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= mostKept) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }
}
