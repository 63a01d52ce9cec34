/** Practice: recorded into this page's memory, shown back, forgotten. No address is known here to send it to. */
import { hook, write } from "./dom.ts";
import { CaptureError, openStream, startRecorder, type Recorder } from "./recorder/capture.ts";
import { clock } from "./recorder/clock.ts";
import { texts } from "./texts.ts";

const LONGEST = 30;

export function startPractice(root: HTMLElement): void {
  const t = texts();
  const button = hook<HTMLButtonElement>(document, "practice");
  const label = hook(document, "practice-label");
  const status = hook(root, "practice-state");
  const preview = hook<HTMLVideoElement>(root, "preview");
  const replay = hook<HTMLVideoElement>(root, "replay");
  const wants = { video: root.dataset.mode !== "audio" };
  let recorder: Recorder | null = null;
  let pieces: Blob[] = [];
  let timer = 0;
  let busy = false;

  async function start(): Promise<void> {
    const stream = await openStream(wants);
    pieces = [];
    replay.hidden = true;
    preview.hidden = !wants.video;
    preview.srcObject = stream;
    recorder = startRecorder(stream, wants, (blob) => pieces.push(blob), () => undefined);
    root.dataset.phase = "recording";
    write(label, t("stop"));
    timer = window.setInterval(() => {
      const left = LONGEST - (recorder?.seconds() ?? 0);
      write(status, t("recording", { time: clock(left, true) }));
      if (left <= 0) void stop();
    }, 250);
  }

  async function stop(): Promise<void> {
    clearInterval(timer);
    const type = recorder?.type ?? "";
    await recorder?.stop();
    recorder = null;
    (preview.srcObject as MediaStream | null)?.getTracks().forEach((track) => track.stop());
    preview.srcObject = null;
    preview.hidden = true;
    if (replay.src) URL.revokeObjectURL(replay.src);
    replay.src = URL.createObjectURL(new Blob(pieces, { type }));
    replay.hidden = false;
    root.dataset.phase = "replay";
    write(status, t("replay"));
    write(label, t("again"));
  }

  button.addEventListener("click", () => {
    if (busy) return; // two taps are one: a second camera would stay on
    busy = true;
    hook(root, "problem").hidden = true;
    void (recorder ? stop() : start())
      .catch((cause: unknown) => {
        write(hook(root, "problem-text"), t(cause instanceof CaptureError ? cause.code : "camera_failed"));
        hook(root, "problem").hidden = false;
      })
      .finally(() => (busy = false));
  });
}
