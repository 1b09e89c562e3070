import { memoryArtifacts } from "../persist/artifact-memory.ts";

/** One way to get each error of artifacts; `secret` is in the content. */
export function artifactErrorCases(secret: string) {
  return {
    "artifact-corrupt": {
      provoke: async () => {
        const store = memoryArtifacts();
        const artifact = await store.put("before");
        await store.backend.write(artifact.hash, new TextEncoder().encode(secret));
        return artifact.text();
      },
      place: /the artifact [0-9a-f]{64} is not what was put/,
      remedy: /Put its content again/,
    },
    "artifact-missing": {
      provoke: () =>
        memoryArtifacts()
          .fromData({ hash: "0".repeat(64), sizeBytes: 1 })
          .bytes(),
      place: /artifact 0{64} is not in this store/,
      remedy: /Put its content again/,
    },
  };
}
