"""What a report keeps of one answer: its words, its sentences, its channels."""

from collections.abc import Mapping
from typing import Any

from bole.hiring.assessment.presenting import words
from bole.hiring.assessment.presenting.shapes import Gate

CHANNELS = ("audio", "speech", "video", "face", "body")


def lines_of(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Sentences if the analysis labelled them, else segments, else the typed text as one line."""
    transcript = result.get("transcript") or {}
    lines = list(result.get("sentences") or transcript.get("segments") or ())
    if lines or not transcript.get("text"):
        return lines
    return [{"text": transcript["text"], "start": None, "end": None, "label": None}]


def gates_of(answer: Mapping[str, Any], withheld: Mapping[str, str]) -> list[Gate]:
    """The channels that were recorded and looked at, and those the candidate keeps back (channel → words);
    what the bank never switched on is left out."""
    off = {"not_requested"}
    gates = []
    measured = answer["result"].get("quality") or {}
    for name in sorted(measured, key=lambda one: CHANNELS.index(one) if one in CHANNELS else len(CHANNELS)):
        quality = measured[name]
        codes = list(quality.get("reasons") or ())
        ok = bool(quality.get("ok", True))
        if answer.get("kind") == "typed":
            continue
        if off.intersection(codes):
            if name in withheld:
                gates.append(Gate(words.say(words.CHANNELS, name), False, withheld[name], withheld=True))
            continue
        said = "" if ok else words.listed([words.say(words.QUALITY, code) for code in codes])
        gates.append(Gate(words.say(words.CHANNELS, name), ok, said))
    return gates


def words_of(result: Mapping[str, Any]) -> str:
    """The whole transcript of one answer; empty for one that failed."""
    return (result.get("transcript") or {}).get("text") or ""
