"""Where the boxes and arrows of a process are drawn: rows by the longest way from the first, lanes beside.

Pure numbers; the template draws them. Ways over more than one row bend to the right, ways back to the left.
"""

from dataclasses import dataclass

from bole.hiring.pipeline.rules.process import Process, Stage

WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 190, 52, 26, 34, 70


@dataclass(frozen=True, slots=True)
class Box:
    """One stage: its place (left, top)."""

    stage: Stage
    x: int
    y: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def middle(self) -> int:
        """The middle of the box, across."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way: an SVG path, and whether it leads back."""

    path: str
    back: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it, with the size it needs."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw(process: Process) -> Drawing:
    """The drawing of a process, also of one that has problems still."""
    rows = _rows(process)
    lanes: dict[int, int] = {}
    boxes: dict[str, Box] = {}
    for stage in process.stages:
        row = rows[stage.key]
        lane = lanes.get(row, 0)
        lanes[row] = lane + 1
        x, y = MARGIN + lane * (WIDTH + GAP_X), 8 + row * (HEIGHT + GAP_Y)
        boxes[stage.key] = Box(stage, x, y)
    widest = max(lanes.values())
    width = 2 * MARGIN + widest * WIDTH + (widest - 1) * GAP_X
    height = 16 + (max(rows.values()) + 1) * (HEIGHT + GAP_Y) - GAP_Y
    return Drawing(width, height, tuple(boxes.values()), tuple(_arrows(process, boxes, rows)))


def _rows(process: Process) -> dict[str, int]:
    rows = {stage.key: 0 for stage in process.stages}
    place = {stage.key: number for number, stage in enumerate(process.stages)}
    for stage in process.stages:  # ways lead forward, so one pass finds the longest; others are problems
        for to in stage.leads_to:
            if to in place and place[to] > place[stage.key]:
                rows[to] = max(rows[to], rows[stage.key] + 1)
    return rows


def _arrows(process: Process, boxes: dict[str, Box], rows: dict[str, int]) -> list[Arrow]:
    found = []
    for stage in process.stages:
        here = boxes[stage.key]
        known = [to for to in stage.leads_to if to in boxes]
        found += [Arrow(_way(here, boxes[to], rows[to] - rows[stage.key]), back=False) for to in known]
        found += [Arrow(_back(here, boxes[to]), back=True) for to in stage.returns_to if to in boxes]
    return found


def _way(here: Box, there: Box, rows: int) -> str:
    if rows == 1:
        top, end = here.y + HEIGHT, there.y - 2
        return (
            f"M{here.middle} {top} C{here.middle} {top + 20} {there.middle} {end - 20} {there.middle} {end}"
        )
    right, start, end = here.x + WIDTH, here.y + HEIGHT // 2, there.y + HEIGHT // 2
    out = max(right, there.x + WIDTH) + 12 + 10 * min(4, abs(rows))
    return f"M{right} {start} C{out} {start} {out} {end} {there.x + WIDTH + 2} {end}"


def _back(here: Box, there: Box) -> str:
    start, end = here.y + HEIGHT // 2, there.y + HEIGHT // 2
    out = min(here.x, there.x) - 44
    return f"M{here.x} {start} C{out} {start} {out} {end} {there.x - 2} {end}"
