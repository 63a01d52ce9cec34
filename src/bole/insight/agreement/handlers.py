"""Reactions of agreement: they only defer tasks."""

from bole.foundation import queue
from bole.hiring.panels.events import PanelClosed
from bole.insight.agreement import tasks


def on_panel_closed(event: PanelClosed) -> None:  # noqa: ARG001  which one does not matter
    """Its decision counts from tomorrow's check on."""
    queue.defer(tasks.PLAN)
