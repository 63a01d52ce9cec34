/** Short news at the edge of the page. An error stays until it is closed; the rest goes after four seconds. */
const SHOWN = 4000;

export interface Deed {
  label: string;
  run: () => void;
}

export function toast(text: string, error = false, deed?: Deed): void {
  const place = document.querySelector<HTMLElement>("[data-toasts]");
  if (!place || !text) return;
  const item = document.createElement("div");
  item.className = `toast-item${error ? " is-error" : ""}`;
  if (error) item.setAttribute("role", "alert");
  const words = document.createElement("span");
  words.textContent = text;
  item.append(words);
  if (deed) item.append(button(deed.label, () => (deed.run(), item.remove())));
  if (error) item.append(button("×", () => item.remove()));
  else setTimeout(() => item.remove(), SHOWN);
  place.append(item);
}

function button(label: string, run: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", run);
  return made;
}
