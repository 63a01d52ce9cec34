/** Selecting many and acting on them: one form, one key, so that a double click is one run on the server. */
import { csrfToken } from "../shared/csrf.ts";
import { htmx } from "../shared/core.ts";
import { toast } from "./toast.ts";

const LOOK = 700; // ms between two looks at a run
const DIALOG = "run-dialog";

export class Many {
  private form: HTMLFormElement;
  private page: HTMLElement;
  private ended: (ids: string[]) => void;

  constructor(form: HTMLFormElement, page: HTMLElement, ended: (ids: string[]) => void) {
    this.form = form;
    this.page = page;
    this.ended = ended;
    page.addEventListener("change", (event) => this.changed(event.target as HTMLInputElement));
    form.addEventListener("submit", (event) => this.submitted(event));
    form.querySelector("[data-many-none]")?.addEventListener("click", () => this.none());
    form.querySelector("[data-many-end]")?.addEventListener("click", () => this.ask());
    document.querySelector("[data-end-many]")?.addEventListener("submit", (event) => this.end(event));
    form.querySelector("[data-many-hold]")?.addEventListener("click", () => this.askHold());
    document.querySelector("[data-hold-many]")?.addEventListener("submit", (event) => this.hold(event));
    document.querySelector("[data-end-all]")?.addEventListener("change", (event) => this.sameForAll(event.target as HTMLSelectElement));
    this.update();
  }

  private get picked(): HTMLInputElement[] {
    return [...this.page.querySelectorAll<HTMLInputElement>("[data-pick]:checked")];
  }

  private changed(box: HTMLInputElement): void {
    if (box.matches("[data-pick-all]")) {
      const within = box.closest("[data-column], table");
      for (const one of within?.querySelectorAll<HTMLInputElement>("[data-pick]") ?? []) one.checked = box.checked;
    }
    if (box.matches("[data-pick], [data-pick-all]")) this.update();
  }

  /** The bar says how many, and offers only what is open to all of them. */
  update(): void {
    const picked = this.picked;
    this.form.hidden = picked.length === 0;
    document.body.classList.toggle("has-bulk", picked.length > 0);
    for (const one of this.page.querySelectorAll<HTMLInputElement>("[data-pick]")) {
      one.closest("[data-card]")?.classList.toggle("is-picked", one.checked);
    }
    const count = this.form.querySelector("[data-many-count]");
    if (count) count.textContent = String(picked.length);
    const open = picked.map((one) => (one.closest<HTMLElement>("[data-card]")?.dataset.to ?? "").trim().split(/\s+/));
    const choice = this.form.querySelector<HTMLSelectElement>("select[name=to]");
    for (const option of choice?.options ?? []) {
      option.hidden = option.disabled = !open.every((ways) => ways.includes(option.value));
    }
    const first = [...(choice?.options ?? [])].find((option) => !option.disabled);
    if (choice && choice.selectedOptions[0]?.disabled !== false) choice.value = first?.value ?? "";
    const advance = this.form.querySelector<HTMLButtonElement>("button[value=advance]");
    if (advance && choice) advance.hidden = choice.hidden = !first;
  }

  private none(): void {
    for (const one of this.page.querySelectorAll<HTMLInputElement>("[data-pick], [data-pick-all]")) one.checked = false;
    this.update();
  }

  private submitted(event: SubmitEvent): void {
    if (event.submitter?.hasAttribute("data-leaves")) return; // a page of its own
    event.preventDefault();
    const data = new FormData(this.form, event.submitter);
    void this.send(data);
  }

  private ask(): void {
    const dialog = document.getElementById("end-many") as HTMLDialogElement | null;
    const list = dialog?.querySelector("[data-end-list]");
    const row = document.getElementById("end-row") as HTMLTemplateElement | null;
    if (!dialog || !list || !row) return;
    list.replaceChildren(...this.picked.map((one) => filled(row, one.closest<HTMLElement>("[data-card]"))));
    const count = dialog.querySelector("[data-end-count]");
    if (count) count.textContent = String(this.picked.length);
    dialog.querySelector("form")?.reset();
    dialog.showModal();
  }

  private sameForAll(choice: HTMLSelectElement): void {
    for (const one of document.querySelectorAll<HTMLSelectElement>("[data-end-list] select")) one.value = choice.value;
  }

  private end(event: Event): void {
    event.preventDefault();
    const data = new FormData(this.form);
    data.set("action", "decline");
    for (const one of document.querySelectorAll<HTMLSelectElement>("[data-end-list] select")) data.set(one.name, one.value);
    (document.getElementById("end-many") as HTMLDialogElement).close();
    void this.send(data);
  }

  private askHold(): void {
    const dialog = document.getElementById("hold-many") as HTMLDialogElement | null;
    const count = dialog?.querySelector("[data-end-count]");
    if (count) count.textContent = String(this.picked.length);
    dialog?.querySelector("form")?.reset();
    dialog?.showModal();
  }

  private hold(event: Event): void {
    event.preventDefault();
    const data = new FormData(this.form);
    data.set("action", "hold");
    for (const [name, value] of new FormData(event.target as HTMLFormElement)) data.set(name, value);
    (document.getElementById("hold-many") as HTMLDialogElement).close();
    void this.send(data);
  }

  private async send(data: FormData): Promise<void> {
    const ids = this.picked.map((one) => one.value.split("~")[0] ?? "");
    const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
    const answer = await fetch(this.form.getAttribute("action") ?? "", { method: "POST", body: data, headers }).catch(() => null);
    if (!answer?.ok) return toast(document.querySelector<HTMLElement>("[data-board]")?.dataset.lost ?? "×", true);
    const run = (await answer.json()) as { url: string };
    this.renew();
    this.none();
    await follow(run.url);
    this.ended(ids);
  }

  /** The next action is another run. */
  private renew(): void {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const key = this.form.querySelector<HTMLInputElement>("input[name=key]");
    if (key) key.value = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

function filled(row: HTMLTemplateElement, card: HTMLElement | null): Node {
  const made = row.content.cloneNode(true) as DocumentFragment;
  const name = made.querySelector("[data-name]");
  const choice = made.querySelector("select");
  if (name) name.textContent = card?.dataset.name ?? "";
  if (choice) {
    choice.name = `reason-${card?.dataset.card ?? ""}`;
    choice.setAttribute("aria-label", card?.dataset.name ?? "");
  }
  return made;
}

/** Shows a run until it has ended or its dialog is closed. */
async function follow(url: string): Promise<void> {
  const dialog = document.getElementById(DIALOG) as HTMLDialogElement | null;
  const place = dialog?.querySelector<HTMLElement>("[data-run]");
  if (!dialog || !place) return;
  dialog.showModal();
  await watch(place, url, () => dialog.open);
}

export async function watch(place: HTMLElement, url: string, open: () => boolean): Promise<void> {
  while (open()) {
    await htmx.ajax("GET", url, { target: place, swap: "innerHTML" });
    if (place.querySelector("[data-state=done]")) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}
