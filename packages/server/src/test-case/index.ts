export { type CodeExport, parseCodeExport } from "./code-export.ts";
export { type NoTest, type TestCase, testCase, type TestCaseOptions, type TestedStep } from "./test-case.ts";
