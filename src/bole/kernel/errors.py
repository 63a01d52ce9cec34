"""The one base class of expected failures, so that shells map code → status → page in one table."""


class BoleError(Exception):
    """A failure we foresaw.

    ``code`` is stable and machine-readable; ``message`` is English for logs and the command line
    (pages translate by code); ``retryable`` tells a queue whether trying again can help.
    """

    code = "error"
    retryable = False

    def __init__(self, message: str = "", *, code: str | None = None, retryable: bool | None = None) -> None:
        super().__init__(message or self.code)
        if code is not None:
            self.code = code
        if retryable is not None:
            self.retryable = retryable

    @property
    def message(self) -> str:
        """The English sentence for people who read logs."""
        return str(self)


class NotFoundError(BoleError):
    """Nothing there, or nothing this actor may know of."""

    code = "not_found"


class DeniedError(BoleError):
    """Somebody inside the bank asked for what his role or branch does not allow."""

    code = "denied"


class ConflictError(BoleError):
    """The thing changed under the caller, or the step is not possible from this state."""

    code = "conflict"


class InvalidError(BoleError):
    """Input that cannot be accepted; ``fields`` maps field name → reason code."""

    code = "invalid"

    def __init__(
        self, message: str = "", *, code: str | None = None, fields: dict[str, str] | None = None
    ) -> None:
        super().__init__(message, code=code)
        self.fields = fields or {}
