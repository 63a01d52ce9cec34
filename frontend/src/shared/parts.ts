/**
 * Sends a chosen file in parts: a form with `data-parts` asks `data-start` for an upload, sends what the server
 * lacks, and goes where the server says. After a break it goes on; without script the form itself is posted.
 */
import { sha256 } from "../portal/recorder/hash.ts";
import { Uploader, type Report, type Source, type Transport } from "../portal/recorder/uploader.ts";
import { csrfToken } from "./csrf.ts";

interface Told {
  upload?: string;
  part_bytes?: number;
  received?: number[];
  next?: string;
  code?: string;
  message?: string;
}

async function call(method: string, url: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<{ status: number; told: Told }> {
  try {
    const answer = await fetch(url, { method, body: body ?? null, headers: { "X-CSRFToken": csrfToken(), Accept: "application/json", ...headers } });
    return { status: answer.status, told: (await answer.json().catch(() => ({}))) as Told };
  } catch {
    return { status: 0, told: {} };
  }
}

class Server implements Transport {
  last: Told = {};
  private readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  async received(): Promise<{ status: number; received: number[] }> {
    const { status, told } = await call("GET", this.base);
    this.last = told;
    return { status, received: told.received ?? [] };
  }

  async put(index: number, hash: string, body: ArrayBuffer): Promise<{ status: number; code?: string }> {
    const { status, told } = await call("PUT", `${this.base}${index}/`, body, { "X-Part-SHA256": hash, "Content-Type": "application/octet-stream" });
    this.last = told;
    return told.code ? { status, code: told.code } : { status };
  }

  async finish(parts: number, totalBytes: number): Promise<{ status: number; code?: string }> {
    const { status, told } = await call("POST", `${this.base}finish/`, JSON.stringify({ parts, total_bytes: totalBytes }), { "Content-Type": "application/json" });
    this.last = told;
    return told.code ? { status, code: told.code } : { status };
  }
}

function sourceOf(file: File): Source {
  return { total: () => file.size, ended: () => true, read: (range) => file.slice(range.start, range.end).arrayBuffer() };
}

class PartsForm {
  private readonly form: HTMLFormElement;
  private readonly input: HTMLInputElement;
  private readonly bar: HTMLProgressElement | null;
  private busy = false;

  constructor(form: HTMLFormElement, input: HTMLInputElement) {
    this.form = form;
    this.input = input;
    this.bar = form.querySelector("progress");
    input.addEventListener("change", () => this.name());
    form.addEventListener("submit", (event) => {
      if (!input.files?.length) return;
      event.preventDefault();
      if (!this.busy) void this.send(input.files[0] as File);
    });
    this.name();
  }

  private name(): void {
    const chosen = this.form.querySelector("[data-chosen]");
    const file = this.input.files?.[0];
    if (chosen && file) chosen.textContent = file.name;
  }

  private say(text: string): void {
    const line = this.form.querySelector("[data-say]");
    if (line) line.textContent = text;
  }

  private async send(file: File): Promise<void> {
    this.busy = true;
    this.say("");
    const facts: Record<string, unknown> = { name: file.name, size: file.size };
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string" && name !== "csrfmiddlewaretoken") facts[name] = value;
    const begun = await call("POST", this.form.dataset.start ?? "", JSON.stringify(facts), { "Content-Type": "application/json" });
    if (begun.status !== 200 || !begun.told.upload) return this.failed(begun.told);
    const server = new Server(begun.told.upload);
    const uploader = new Uploader(sourceOf(file), server, begun.told.part_bytes ?? 262144, {
      hash: sha256,
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      report: (report) => this.show(report),
    });
    if (await uploader.run(() => 0)) location.assign(server.last.next ?? location.href);
    else this.failed(server.last);
  }

  private show(report: Report): void {
    if (this.bar) {
      this.bar.hidden = false;
      this.bar.value = report.percent;
    }
    this.say(report.state === "waiting" || report.state === "full" ? (this.form.dataset.waiting ?? "") : `${report.percent} %`);
  }

  private failed(told: Told): void {
    this.busy = false;
    this.form.removeAttribute("aria-busy");
    if (this.bar) this.bar.hidden = true;
    this.say(told.message ?? this.form.dataset.failed ?? "");
  }
}

/** Every such form of the page. */
export function installParts(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-parts]")) {
    const input = form.querySelector<HTMLInputElement>("input[type=file]");
    if (input) new PartsForm(form, input);
  }
}
