interface ScriptPolicy {
  createScriptURL(url: string): unknown;
}

interface TrustedTypesFactory {
  createPolicy(name: string, rules: { readonly createScriptURL: (url: string) => string }): ScriptPolicy;
}

let policy: ScriptPolicy | undefined;

/**
 * The address of a script of this page, in the form that the page's rules (Trusted Types) ask for. It is the one place where such
 * addresses are made, and it makes none of other origins.
 */
export function ownScript(url: URL): URL {
  if (url.origin !== location.origin) throw new TypeError("Only scripts of this page may run.");
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypesFactory }; // not in all browsers
  if (trustedTypes === undefined) return url;
  policy ??= trustedTypes.createPolicy("ui", {
    createScriptURL(text) {
      if (new URL(text, location.href).origin !== location.origin)
        throw new TypeError("Only scripts of this page may run.");
      return text;
    },
  });
  return policy.createScriptURL(url.href) as URL; // what `Worker` takes
}
