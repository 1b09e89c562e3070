// eslint-disable-next-line import/no-unassigned-import -- a style sheet
import "./theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./shell/app.tsx";
import { openSession } from "./data/session.ts";

const root = document.getElementById("root");
await openSession();
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
