import type { SpanScope } from "@burrjs/core";
import type { Span } from "@opentelemetry/api";

/** Where something happens inside a step: the step itself, or an open span of it. */
export class Place {
  /** The step. */
  readonly root: Place;
  readonly span: Span;
  /** Where spans of the log are opened that belong here; `undefined` where that is not known. */
  scope: SpanScope | undefined;
  readonly #parent: Place | undefined;
  readonly #inner = new Set<Place>();
  #isOpen = true;

  constructor(span: Span, parent?: Place, scope?: SpanScope) {
    this.span = span;
    this.scope = scope;
    this.#parent = parent;
    this.root = parent?.root ?? this;
    if (parent !== undefined) parent.nearestOpen.#inner.add(this);
  }

  /** Code that is in here has a context that says so: it need not be guessed that other code is here. */
  enter(): void {
    if (this.#parent !== undefined) this.#parent.nearestOpen.#inner.delete(this);
  }

  /** What is left open inside goes on in what is around it. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const inner = [...this.#inner];
    this.#inner.clear();
    if (this.#parent === undefined) return;
    const around = this.#parent.nearestOpen;
    around.#inner.delete(this);
    for (const one of inner) around.#inner.add(one);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * The innermost open place in here. Where two are open side by side, nobody can tell in which of them the program is: then it is
   * the one around both.
   */
  get innermost(): Place {
    let place: Place = this.nearestOpen;
    while (place.#inner.size === 1) for (const inner of place.#inner) place = inner;
    return place;
  }

  /** This place, or the nearest around it that is still open; the step when none is. */
  get nearestOpen(): Place {
    return this.#isOpen || this.#parent === undefined ? this : this.#parent.nearestOpen;
  }

  /** Where spans of the log are opened that belong here; `undefined` once the step is over. */
  get openScope(): SpanScope | undefined {
    if (!this.root.#isOpen) return undefined;
    let place: Place | undefined = this.nearestOpen;
    while (place !== undefined && place.scope === undefined) place = place.#parent?.nearestOpen;
    return place?.scope;
  }
}
