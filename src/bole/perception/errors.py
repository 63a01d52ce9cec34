"""The one error of this wing; its code is what HR, the queue and the command line see."""

from bole.kernel.errors import BoleError


class PerceptionError(BoleError):
    """A recording could not be observed.

    Codes: ``empty`` (no byte, or not one decodable frame or sample), ``unreadable`` (no container a
    decoder knows), ``too_long``, ``too_large``, ``limit_exceeded`` (memory, CPU, open files or output),
    ``timed_out``, ``child_died``, ``model_missing``, ``model_changed`` (sha256 differs from its card),
    ``runtime_missing``, ``plan_invalid``, ``not_mergeable``.
    Only ``child_died`` and ``timed_out`` may be cured by another try.
    """

    code = "perception"
