import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api.ts";

/** Keeps what was fetched. What a run's page shows is kept up to date by events, and not by asking again and again. */
export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});
