/** A new code can be asked for after a minute; until then the button says how long. */
import { hook, write } from "./dom.ts";

export function startCode(form: HTMLElement): void {
  const button = hook<HTMLButtonElement>(form, "resend-button");
  const wait = hook(form, "resend-wait");
  let left = Number(form.dataset.resend ?? 60);
  button.disabled = true;
  const timer = window.setInterval(() => {
    left -= 1;
    write(wait, left > 0 ? (wait.dataset.words ?? "").replace("{n}", String(left)) : "");
    if (left > 0) return;
    clearInterval(timer);
    button.disabled = false;
  }, 1000);
}
