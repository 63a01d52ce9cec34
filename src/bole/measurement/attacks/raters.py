"""The raters under attack, all seen as: target and text in, points of 100 and flags out."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from bole.kernel.answers import Observation, Transcript
from bole.kernel.errors import InvalidError
from bole.measurement.attacks.targets import Target
from bole.measurement.learning.untrained import score
from bole.measurement.runtimes.usem import default_embedder
from bole.measurement.scoring.assessing import assess


@dataclass(frozen=True, slots=True)
class Verdict:
    """``score`` from 0 to 100, None when the rater gave none; ``flags`` ask for a person."""

    score: float | None
    flags: tuple[str, ...]


RULES, TYPED, FITTED, ALL = "rules", "learning", "fit", "all"  # the installed raters, and all of them
Rater = Callable[[Target, str], Verdict]
Door = Callable[..., Mapping[str, Any]]  # the signature of measurement.api.score


def rules(target: Target, text: str) -> Verdict:
    """The installed rule raters: the total of the weighted competencies of one typed answer.

    Raises InvalidError (``no_rubric``) for a question that has points only.
    """
    if target.rubric is None:
        raise InvalidError("the rule raters rate questions of the library only", code="no_rubric")
    card = assess(
        target.rubric,
        Observation(duration=0.0, transcript=Transcript(language=target.language, text=text, typed=True)),
        default_embedder(),
        law="default",
        input_sha256="",
        plan_sha256="",
        sensitivity=False,
    )
    return Verdict(card["total"], tuple(flag["kind"] for flag in card["flags"]))


def through(door: Door) -> Rater:
    """A rater with the signature of ``measurement.api.score``, given one wording of every key point."""

    def rate(target: Target, text: str) -> Verdict:
        try:
            given = door(target.prompt, list(target.given), text, language=target.language)
            found, flags = 100 * float(given["score"]), tuple(given["flags"])
        except (TypeError, KeyError, ValueError) as error:
            raise InvalidError(
                f"the rater is no score(question, rubric_points, answer, language=...) that gives score and "
                f"flags: {type(error).__name__}: {error}",
                code="not_a_rater",
            ) from error
        if not math.isfinite(found) or not 0 <= found <= 100:
            raise InvalidError(f"the rater gave {given['score']}, outside 0 to 1", code="rater_out_of_range")
        return Verdict(found, flags)

    return rate


def named(name: str) -> Rater:
    """``rules``, ``learning`` (``measurement.api.score``), or ``MODULE:NAME`` of a callable of its signature.

    Raises InvalidError (``no_rater``). ``fit`` has to be fitted first: see ``attacks.marked``.
    """
    if name == RULES:
        return rules
    if name == TYPED:
        return through(score)
    module, _, attribute = name.partition(":")
    try:
        door: Door = getattr(import_module(module), attribute)
    except (ImportError, ValueError, AttributeError) as error:
        raise InvalidError(f"no rater {name!r}: {error}", code="no_rater") from error
    return through(door)
