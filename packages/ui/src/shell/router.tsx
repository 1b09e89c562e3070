import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  redirect,
} from "@tanstack/react-router";
import { Shell } from "./shell.tsx";
import { readCompareSearch, readGraphSearch, readNotesSearch, readRunSearch, readRunsSearch } from "./search.ts";
import { RouteError } from "./route-error.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: () => <Navigate to="/p" replace /> });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    // eslint-disable-next-line typescript/only-throw-error -- so the router wants it
    throw redirect({ to: "/p", replace: true });
  },
});

const projects = createRoute({
  getParentRoute: () => root,
  path: "/p",
  component: lazyRouteComponent(() => import("../screens/projects/projects.tsx"), "Projects"),
});

const runs = createRoute({
  getParentRoute: () => root,
  path: "/p/$project",
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(() => import("../screens/runs/runs.tsx"), "Runs"),
});

const run = createRoute({
  getParentRoute: () => root,
  path: "/p/$project/r/$partition/$app",
  validateSearch: readRunSearch,
  component: lazyRouteComponent(() => import("../screens/run/run.tsx"), "Run"),
});

const compare = createRoute({
  getParentRoute: () => root,
  path: "/p/$project/compare",
  validateSearch: readCompareSearch,
  component: lazyRouteComponent(() => import("../screens/compare/compare.tsx"), "Compare"),
});

const graph = createRoute({
  getParentRoute: () => root,
  path: "/p/$project/graph",
  validateSearch: readGraphSearch,
  component: lazyRouteComponent(() => import("../screens/graph/graph.tsx"), "ProjectGraphPage"),
});

const insights = createRoute({
  getParentRoute: () => root,
  path: "/p/$project/insights",
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(() => import("../screens/insights/insights.tsx"), "Insights"),
});

const notes = createRoute({
  getParentRoute: () => root,
  path: "/p/$project/notes",
  validateSearch: readNotesSearch,
  component: lazyRouteComponent(() => import("../screens/notes/notes.tsx"), "Notes"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("../screens/settings/settings.tsx"), "Settings"),
});

const doctor = createRoute({
  getParentRoute: () => root,
  path: "/doctor",
  component: lazyRouteComponent(() => import("../screens/doctor/doctor.tsx"), "Doctor"),
});

/** Every address of the page. Parts of a path are decoded; a partition that is none is `~`. */
export const router = createRouter({
  routeTree: root.addChildren([home, projects, runs, run, compare, graph, insights, notes, settings, doctor]),
  // Another project or run is another screen: nothing of the last one is left in it.
  defaultRemountDeps: ({ params }) => params,
  defaultErrorComponent: RouteError,
  defaultPreload: "intent",
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
