/** The page's sentences, translated by the server; `{name}` is filled in here. */
export type Texts = (key: string, values?: Record<string, string | number>) => string;

export function readJson<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null") as T;
}

export function texts(): Texts {
  const all = readJson<Record<string, string> | null>("texts") ?? {};
  return (key, values = {}) =>
    (all[key] ?? all.failed ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The reader's language of a text that comes in two. */
export function say(both: Record<string, string> | null): string {
  if (!both) return "";
  const wanted = document.documentElement.lang.startsWith("zh") ? ["zh", "en"] : ["en", "zh"];
  return wanted.map((language) => both[language]).find(Boolean) ?? "";
}

/** People with a phone in hand read "phone", others "computer". */
export const onPhone = matchMedia("(pointer: coarse)").matches;
