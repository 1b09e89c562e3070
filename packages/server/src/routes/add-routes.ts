import { alignRoute } from "./align.ts";
import { burrRoutes } from "./burr-v0.ts";
import { diffRoute } from "./diff.ts";
import { eventRoute } from "./events.ts";
import { exportRoute } from "./export.ts";
import { forkRoutes } from "./forks.ts";
import { ingestRoute } from "./ingest.ts";
import { noteRoutes } from "./notes.ts";
import { openApiRoute } from "./openapi.ts";
import { projectRoutes } from "./projects.ts";
import { runRoutes } from "./runs.ts";
import { runnerRoutes } from "./runner.ts";
import { searchRoutes } from "./search.ts";
import { serverRoutes } from "./server.ts";
import type { App, Services } from "./services.ts";
import { stepRoutes } from "./steps.ts";
import { testCaseRoute } from "./test-case.ts";

/**
 * Adds all routes.
 *
 * @param app - The router.
 * @param services - What they work with.
 */
export function addRoutes(app: App, services: Services): void {
  serverRoutes(app, services);
  projectRoutes(app, services);
  runRoutes(app, services);
  stepRoutes(app, services);
  searchRoutes(app, services);
  noteRoutes(app, services);
  diffRoute(app, services);
  alignRoute(app, services);
  exportRoute(app, services);
  testCaseRoute(app, services);
  eventRoute(app, services);
  ingestRoute(app, services);
  forkRoutes(app, services);
  runnerRoutes(app, services);
  burrRoutes(app, services);
  openApiRoute(app);
}
