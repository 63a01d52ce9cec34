"""The hook by which Procrastinate hands us its application."""

from procrastinate import App


def on_ready(app: App) -> None:
    """Called once when Django is ready."""
    app.worker_defaults["install_signal_handlers"] = True
