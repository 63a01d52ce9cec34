/**
 * Parts of an upload. Part n is bytes [n·size, (n+1)·size) of the recording, so the same recording always gives
 * the same parts, however the recorder happened to cut its chunks and whatever was sent before a reload.
 */
export interface Range {
  index: number;
  start: number;
  /** Exclusive. */
  end: number;
}

/** Parts that may be sent now: full ones, and the short last one only when the recording has ended. */
export function sendable(total: number, size: number, ended: boolean): Range[] {
  const parts: Range[] = [];
  for (let index = 0, start = 0; start < total; index += 1, start += size) {
    const end = Math.min(total, start + size);
    if (end - start === size || ended) parts.push({ index, start, end });
  }
  return parts;
}

/** How many parts a finished recording of `total` bytes has. */
export function partCount(total: number, size: number): number {
  return Math.ceil(total / size);
}

export interface Piece {
  seq: number;
  size: number;
}

export interface Slice {
  seq: number;
  from: number;
  to: number;
}

/** Which bytes of which stored chunks make up a range. */
export function slices(chunks: readonly Piece[], range: Range): Slice[] {
  const found: Slice[] = [];
  let position = 0;
  for (const chunk of chunks) {
    const from = Math.max(0, range.start - position);
    const to = Math.min(chunk.size, range.end - position);
    if (to > from) found.push({ seq: chunk.seq, from, to });
    position += chunk.size;
    if (position >= range.end) break;
  }
  return found;
}

/** Share of bytes the server has confirmed, 0–100, rounded down so that 100 means all of it. */
export function percent(total: number, size: number, received: ReadonlySet<number>, ended: boolean): number {
  if (total === 0) return ended ? 100 : 0;
  let sent = 0;
  for (const part of sendable(total, size, ended)) if (received.has(part.index)) sent += part.end - part.start;
  return Math.floor((100 * sent) / total);
}
