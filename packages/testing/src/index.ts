export { type ArtifactCase, artifactCases, type ArtifactsUnderTest } from "./artifact-cases.ts";
export { executorCases } from "./executor/executor-cases.ts";
export type {
  ExecutorCase,
  ExecutorCaseOptions,
  ExecutorUnderTest,
  OpenExecutor,
} from "./executor/executor-under-test.ts";
export { failingClient, type FailingClientOptions } from "./fault/failing-client.ts";
export { Fault, type FaultKind } from "./fault/fault.ts";
export { type CaseOptions } from "./store/case-place.ts";
export { storeCases } from "./store/store-cases.ts";
export { type FailingStore, type OpenStore, type StoreCase, type StoreUnderTest } from "./store/store-under-test.ts";
