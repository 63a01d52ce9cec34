import pytest

from bole.hiring.pipeline import library
from bole.kernel.errors import InvalidError, NotFoundError

HEAD = """format = "bole.process/2"
key = "p"
version = 1
title = { zh = "x", en = "x" }
[[reason]]
key = "other"
label = { zh = "x", en = "x" }
"""


def stage(key: str, *leads_to: str, more: str = "") -> str:
    targets = ", ".join(f'"{to}"' for to in leads_to)
    kind, decides = ("closed", "") if key == "closed" else ("assessment", 'decides = ["branch_hr"]')
    label = 'label = { zh = "x", en = "x" }'
    return f'[[stage]]\nkey = "{key}"\nkind = "{kind}"\n{label}\nleads_to = [{targets}]\n{decides}\n{more}\n'


def test_the_banks_process_has_the_stages_of_the_house() -> None:
    process = library.process("bank-standard")
    assert [s.key for s in process.stages] == [
        "screening",
        "ai_interview",
        "deep_assessment",
        "panel",
        "background_check",
        "offer",
        "onboarding",
        "closed",
    ]
    assert [s.key for s in process.stages if s.automatic] == [
        "screening",
        "ai_interview",
        "background_check",
        "offer",
    ]
    assert len(process.sha256) == 64


@pytest.mark.parametrize(
    "body",
    [
        stage("a", "closed"),  # does not end in closed
        stage("a", "closed") + stage("b", "closed") + stage("closed"),  # b is unreachable
        stage("a", "b") + stage("b", "a") + stage("closed"),  # leads back
        stage("a") + stage("closed"),  # a dead end
        stage("a", "nowhere") + stage("closed"),
        stage("a", "closed") + stage("a", "closed") + stage("closed"),
        stage("a", "closed", more="surprise = 1") + stage("closed"),
    ],
)
def test_a_broken_process_is_refused(body: str) -> None:
    with pytest.raises(InvalidError):
        library.parse((HEAD + body).encode())


def test_every_process_of_the_library_is_sound() -> None:
    found = {key: library.process(key) for key in sorted(library.keys())}
    assert set(found) == {"bank-standard", "campus", "experienced", "quick"}
    for process in found.values():
        assert "invite" in process.stage("ai_interview").on_enter
        assert {"zh", "en"} == set(process.title)


def test_a_sound_process_is_read() -> None:
    assert library.parse((HEAD + stage("a", "closed") + stage("closed")).encode()).first.key == "a"


def test_an_unknown_key_or_process_is_refused() -> None:
    with pytest.raises(InvalidError):
        library.parse(("surprise = 1\n" + HEAD + stage("a", "closed") + stage("closed")).encode())
    for key in ("nobody", "../processes/bank-standard"):
        with pytest.raises(NotFoundError):
            library.process(key)
