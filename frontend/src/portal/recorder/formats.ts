/** Container and codecs, best first. Chromium records WebM, Safari MP4; the list stays open. */
const VIDEO = [
  "video/webm;codecs=vp9,opus",
  "video/webm;codecs=vp8,opus",
  "video/webm",
  "video/mp4;codecs=avc1.42E01E,mp4a.40.2",
  "video/mp4",
];
const AUDIO = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4;codecs=mp4a.40.2", "audio/mp4"];

export function pickType(video: boolean, supported: (type: string) => boolean): string | null {
  return (video ? VIDEO : AUDIO).find(supported) ?? null;
}

/** The type without parameters, as the server wants it declared. */
export function container(type: string): string {
  return (type.split(";")[0] ?? type).trim().toLowerCase();
}
