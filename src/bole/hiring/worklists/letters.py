"""One message to many: a text of the library, or a person's own words with places, filled for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bole.foundation.messaging import queries as messages
from bole.foundation.messaging import templates
from bole.foundation.messaging.queries import Rendered
from bole.foundation.messaging.services import Problem, check_words
from bole.foundation.org import queries as org
from bole.hiring.worklists import rules
from bole.kernel.errors import InvalidError

FREE = "note"
LANGUAGES = templates.LANGUAGES
PLACES = ("name", "bank", "job", "unit")  # what somebody's own words may speak of
MOST = rules.MOST  # people of one run
SHORT = 300  # characters: what is longer goes by mail alone


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent: ``template`` of the library, or FREE with words by language."""

    template: str
    subject: Mapping[str, str]
    text: Mapping[str, str]

    @property
    def free(self) -> bool:
        """Whether somebody wrote it himself."""
        return self.template == FREE

    def language_for(self, wished: str) -> str:
        """The candidate's language; where nobody wrote in it, the other one."""
        own = templates.language_of(wished)
        if not self.free or self.text.get(own):
            return own
        return next((one for one in LANGUAGES if self.text.get(one)), own)


def read(details: Mapping[str, str]) -> Letter:
    """The letter as a run keeps it."""
    return Letter(
        details.get("template", ""),
        {one: details.get(f"subject_{one}", "").strip() for one in LANGUAGES},
        {one: details.get(f"text_{one}", "").replace("\r\n", "\n").strip() for one in LANGUAGES},
    )


def ready_made() -> list[str]:
    """Texts of the library that can go to people chosen by hand."""
    return [one.key for one in templates.every() if one.bulk]


def problems(letter: Letter) -> list[tuple[str, Problem]]:
    """All that is wrong with it, each with its field (``text_zh``); an unknown template is one, too."""
    if not letter.free:
        known = letter.template in ready_made()
        return [] if known else [("template", Problem("empty", "template"))]
    written = [one for one in LANGUAGES if letter.text[one] or letter.subject[one]]
    found = [
        (f"{'text' if problem.field == 'body' else 'subject'}_{language}", problem)
        for language in written
        for problem in check_words(
            subject=letter.subject[language], text=letter.text[language], language=language, fields=PLACES
        )
    ]
    return found if written else [("text_zh", Problem("empty", "body"))]


def check(letter: Letter) -> None:
    """InvalidError by field."""
    found = problems(letter)
    if found:
        fields = {field: problem.code for field, problem in found}
        raise InvalidError("the message cannot be sent like this", code="letter_invalid", fields=fields)


def context(letter: Letter, application: Any, name: str, language: str) -> dict[str, str]:
    """The values of the letter's places for one person."""
    known = _about(application, name, language)
    if not letter.free:
        return {field: known[field] for field in templates.template(letter.template).fields}
    said = messages.filled(letter.subject[language], letter.text[language], known)
    return {"name": name, "bank": known["bank"], "subject": said.subject, "text": said.text}


def by_phone(letter: Letter) -> bool:
    """Whether it can go to a telephone: a library text has a short form, own words must be short."""
    return not letter.free or all(len(text) <= SHORT for text in letter.text.values())


def look(letter: Letter, application: Any, name: str, language: str) -> Rendered:
    """The whole mail as this person would get it."""
    values = context(letter, application, name, language)
    return messages.letter(letter.template, language, application.unit_id, values)


def _about(application: Any, name: str, language: str) -> dict[str, str]:
    bank, opening = org.root() or application.unit, application.requisition
    english = language == "en"
    return {
        "name": name,
        "bank": bank.name_en if english else bank.name_zh,
        "unit": application.unit.name_en if english else application.unit.name_zh,
        "job": opening.title_en if english else opening.title_zh,
    }
