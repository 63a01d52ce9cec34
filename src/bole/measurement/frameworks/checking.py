"""Is the library fit to be used? Reads files only: no database, no model."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TypeVar

from bole.measurement.frameworks import likeness
from bole.measurement.frameworks.loading import load_framework, load_lexicons, load_scales, parse_question
from bole.measurement.frameworks.portraits import JOBS, Portrait, load_guide, load_portrait
from bole.measurement.frameworks.reading import RubricError
from bole.measurement.frameworks.rows import LANGUAGES
from bole.measurement.frameworks.schema import Indicator, Question
from bole.measurement.text.cues import Cue, can_be_met
from bole.measurement.text.sound import syllables

T = TypeVar("T")
PHRASINGS = 5  # own phrasings of a key point, per language
QUESTIONS = 12  # of a job that has a framework
KINDS = frozenset({"situational", "past_behaviour", "knowledge", "service_scene"})  # a job's bank has each
INDICATORS = 3  # of a competency in a framework


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """``file`` relative to the library, the ``place`` inside it, and what is wrong there."""

    file: str
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.text}"


@dataclass(slots=True)
class _Library:
    folder: Path
    questions: dict[str, Question]
    portraits: dict[str, Portrait]
    problems: list[Problem]

    def add(self, file: str, place: str, text: str) -> None:
        self.problems.append(Problem(file, place, text))

    def attempt(self, file: str, read: Callable[[], T]) -> T | None:
        """What a file holds, or None with its fault noted."""
        try:
            return read()
        except RubricError as error:
            place, found, text = error.message.partition(": ")
            self.add(file, place if found else "file", text if found else place)
            return None


def check_library(folder: Path) -> list[Problem]:
    """Every fault found, in order of file and place; an empty list is a library fit for use."""
    library = _Library(folder, {}, {}, [])
    name = str(folder)
    if library.attempt("competencies", lambda: load_scales(name)) is None:
        return library.problems
    if library.attempt("lexicons", lambda: load_lexicons(name)) is None:
        return library.problems
    for path in sorted((folder / "questions").glob("*.toml")):
        _check_question(library, path)
    for path in sorted((folder / "jobs").glob("*.toml")):
        _check_portrait(library, path)
    for path in sorted((folder / "frameworks").glob("*.toml")):
        _check_framework(library, path.stem)
    _check_twins(library)
    return sorted(set(library.problems))


def _check_question(library: _Library, path: Path) -> None:
    file = f"questions/{path.name}"
    question = library.attempt(file, lambda: parse_question(path.read_bytes(), str(library.folder)))
    if question is None:
        return
    library.questions[path.stem] = question
    for place, text in (*_identity(question, path.stem), *_probes(question), *_heard(question)):
        library.add(file, place, text)
    for group, rows in (("points", question.points), ("statements", question.statements)):
        for row in rows:
            for text in (*_wording(row), *_cues(row.cues)):
                library.add(file, f"{group}.{row.key}", text)
    for breach in question.breaches:
        for text in _cues(breach.cues):
            library.add(file, f"breaches.{breach.key}", text)


def _identity(question: Question, stem: str) -> Iterator[tuple[str, str]]:
    if question.key != stem:
        yield "key", "must be the file's name"
    if question.kind is None:
        yield "type", "is missing"
    unknown = sorted(set(question.jobs) - set(JOBS))
    if not question.jobs or unknown:
        yield "jobs", f"names unknown jobs {unknown}" if unknown else "is missing"
    indicators = [row.key for row in (*question.points, *question.statements)]
    for keys in (indicators, [probe.key for probe in question.probes]):
        for key, count in Counter(keys).items():
            if count > 1:
                yield key, "is used twice"


def _probes(question: Question) -> Iterator[tuple[str, str]]:
    if not question.probes:
        yield "probes", "a question needs at least one probe"


def _heard(question: Question) -> Iterator[tuple[str, str]]:
    """What sounds as the word does is found without being listed."""
    for term in question.terms:
        for word, forms in term.homophones.items():
            for form in forms:
                if syllables(form) == syllables(word):
                    yield f"lexicon.{term.key}", f"a homophone with the syllables of {word!r}: {form!r}"


def _wording(row: Indicator) -> Iterator[str]:
    for language in LANGUAGES:
        accepted = row.accepted.get(language, ())
        own = row.phrasings[language][: len(row.phrasings[language]) - len(accepted)]
        if len(own) < PHRASINGS:
            yield f"{len(own)} phrasings in {language}, {PHRASINGS} are needed"
        if not accepted:
            yield f"no accepted alternative answer in {language}"
        for first, second in combinations(row.phrasings[language], 2):
            if likeness.shared(first, second, language) > likeness.SAME_PHRASING:
                yield f"two phrasings in {language} are nearly the same: {first!r} and {second!r}"
    for cite in row.cites:
        if not likeness.is_citation(cite.zh):
            yield f"a citation names a regulation in 《》 and its article: {cite.zh!r}"


def _cues(cues: Mapping[str, tuple[Cue, ...]]) -> Iterator[str]:
    for language in LANGUAGES:
        for cue in cues[language]:
            if not can_be_met(cue, language):
                yield f"a cue in {language} excludes or denies itself: {cue.source!r}"


def _check_portrait(library: _Library, path: Path) -> None:
    file = f"jobs/{path.name}"
    portrait = library.attempt(file, lambda: load_portrait(path))
    if portrait is None:
        return
    library.portraits[path.stem] = portrait
    guide_path = library.folder / "guides" / f"{portrait.guide}.toml"
    asked = library.attempt(f"guides/{guide_path.name}", lambda: load_guide(guide_path))
    if asked is None:
        return
    for key in sorted(set(asked) - set(library.questions)):
        library.add(f"guides/{guide_path.name}", "question", f"there is no usable question {key}")
    measured = {
        c.key for key in asked if key in library.questions for c in library.questions[key].competencies
    }
    for key in sorted(set(portrait.weights) - measured):
        library.add(file, f"competency.{key}", f"no question of guide {portrait.guide} measures it")


def _check_framework(library: _Library, job: str) -> None:
    file = f"frameworks/{job}.toml"
    framework = library.attempt(file, lambda: load_framework(str(library.folder), job))
    if framework is None:
        return
    if framework.job != job:
        library.add(file, "key", "must be the file's name")
    portrait = library.portraits.get(job)
    if portrait is None:
        library.add(file, "key", f"there is no jobs/{job}.toml")
    elif set(portrait.weights) != set(framework.competencies):
        differing = sorted(set(portrait.weights) ^ set(framework.competencies))
        library.add(file, "competencies", f"framework and portrait differ in {differing}")
    for key, expected in framework.competencies.items():
        if len(expected.scale.indicators) < INDICATORS:
            library.add(file, f"competencies.{key}", f"{INDICATORS} indicators are needed")
    _check_bank(library, job, file)


def _check_bank(library: _Library, job: str, file: str) -> None:
    bank = [q for q in library.questions.values() if job in q.jobs]
    if len(bank) < QUESTIONS:
        library.add(file, "questions", f"{len(bank)} questions serve {job}, {QUESTIONS} are needed")
    for missing in sorted(
        {"situational", "past_behaviour", "knowledge", "service_scene"} - {q.kind for q in bank}
    ):
        library.add(file, "questions", f"no question of type {missing} serves {job}")


def _check_twins(library: _Library) -> None:
    """Questions of two jobs that say the same once the job's name is taken out."""
    names = [name for p in library.portraits.values() for name in (p.title.zh, p.title.en)]
    for (key, one), (other, two) in combinations(library.questions.items(), 2):
        if set(one.jobs) & set(two.jobs):
            continue
        for language in LANGUAGES:
            if likeness.same_question(one.prompt(language), two.prompt(language), language, names):
                library.add(
                    f"questions/{other}.toml",
                    f"prompts.{language}",
                    f"differs from {key} in the job's name only",
                )
