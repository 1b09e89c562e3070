/** Why children of a step that is over are stopped. */
export function stepIsOver(): DOMException {
  return new DOMException("The step that this application belongs to is over.", "AbortError");
}
