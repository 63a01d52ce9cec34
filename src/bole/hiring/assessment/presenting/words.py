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
    "result": lazy("Result"),
    "background": lazy("Background"),
    "experience": lazy("Experience"),
    "strength": lazy("Strength"),
    "motivation": lazy("Motivation"),
    "none": "",
}

CRITERIA: Table = {
    "structure": lazy("Structure"),
    "coverage": lazy("Coverage"),
    "relevance": lazy("Relevance"),
    "specificity": lazy("Specificity"),
    "compliance": lazy("Compliance"),
    "customer_orientation": lazy("Customer orientation"),
    "fluency": lazy("Fluency"),
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
    "face_lost": lazy("the face was out of view for too long"),
    "body_lost": lazy("the upper body was out of view"),
    "too_short": lazy("the answer is too short"),
    "language_outside": lazy("the language is not one of this question's"),
    "not_requested": lazy("not switched on"),
    "insufficient": lazy("there was not enough to go on"),
    "insufficient_data": lazy("there was not enough to go on"),
    "not_assessed": lazy("no question asked for it"),
    "analysis_refused": lazy("the candidate did not agree to automatic analysis"),
    "recording_withdrawn": lazy("the candidate took back the consent to be recorded"),
    "analysis_failed": lazy("the analysis failed"),
    "not_analysed": lazy("the analysis failed"),
    "unreadable": lazy("the recording cannot be decoded"),
    "empty": lazy("the recording is empty"),
    "too_large": lazy("the recording is too large to analyse"),
    "too_long": lazy("the recording is too long to analyse"),
    "limit_exceeded": lazy("the analysis needed more than it may take"),
    "child_died": lazy("the analysis ended unexpectedly"),
    "worker_died": lazy("the analysis ended unexpectedly"),
    "rubric_changed": lazy("the rubric was changed after the invitation"),
    "model_missing": lazy("a model is not installed"),
    "model_changed": lazy("a model is not the one it should be"),
    "runtime_missing": lazy("a program of the analysis is not installed"),
    "plan_invalid": lazy("the analysis is not set up rightly"),
    "not_mergeable": lazy("the recordings of this answer do not fit together"),
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
    "flags": lazy("at least one answer needs a look"),
    "analysis_failed": lazy("an answer could not be analysed"),
    "insufficient_data": lazy("part of the answers had too little data"),
    "missing_competency": lazy("a competency has no score"),
    "no_total": lazy("there is no total"),
    "close_call": lazy("the band crosses the pass mark"),
    "below_pass_mark": lazy("the whole band is below the pass mark"),
    "above_pass_mark": lazy("the whole band is above the pass mark"),
    "analysis_refused": lazy("the candidate did not agree to automatic analysis"),
    "recording_withdrawn": lazy("the candidate took back the consent to be recorded"),
    "rubric_changed": lazy("the rubric was changed after the invitation"),
    "probe_withheld": lazy("a follow-up question was wanted and, without consent, not asked"),
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
    return say(REVIEW, str(reason.get("code", "")))
