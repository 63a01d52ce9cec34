"""The surveys a process can send. Whoever keeps surveys stands above and says here which there are: nothing
that rates may come to know of what candidates answered."""

from collections.abc import Callable, Mapping

Source = Callable[[], Mapping[str, Mapping[str, str]]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Ask ``source`` for the published surveys: key → title in both languages. Twice is once."""
    if source not in _sources:
        _sources.append(source)


def published() -> dict[str, Mapping[str, str]]:
    """Every survey that can go out."""
    return {key: title for source in _sources for key, title in source().items()}
