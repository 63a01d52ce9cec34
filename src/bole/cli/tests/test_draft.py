"""`bole draft` against the simulator over real HTTP: a file for a reviewer, which no library loads."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bole.cli.main import main
from bole.hiring.requisitions.drafting.checking import alike, read
from bole.integrations.language_model.simulator import ModelServer
from bole.kernel.errors import InvalidError
from bole.measurement import api

WANTED = ["draft", "--job", "teller", "--competency", "service_orientation", "--out"]
ZH = ["先听他把话讲完", "我会问清缺哪份材料", "约好时间不再排队", "当场帮忙补一份", "事后打电话回访"]
EN = [
    "I hear him out first",
    "We check which paper lacks",
    "Book a slot tomorrow",
    "Help on the spot",
    "Ring back later",
]


def point(key: str, **changed: Any) -> dict[str, Any]:
    return {"key": key, "label": {"zh": "倾听", "en": "Listens"}, "phrasings": {"zh": ZH, "en": EN}} | changed


def draft(**changed: Any) -> dict[str, Any]:
    made = {
        "title": {"zh": "等了很久的客户", "en": "A customer who waited"},
        "prompt": {"zh": "客户等了很久，你怎么办？", "en": 'He says "never again". What do you do?'},
        "points": [point(key) for key in ("listen", "ask_why", "book", "mend")],
    }
    return made | changed


@pytest.fixture
def server(settings: Any) -> Iterator[ModelServer]:
    with ModelServer(content=lambda request, fault: json.dumps(draft())) as running:
        settings.LANGUAGE_MODEL = "bole.integrations.language_model.adapter.model"
        settings.LLM = settings.LLM | {"url": running.url, "model": "qwen-test", "timeout": 5, "budget": 6}
        yield running


def test_a_draft_is_a_file_that_says_what_it_is(server: ModelServer, tmp_path: Path, capsys: Any) -> None:
    target = tmp_path / "draft.toml"
    assert main([*WANTED, str(target), "--kind", "story", "--seed", "3"]) == 0
    written = tomllib.loads(target.read_text(encoding="utf-8"))
    assert written["draft"] | {"prompt_sha256": ""} == {
        "origin": "language_model",
        "model": "qwen-test",
        "prompt_sha256": "",
        "job": "teller",
        "kind": "story",
        "reviewed_by": "",
    }
    assert written["prompts"] == draft()["prompt"]
    assert written["points"] == draft()["points"]
    assert "a person must review it" in capsys.readouterr().out
    asked = server.requests[0]
    assert asked["seed"] == 3
    assert "服务意识" in asked["messages"][1]["content"]


def test_no_library_loads_a_draft(server: ModelServer, tmp_path: Path) -> None:
    target = tmp_path / "draft.toml"
    main([*WANTED, str(target)])
    with pytest.raises(api.RubricError):
        api.load_question(target)


def test_what_is_there_is_not_overwritten(server: ModelServer, tmp_path: Path, capsys: Any) -> None:
    target = tmp_path / "draft.toml"
    target.write_text("mine")
    assert main([*WANTED, str(target)]) == 1
    assert (target.read_text(), server.requests) == ("mine", [])


@pytest.mark.parametrize("fault", ["not_json", "bad_json", "refused", "huge", "length"])
def test_a_faulty_reply_writes_nothing(server: ModelServer, tmp_path: Path, fault: Any) -> None:
    server.content, server.faults = None, [fault]
    target = tmp_path / "draft.toml"
    assert main([*WANTED, str(target)]) == 1
    assert not target.exists()


def test_without_a_model_it_says_so(settings: Any, tmp_path: Path, capsys: Any) -> None:
    settings.LANGUAGE_MODEL = ""
    assert main([*WANTED, str(tmp_path / "d.toml")]) == 1
    assert "no language model is configured" in capsys.readouterr().err


def test_an_unknown_competency_is_named(server: ModelServer, tmp_path: Path, capsys: Any) -> None:
    words = ["draft", "--job", "teller", "--competency", "beauty", "--out", str(tmp_path / "d.toml")]
    assert main(words) == 1
    assert "has no competency beauty" in capsys.readouterr().err
    assert server.requests == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (draft(points=draft()["points"][:3]), "form"),
        (draft(extra=1), "form"),
        (draft(points=[point("Listen")] * 4), "form"),
        (draft(points=[point("listen")] * 4), "same key"),
        (draft(prompt={"zh": "What would you do?", "en": "What would you do?"}), "both languages"),
        (draft(prompt={"zh": "你怎么办呢？", "en": "你怎么办呢？"}), "both languages"),
        (
            draft(
                points=[
                    point("a_b", phrasings={"zh": [*ZH[:4], "我会问清楚缺哪份材料"], "en": EN}),
                    *draft()["points"][1:],
                ]
            ),
            "say the same words",
        ),
    ],
)
def test_drafts_not_fit_for_review_are_refused(wrong: Any, said: str) -> None:
    with pytest.raises(InvalidError, match=said) as caught:
        read(json.dumps(wrong))
    assert caught.value.code == "draft_void"


def test_phrasings_are_alike_by_pairs_of_letters() -> None:
    assert alike(["先听他说完", "先听他讲完"]) == []
    assert alike(["先听他把话说完", "先听他把话说完吧"]) == [("先听他把话说完", "先听他把话说完吧")]
    assert alike(ZH) == alike(EN) == []
