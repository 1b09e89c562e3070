export { visibleText } from "@burrjs/protocol";
