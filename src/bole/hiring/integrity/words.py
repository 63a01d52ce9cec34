"""Findings in words: what was measured, in whole sentences, never what it means about a person."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

TITLES: Mapping[str, str | Promise] = {
    "page_left": lazy("The page was left while answering"),
    "text_pasted": lazy("Text was pasted"),
    "second_face": lazy("A second face in the picture"),
    "face_absent": lazy("Nobody in the picture"),
    "even_delivery": lazy("Spoken as evenly as text that is read aloud"),
    "near_copy": lazy("Nearly the words of an earlier answer"),
    "published_copy": lazy("Nearly the words of a published text"),
}
REASONS: Mapping[str, str | Promise] = {
    "page_left": lazy(
        "A call, a message, or an aid for reading can be the reason. The browser says so; it can be wrong."
    ),
    "text_pasted": lazy("Who writes in another program first pastes as well."),
    "second_face": lazy("A picture on the wall or a person passing is counted too."),
    "face_absent": lazy("Light or the angle of the camera can be the reason."),
    "even_delivery": lazy("Practice, a second language or a way of speaking can be the reason."),
    "near_copy": lazy("Both may have learned from the same book."),
    "published_copy": lazy("Learning from examples is allowed; a question shows whether it is understood."),
}
CHOICES = (
    ("no_issue", lazy("Nothing to do")),
    ("probe", lazy("Ask about it in the next conversation")),
    ("live", lazy("Ask for a live interview")),
)
ROTATION: Mapping[str, str | Promise] = {
    "": "",
    "often": lazy("Shown often: put another question in its place for a while."),
    "copied": lazy("Copied answers turn up: put another question in its place."),
}


def title(kind: str) -> str:
    """What was noticed."""
    return str(TITLES.get(kind, kind))


def measured(kind: str, figures: Mapping[str, Any]) -> str:
    """The figures as a sentence."""
    say = _SENTENCES.get(kind)
    return say(figures) if say else ""


def _page_left(f: Mapping[str, Any]) -> str:
    times = int(f["times"])
    text = ngettext(
        "%(times)d time, %(seconds)s seconds in all.", "%(times)d times, %(seconds)s seconds in all.", times
    ) % {"times": times, "seconds": _number(f["seconds"])}
    left = int(f.get("full_screen_left", 0))
    if not left:
        return text
    return text + _(" Full screen was left as well (%(n)s).") % {"n": left}


def _pasted(f: Mapping[str, Any]) -> str:
    return _("%(n)s characters pasted; the answer has %(of)s.") % {
        "n": _number(f["characters"]),
        "of": _number(f["of"]),
    }


def _seen(f: Mapping[str, Any]) -> str:
    return _("%(seconds)s seconds in all.") % {"seconds": _number(f["seconds"])}


def _delivery(f: Mapping[str, Any]) -> str:
    text = _(
        "Pace varies by %(rate)s %% between stretches; %(pauses)s pauses of a second or more per minute."
    ) % {
        "rate": _percent(f["rate_spread"]),
        "pauses": _number(f["long_pauses_per_minute"]),
    }
    if "pause_spread" in f:
        text += _(" Pauses vary by %(n)s %%.") % {"n": _percent(f["pause_spread"])}
    if "gaze_away" in f:
        text += _(" Turned away from the usual direction for %(n)s %% of the time.") % {
            "n": _percent(f["gaze_away"])
        }
    return text


def _copy(f: Mapping[str, Any]) -> str:
    return _("%(share)s %% of the words, %(letters)s characters.") % {
        "share": _percent(f["share"]),
        "letters": _number(f["letters"]),
    }


_SENTENCES = {
    "page_left": _page_left,
    "text_pasted": _pasted,
    "second_face": _seen,
    "face_absent": _seen,
    "even_delivery": _delivery,
    "near_copy": _copy,
    "published_copy": _copy,
}


def _number(value: float) -> str:
    return f"{value:g}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"
