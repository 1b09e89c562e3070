/** Where a text is no JSON, and why. */
export interface JsonProblem {
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The server takes no deeper body. */
const deepest = 190;

/** The first thing that is wrong with a text as JSON: said in a way that tells what to do. `undefined`: nothing. */
export function jsonProblem(text: string): JsonProblem | undefined {
  const scanner = new Scanner(text);
  try {
    scanner.whole();
    return undefined;
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const { offset, message } = error;
    return { ...placeOf(text, offset), offset, message };
  }
}

/** The line and the column of an offset, both counted from 1. */
function placeOf(text: string, offset: number): Pick<JsonProblem, "line" | "column"> {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

class Mistake extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

const space = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /[^\s,:[\]{}"]+/y;
const plain = /[^"\\\u0000-\u001f]*/y; // eslint-disable-line no-control-regex -- JSON texts have none of them
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): void {
    this.#value(0);
    if (this.#next() !== undefined)
      throw this.#wrong("The value has ended before this: take it out, or put it inside.");
  }

  #value(depth: number): void {
    if (depth > deepest) throw this.#wrong(`More than ${deepest} levels inside each other are not taken.`);
    const first = this.#next();
    if (first === undefined)
      throw this.#wrong(depth === 0 ? "There is nothing here: write a value." : "A value is missing.");
    if (first === "{") this.#object(depth);
    else if (first === "[") this.#list(depth);
    else if (first === '"') this.#string();
    else if (first === "'") throw this.#wrong("Texts stand in double quotes.");
    else if (first === "}" || first === "]" || first === "," || first === ":")
      throw this.#wrong("A value is missing before this.");
    else this.#word();
  }

  #object(depth: number): void {
    const keys = new Set<string>();
    this.#members("}", () => {
      const start = this.#at;
      if (this.#text[start] !== '"') throw this.#wrong("Keys stand in double quotes.");
      const key = this.#string();
      if (keys.has(key)) throw new Mistake(start, `The key ${key} stands here for the second time.`);
      keys.add(key);
      if (this.#next() !== ":") throw this.#wrong("A colon is missing behind the key.");
      this.#at += 1;
      this.#value(depth + 1);
    });
  }

  #list(depth: number): void {
    this.#members("]", () => this.#value(depth + 1));
  }

  #members(end: "}" | "]", member: () => void): void {
    const start = this.#at;
    this.#at += 1;
    if (this.#next() === end) {
      this.#at += 1;
      return;
    }
    for (;;) {
      if (this.#next() === undefined) throw this.#unended(start, end);
      member();
      const behind = this.#at;
      const next = this.#next();
      if (next === undefined) throw this.#unended(start, end);
      const comma = this.#at;
      if (next !== end && next !== ",") {
        const isClosed = next === "}" || next === "]";
        throw isClosed
          ? this.#wrong(`A ${end} is missing before this.`)
          : new Mistake(behind, "A comma is missing here.");
      }
      this.#at += 1;
      if (next === end) return;
      if (this.#next() === end) throw new Mistake(comma, "Nothing follows this comma: take it out.");
    }
  }

  #unended(start: number, end: string): Mistake {
    return this.#wrong(`A ${end} is missing: what begins in line ${placeOf(this.#text, start).line} does not end.`);
  }

  /** Gives the text as it stands there, with its quotes. */
  #string(): string {
    const start = this.#at;
    this.#at += 1;
    for (;;) {
      this.#take(plain);
      const next = this.#text[this.#at];
      if (next === '"') {
        this.#at += 1;
        return this.#text.slice(start, this.#at);
      }
      if (next === undefined) throw new Mistake(start, "This text has no closing quote.");
      if (next === "\n")
        throw new Mistake(start, "This text has no closing quote in its line; a line break in it is written \\n.");
      if (next !== "\\")
        throw this.#wrong("A tab in a text is written \\t, another control character \\u and four digits.");
      if (this.#take(escape) === "")
        throw this.#wrong('A backslash is written \\\\; else it begins \\n, \\t, \\" or \\u and four digits.');
    }
  }

  #word(): void {
    const start = this.#at;
    const text = this.#take(word);
    if (text === "true" || text === "false" || text === "null") return;
    this.#at = start;
    if (this.#take(number) === text) return;
    if (/^[+\d.-]/.test(text)) throw new Mistake(start, `${text} is no number in JSON.`);
    throw new Mistake(
      start,
      `${text} is no value: texts stand in double quotes; else there is true, false, null and numbers.`,
    );
  }

  #next(): string | undefined {
    this.#take(space);
    return this.#text[this.#at];
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #wrong(message: string): Mistake {
    return new Mistake(this.#at, message);
  }
}
