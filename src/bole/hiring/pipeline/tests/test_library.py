import pytest

from bole.hiring.pipeline import library
from bole.kernel.errors import InvalidError, NotFoundError

HEAD = 'format = "bole.process/1"\nkey = "p"\nversion = 1\n'


def stage(key: str, *leads_to: str, more: str = "") -> str:
    targets = ", ".join(f'"{to}"' for to in leads_to)
    return f'[[stage]]\nkey = "{key}"\nlabel = {{ zh = "x", en = "x" }}\nleads_to = [{targets}]\n{more}\n'


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
    assert [s.key for s in process.stages if s.automatic] == ["ai_interview"]
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


def test_an_unknown_key_or_process_is_refused() -> None:
    with pytest.raises(InvalidError):
        library.parse((HEAD + "surprise = 1\n" + stage("a", "closed") + stage("closed")).encode())
    for key in ("nobody", "../processes/bank-standard"):
        with pytest.raises(NotFoundError):
            library.process(key)
