export { toSVG } from "./to-svg.ts";
