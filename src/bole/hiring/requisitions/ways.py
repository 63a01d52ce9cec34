"""The processes a job can name: those of the library, and those the bank drew itself. Whoever keeps processes
stands above and says here what there is."""

from collections.abc import Callable, Mapping

from bole.hiring.requisitions import library

Title = Mapping[str, str]
Source = Callable[[], Mapping[str, Title]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Ask ``source`` for the processes in force: key → title in both languages. Twice is once."""
    if source not in _sources:
        _sources.append(source)


def known() -> dict[str, Title]:
    """Every process a job can name, with its title; the library's go by their keys where nobody says more."""
    found: dict[str, Title] = {key: {"zh": key, "en": key} for key in library.choices("processes")}
    for source in _sources:
        found |= source()
    return found
