/** How the instances of one class are stored and brought back. */
export interface ClassCodec<TValue = unknown> {
  /** Stands in stored text: the same for ever, and of no other class. */
  readonly name: string;
  /** The class. Its subclasses need codecs of their own. */
  readonly type: abstract new (...args: never[]) => TValue;
  /** What to store: any value that can be stored, also other instances. Not a promise. */
  encode(value: TValue): unknown;
  /** An instance, from what `encode` gave. It may have been written by an older version of the program: check it. */
  decode(data: unknown): NoInfer<TValue>;
}

/**
 * The same codec, its functions typed by its class.
 *
 * @param codec - For `classes` of whatever stores values.
 * @returns `codec`.
 */
export function classCodec<TValue>(codec: ClassCodec<TValue>): ClassCodec<TValue> {
  return codec;
}
