/**
 * Trusted Types. First import of every entry: once the content policy demands trusted types, a library that
 * assigns HTML before these exist dies.
 *
 * `bole-htmx` passes what htmx fetched from our own server (script in it is stopped by script-src). The default
 * policy allows only clearing an element (ECharts does `innerHTML = ""`) and workers from our own build.
 */
interface PolicyRules {
  createHTML?: (text: string) => string | null;
  createScriptURL?: (url: string) => string | null;
}
interface Policy {
  createHTML(text: string): string;
}
interface Factory {
  createPolicy(name: string, rules: PolicyRules): Policy;
}

const factory = (window as unknown as { trustedTypes?: Factory }).trustedTypes;

export const htmxPolicy: Policy | undefined = factory?.createPolicy("bole-htmx", { createHTML: (text) => text });

factory?.createPolicy("default", {
  createHTML: (text) => (text === "" || text === null || text === "null" ? "" : null),
  createScriptURL: (url) => {
    const target = new URL(url, location.href);
    return target.origin === location.origin && target.pathname.startsWith("/static/dist/") ? url : null;
  },
});
