"""What an adapter raises when the world outside does not do what we asked."""

from bole.kernel.errors import BoleError


class PortError(BoleError):
    """An outside system refused or failed; ``retryable`` says whether asking again can help."""

    code = "port_failed"
