/** Lets the process end although a timer still runs. Timers are objects in Node, and numbers in browsers, where there is no such end. */
export function inBackground<TTimer>(timer: TTimer): TTimer {
  if (isUnreferable(timer)) timer.unref();
  return timer;
}

function isUnreferable(timer: unknown): timer is { unref(): void } {
  return typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function";
}
