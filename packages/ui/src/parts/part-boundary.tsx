import { Component, type ReactNode } from "react";
import { ErrorBox } from "./error-box.tsx";

interface PartBoundaryProps {
  readonly children: ReactNode;
  /** What stands around the message; default: nothing. */
  readonly around?: (message: ReactNode) => ReactNode;
}

/** Says in the place of a part of a screen that it could not be loaded, and leaves the rest of the screen as it is. */
export class PartBoundary extends Component<PartBoundaryProps, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { children, around = (message) => message } = this.props;
    const { error } = this.state;
    return error === undefined ? children : around(<ErrorBox error={error} retry={() => void reload()} />);
  }
}

/** Browsers keep in mind that a part of the page could not be loaded: only a new page tries again, once there is a server to give it. */
async function reload(): Promise<void> {
  try {
    await fetch(location.href, { method: "HEAD" });
    location.reload();
  } catch {
    // The message stays.
  }
}
