/** A typed answer is kept as it is written, on this device only, and forgotten when it was handed in. */
import { hook, write } from "./dom.ts";
import { watchPage } from "./notes.ts";
import { Api } from "./recorder/api.ts";
import { onPhone, texts } from "./texts.ts";

const PREFIX = "bole-draft-";

/** Drafts are words of a person: those of answers that were handed in do not stay on the device. */
export function forgetDrafts(keep = ""): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && key !== keep) localStorage.removeItem(key);
    }
  } catch {
    // Nothing is kept where nothing can be kept.
  }
}

/** Of who was told and agreed: when the page is left, and how much is pasted. */
function note(root: HTMLElement, field: HTMLElement): void {
  const { noted, api } = root.dataset;
  if (!noted || !api) return;
  const opened = performance.now();
  watchPage({ api: new Api(api), key: () => noted, at: () => (performance.now() - opened) / 1000 }, field);
}

export function startTyped(root: HTMLElement): void {
  const t = texts();
  const field = hook<HTMLTextAreaElement>(document, "text-field");
  const key = `${PREFIX}${root.dataset.draft ?? ""}`;
  const state = hook(root, "draft-state");
  forgetDrafts(key);
  note(root, field);
  try {
    if (!field.value) field.value = localStorage.getItem(key) ?? "";
  } catch {
    write(state, t("draft_none"));
    return;
  }
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      localStorage.setItem(key, field.value);
      write(state, t(onPhone ? "draft_phone" : "draft_computer"));
    }, 400);
  });
  field.form?.addEventListener("submit", () => {
    clearTimeout(timer);
    // Kept until the server has answered: the next question has another key, an error page finds it again.
    localStorage.setItem(key, field.value);
  });
}
