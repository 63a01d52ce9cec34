"""Codes of reports and analyses as words on the page. An unknown code is shown as it is, never hidden."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

Table = Mapping[str, str | Promise]

SENTENCE_LABELS: Table = {
    "problem": lazy("Problem"),
    "cause": lazy("Cause"),
    "action": lazy("Action"),
    "measure": lazy("Action"),
    "result": lazy("Result"),
}

BEHAVIOUR: Table = {
    "nod": lazy("Nod"),
    "head_shake": lazy("Head shake"),
    "smile": lazy("Smile"),
    "frown": lazy("Frown"),
    "blink": lazy("Blink"),
    "look_away": lazy("Look away"),
    "face_absent": lazy("Face out of view"),
    "second_face": lazy("Second face"),
    "posture_shift": lazy("Posture shift"),
    "gesture": lazy("Gesture"),
}

CHANNELS: Table = {
    "audio": lazy("Sound"),
    "speech": lazy("Speech recognition"),
    "video": lazy("Picture"),
    "face": lazy("Face"),
    "body": lazy("Body"),
}

# What a person needs to know when a channel or an answer could not be used.
QUALITY: Table = {
    "too_dark": lazy("the picture is too dark"),
    "too_bright": lazy("the picture is too bright"),
    "too_quiet": lazy("the sound is too quiet"),
    "clipped": lazy("the sound is clipped"),
    "noisy": lazy("too much noise"),
    "no_audio": lazy("there is no sound track"),
    "no_video": lazy("there is no picture"),
    "no_speech": lazy("nobody is heard speaking"),
    "silence": lazy("nobody is heard speaking"),
    "no_face": lazy("no face was in view"),
    "face_lost": lazy("the face was out of view for too long"),
    "too_short": lazy("the answer is too short"),
    "language": lazy("the language is not one of this question's"),
    "language_not_allowed": lazy("the language is not one of this question's"),
    "low_confidence": lazy("the words could not be recognised reliably"),
    "not_requested": lazy("not switched on"),
    "channel_off": lazy("not switched on"),
    "not_computed": lazy("not switched on"),
    "typed": lazy("a typed answer"),
    "body_not_visible": lazy("the upper body was out of view"),
    "low_frame_rate": lazy("too few pictures a second"),
    "insufficient": lazy("there was not enough to go on"),
    "insufficient_data": lazy("there was not enough to go on"),
    "not_assessed": lazy("no question asked for it"),
    "no_evidence": lazy("no evidence was found"),
    "quote_not_found": lazy("a quoted passage was not in the transcript"),
    "no_consent": lazy("the candidate did not agree to automatic analysis"),
    "analysis_failed": lazy("the analysis failed"),
    "not_answered": lazy("the question was not answered"),
    "missing": lazy("the question was not answered"),
}

FLAGS: Table = {
    "keyword_stuffing": lazy("Many key words, hardly any action."),
    "off_topic": lazy("The answer seems to be about something else."),
    "empty_template": lazy("A template without content of its own."),
    "repetition": lazy("The same words are said again and again."),
    "instruction_to_scorer": lazy("The answer speaks to the scoring system."),
    "contradiction": lazy("Two statements do not fit together."),
    "too_short": lazy("The answer is too short to rate."),
    "second_face": lazy("A second face is in view."),
    "face_absent": lazy("The face was out of view for a while."),
}

REVIEW: Table = {
    "flag": lazy("at least one answer needs a look"),
    "flags": lazy("at least one answer needs a look"),
    "flagged": lazy("at least one answer needs a look"),
    "missing_weight": lazy("part of the weight has no score"),
    "insufficient": lazy("part of the answers had too little data"),
    "insufficient_data": lazy("part of the answers had too little data"),
    "band_crosses_pass_mark": lazy("the band crosses the pass mark"),
    "close_call": lazy("the band crosses the pass mark"),
    "no_total": lazy("there is no total"),
    "below_pass_mark": lazy("the total is below the pass mark"),
    "above_pass_mark": lazy("the total is above the pass mark"),
    "quality": lazy("the quality of a recording is low"),
    "no_automation": lazy("the candidate asked for a person instead of automatic analysis"),
}


def say(table: Table, code: str | None) -> str:
    """The words for ``code``; the code itself when the table does not know it."""
    if not code:
        return ""
    return str(table.get(code, code.replace("_", " ")))


def listed(items: list[str]) -> str:
    """Several short words in one sentence, with the separator of the language."""
    return _(", ").join(items)


def side_sentence(side: str, cut: str) -> str:
    """What the band says about the pass mark."""
    sentences = {
        "above": _("Pass mark %(cut)s; the whole band is above it"),
        "below": _("Pass mark %(cut)s; the whole band is below it"),
        "across": _("The band crosses the pass mark %(cut)s; a person must review"),
    }
    return sentences[side] % {"cut": cut} if side in sentences else ""


def reason_sentence(reason: Mapping[str, Any]) -> str:
    """One reason of the recommendation."""
    words = say(REVIEW, str(reason.get("code", "")))
    return words[:1].upper() + words[1:]
