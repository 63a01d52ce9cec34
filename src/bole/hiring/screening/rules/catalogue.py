"""The lists rules choose from. Who makes one reads the library; rules only look things up."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bole.measurement.matching.industries import Industries

Label = Mapping[str, str]  # {zh, en}


@dataclass(frozen=True, slots=True)
class Known:
    """One thing of a list, and the words it is printed with."""

    label: Label
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree level; a higher ``order`` is a higher degree."""

    label: Label
    order: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """``majors``: family → fields of study; ``every_major``: all that are known, of whatever family;
    ``tiers``: school lists, only for a justified rule; ``protected``: characteristics the law shields, as
    words no rule may look for."""

    degrees: Mapping[str, Degree]
    majors: Mapping[str, Known]
    every_major: frozenset[str]
    industries: Industries
    certificates: Mapping[str, Known]
    languages: Mapping[str, Known]
    tiers: Mapping[str, Known]
    every_school: frozenset[str]
    aliases: Mapping[str, str]
    protected: Mapping[str, re.Pattern[str]]


def squash(text: str) -> str:
    """For comparing names: no white space, half-width, lower case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
