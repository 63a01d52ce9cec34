/** Length in seconds of a film from the phone's camera; null when it cannot be read. */
export function filmSeconds(file: File): Promise<number | null> {
  return new Promise((resolve) => {
    const video = document.createElement("video");
    const address = URL.createObjectURL(file);
    const done = (seconds: number | null): void => {
      URL.revokeObjectURL(address);
      resolve(seconds);
    };
    video.preload = "metadata";
    video.onloadedmetadata = () => {
      if (Number.isFinite(video.duration)) return done(video.duration);
      // Films without a length in their head: jump to the end and look.
      video.ondurationchange = () => Number.isFinite(video.duration) && done(video.duration);
      video.currentTime = 1e7;
    };
    video.onerror = () => done(null);
    setTimeout(() => done(null), 45_000);
    video.src = address;
  });
}
