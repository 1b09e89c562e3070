import type { AnnotationLog } from "../options.ts";

/** Annotations in memory, of the project `demo`. */
export function memoryAnnotations(lines: string[] = []): AnnotationLog {
  return {
    read: (project) => Promise.resolve(project === "demo" ? lines.map((line) => `${line}\n`).join("") : undefined),
    append(project, line) {
      if (project === "demo") lines.push(line);
      return Promise.resolve(project === "demo");
    },
  };
}
