let isMirroring = false;

/** Runs `work`, which opens a span of the log for one of OpenTelemetry: that must not become a second one there. */
export function mirroring<TValue>(work: () => TValue): TValue {
  const before = isMirroring;
  isMirroring = true;
  try {
    return work();
  } finally {
    isMirroring = before;
  }
}

/** Whether a span of the log is being opened for one that OpenTelemetry has. */
export function isMirrored(): boolean {
  return isMirroring;
}
