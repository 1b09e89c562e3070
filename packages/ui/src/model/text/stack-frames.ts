/** A line of a stack. */
export interface StackFrame {
  readonly text: string;
  /** Whether it is the application's, and not of an engine or a library. */
  readonly isOwn: boolean;
}

/** One error of a chain. */
export interface StackError {
  /** Its name and message; several lines where it has them. */
  readonly message: string;
  readonly frames: readonly StackFrame[];
  /** What leads from the error before to this one: "caused by". */
  readonly link?: string;
}

/** Frames that follow each other and are of one side. */
export interface FrameGroup {
  readonly isOwn: boolean;
  readonly frames: readonly StackFrame[];
}

// Of node, of installed packages, of this engine (as a package, or from its source), of Python and its packages.
const foreign = /node:|\bnode_modules[\\/]|@burrjs[\\/]|[\\/]packages[\\/](?:core|tracker|persist|otel)[\\/](?:src|dist)[\\/]|<anonymous>|native code|\bPromise\.\w+ \(index |[\\/](?:site|dist)-packages[\\/]|[\\/]lib[\\/]python\d|importlib/; // prettier-ignore
const jsFrame = /^\s+at /;
const pythonFrame = /^\s+File "/;
const pythonHead = /^Traceback \(most recent call last\):$/;
const jsCause = /^\s*(?:\[cause\]:|Caused by:)\s*/i;
const pythonCause = /^(?:The above exception was the direct cause|During handling of the above exception)/;

/** The errors in the text of an exception, of JavaScript or Python: the one that was thrown first, then its causes. */
export function stackErrors(text: string): readonly StackError[] {
  return text.split("\n").some((line) => pythonHead.test(line)) ? pythonErrors(text) : jsErrors(text);
}

/** The frames of an error, those of one side together. */
export function frameGroups(frames: readonly StackFrame[]): readonly FrameGroup[] {
  const groups: { isOwn: boolean; frames: StackFrame[] }[] = [];
  for (const frame of frames) {
    const last = groups.at(-1);
    if (last?.isOwn === frame.isOwn) last.frames.push(frame);
    else groups.push({ isOwn: frame.isOwn, frames: [frame] });
  }
  return groups;
}

function jsErrors(text: string): readonly StackError[] {
  const errors: { message: string[]; frames: StackFrame[]; link?: string }[] = [{ message: [], frames: [] }];
  for (const line of text.split("\n")) {
    const last = errors.at(-1);
    if (last === undefined) break;
    if (jsCause.test(line)) errors.push({ message: [line.replace(jsCause, "")], frames: [], link: "caused by" });
    else if (jsFrame.test(line))
      last.frames.push({ text: line.trim().replace(/^at /, "").replace(/ \{$/, ""), isOwn: !foreign.test(line) });
    else if (last.frames.length === 0) last.message.push(line);
    else if (line.trim() !== "" && !/^\s*[}\]]/.test(line) && !/^\s+\S+: /.test(line)) last.message.push(line);
  }
  return errors.map(({ message, ...rest }) => ({ ...rest, message: message.join("\n").trim() })).filter(({ message, frames }) => message !== "" || frames.length > 0); // prettier-ignore
}

/** The last error of the text is the one that came out: it comes first. Python's innermost frame is the last: it comes first too. */
function pythonErrors(text: string): readonly StackError[] {
  const errors: { message: string[]; frames: StackFrame[] }[] = [];
  let place: string | undefined;
  const keep = (code = ""): void => {
    if (place === undefined) return;
    const shown = code === "" ? place : `${place}: ${code}`;
    errors.at(-1)?.frames.unshift({ text: shown, isOwn: !foreign.test(place) });
    place = undefined;
  };
  for (const line of text.split("\n")) {
    if (pythonHead.test(line)) errors.push({ message: [], frames: [] });
    else if (pythonFrame.test(line)) {
      keep();
      place = line.trim();
    } else if (place !== undefined && /^\s/.test(line)) keep(line.trim());
    else if (!pythonCause.test(line) && !/^\s+[\^~]+\s*$/.test(line)) {
      keep();
      errors.at(-1)?.message.push(line);
    }
  }
  keep();
  return errors.toReversed().map(({ message, frames }, index) => ({
    message: message.join("\n").trim(),
    frames,
    ...(index === 0 ? {} : { link: "caused by" }),
  }));
}
