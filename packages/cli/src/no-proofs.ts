/** For graphs whose proofs say nothing: of a picture, or of a state in the middle of a run. */
export const noProofs = {
  "maybe-unassigned-read": "off",
  "maybe-unhandled-error": "off",
  "missing-input": "off",
  "possible-dead-end": "off",
  "sub-graph-boundary": "off",
  "unassigned-read": "off",
  "unhandled-error": "off",
  "unreachable-action": "off",
  "unreachable-transition": "off",
  "unread-write": "off",
  "unwritten-read": "off",
} as const;
