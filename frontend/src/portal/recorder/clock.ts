/** Seconds as `m:ss`; time left is rounded up so that 0:00 means over. */
export function clock(seconds: number, up = false): string {
  const whole = Math.max(0, up ? Math.ceil(seconds) : Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
