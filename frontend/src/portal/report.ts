/** A week's report: what is typed is kept on the server a moment later, so that a dead phone loses a second of it. */
import { csrfToken } from "../shared/csrf.ts";

const PAUSE = 900; // ms after the last key

interface Line { done?: string; words?: string }

export function startReport(form: HTMLElement): void {
  const state = document.querySelector<HTMLElement>("[data-draft-state]");
  const address = form.dataset.draft ?? "";
  let timer = 0;
  let dirty = false;
  const say = (words: string | undefined): void => {
    if (state && words) state.textContent = words;
  };
  const save = async (): Promise<void> => {
    timer = 0;
    if (!dirty) return;
    dirty = false;
    try {
      const answer = await fetch(address, {
        method: "POST",
        keepalive: true,
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify(collect(form)),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      if (!dirty) say(form.dataset.saved);
    } catch {
      dirty = true;
      say(form.dataset.failed);
    }
  };
  form.addEventListener("input", (event) => {
    if ((event.target as HTMLInputElement).type === "file") return;
    dirty = true;
    say(form.dataset.saving);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(), PAUSE);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) void save();
  });
  addEventListener("online", () => void save());
  form.addEventListener("submit", () => {
    window.clearTimeout(timer);
    dirty = false; // the form itself carries it now
  });
}

/** Everything typed so far, by task. */
export function collect(form: HTMLElement): { figures: Record<string, Line>; words: string } {
  const figures: Record<string, Line> = {};
  let words = "";
  for (const field of form.querySelectorAll<HTMLInputElement>("[data-key]")) {
    const line = (figures[field.dataset.key ?? ""] ??= {});
    line.done = field.type === "checkbox" ? (field.checked ? "1" : "") : field.value;
  }
  for (const field of form.querySelectorAll<HTMLTextAreaElement>("[data-words]")) {
    const key = field.dataset.words ?? "";
    if (!key) words = field.value;
    else (figures[key] ??= {}).words = field.value;
  }
  return { figures, words };
}
