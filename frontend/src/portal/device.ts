/** Device check: each line ends in words, a warning never blocks the way on. */
import { hook, write } from "./dom.ts";
import { ability, CaptureError, closeStream, openStream } from "./recorder/capture.ts";
import { Meter, verdict } from "./recorder/sound.ts";
import { texts, type Texts } from "./texts.ts";

const WORDS = { silent: "silent", quiet: "quiet", good: "heard", loud: "loud" } as const;

function line(root: HTMLElement, name: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[data-check="${name}"] .verdict`);
}

function set(root: HTMLElement, name: string, text: string, tone: string): void {
  const element = line(root, name);
  if (element) verdict(element, text, tone);
}

/** Mean brightness 0–255 of the picture, and of its brightest tenth. */
function brightness(video: HTMLVideoElement): { mean: number; bright: number } | null {
  if (!video.videoWidth) return null;
  const canvas = document.createElement("canvas");
  canvas.width = 64;
  canvas.height = 48;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(video, 0, 0, 64, 48);
  const { data } = context.getImageData(0, 0, 64, 48);
  const values: number[] = [];
  for (let i = 0; i < data.length; i += 4) {
    values.push(0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0));
  }
  values.sort((a, b) => a - b);
  const tenth = values.slice(-Math.floor(values.length / 10));
  const average = (list: number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean: average(values), bright: average(tenth) };
}

function watchLight(root: HTMLElement, t: Texts, video: HTMLVideoElement): void {
  window.setInterval(() => {
    const light = brightness(video);
    if (!light) return;
    if (light.mean < 50) set(root, "light", t("light_dark"), "warn");
    else if (light.mean < 95 && light.bright > 248) set(root, "light", t("light_bright"), "warn");
    else set(root, "light", t("light_good"), "ok");
  }, 1000);
}

/** Seconds for a few round trips to our own server; recording needs about 120 kB/s up to keep pace. */
async function checkNetwork(root: HTMLElement, t: Texts): Promise<void> {
  const started = performance.now();
  try {
    for (let i = 0; i < 3; i += 1) {
      const response = await fetch(`${root.dataset.api ?? ""}state/`, { cache: "no-store", headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      await response.text();
    }
    const each = (performance.now() - started) / 3;
    if (each > 1500) set(root, "network", t("network_slow"), "warn");
    else set(root, "network", t("network_good"), "ok");
  } catch {
    set(root, "network", t("network_none"), "bad");
  }
}

async function checkCamera(root: HTMLElement, t: Texts, stream: MediaStream): Promise<void> {
  const video = hook<HTMLVideoElement>(root, "preview");
  if (root.dataset.mode === "audio") return;
  video.srcObject = stream;
  set(root, "camera", t("ok"), "ok");
  watchLight(root, t, video);
}

export async function startDevice(root: HTMLElement): Promise<void> {
  const t = texts();
  const video = root.dataset.mode !== "audio";
  const able = ability(video);
  if (able === "none") {
    location.replace("../unsupported/");
    return;
  }
  void checkNetwork(root, t);
  if (able === "file") return withoutRecorder(root, t);
  const meter = new Meter(hook(root, "level"), (word, tone) => set(root, "microphone", t(WORDS[word]), tone));
  const go = hook(document, "go");
  const attempt = async (): Promise<void> => {
    hook(root, "problem").hidden = true;
    write(go, t("go_on"));
    hook(root, "way").hidden = false;
    try {
      const stream = await openStream({ video });
      addEventListener("pagehide", () => closeStream(stream));
      meter.start(stream);
      await checkCamera(root, t, stream);
    } catch (cause) {
      for (const name of ["camera", "microphone", "light"]) set(root, name, t("unavailable"), "bad");
      showProblem(root, t(cause instanceof CaptureError ? cause.code : "camera_failed"));
      write(go, t("go_anyway"));
      hook(root, "way").hidden = true; // it stands beside the problem now
    }
  };
  hook(root, "retry").addEventListener("click", () => void attempt());
  await attempt();
}

/** The phone's own camera will record: there is nothing here to look at, to hear or to try again. */
function withoutRecorder(root: HTMLElement, t: Texts): void {
  const idle = ".viewfinder, [data-retry], [data-practice], [data-check=camera], [data-check=microphone], [data-check=light]";
  for (const element of root.querySelectorAll<HTMLElement>(idle)) element.hidden = true;
  showProblem(root, t("camera_unsupported"));
}

function showProblem(root: HTMLElement, text: string): void {
  write(hook(root, "problem-text"), text);
  hook(root, "problem").hidden = false;
}
