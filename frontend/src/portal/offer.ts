/** The offer on the phone: it is read again when the bank does something, and a name is drawn to sign it. */
import { hook } from "./dom.ts";
import { Strokes } from "./strokes.ts";

const PAUSE = 800; // ms: a burst of changes is one reading

export function startOffer(root: HTMLElement): void {
  const address = root.dataset.listen;
  if (!address) return;
  let source: EventSource | null = new EventSource(address);
  let timer = 0;
  const again = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => location.reload(), PAUSE);
  };
  source.addEventListener("offer", again);
  addEventListener("pagehide", () => {
    source?.close();
    source = null;
  });
}

export function startSigning(root: HTMLElement): void {
  const canvas = hook<HTMLCanvasElement>(root, "pad");
  const image = hook<HTMLInputElement>(root, "pad-image");
  const empty = hook(root, "pad-empty");
  const strokes = new Strokes(canvas, () => {
    image.value = strokes.picture();
    empty.hidden = image.value !== "";
  });
  hook<HTMLButtonElement>(root, "pad-clear").addEventListener("click", () => strokes.clear());
  const name = hook<HTMLInputElement>(root, "pad-name");
  hook<HTMLButtonElement>(root, "pad-write").addEventListener("click", () => strokes.write(name.value.trim()));
  const form = document.querySelector<HTMLFormElement>("#sign");
  form?.addEventListener("submit", (event) => {
    if (image.value) return;
    event.preventDefault();
    empty.hidden = false;
    empty.classList.add("tone-warn");
    canvas.focus();
    canvas.scrollIntoView({ block: "center" });
  });
}
