import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf

from bole.foundation.messaging import queries, routing, rules, templates
from bole.foundation.messaging.templates import TemplateError, template
from bole.kernel.errors import InvalidError

KEYS = sorted(path.stem for path in (Path(conf.LIBRARY_DIR) / "messages").glob("*.toml"))


def test_the_four_messages_are_there() -> None:
    assert {"invitation", "one-time-code", "feedback-ready", "next-step"} <= set(KEYS)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_template_renders_in_both_languages(key: str, language: str) -> None:
    found = template(key)
    values = {name: f"<{name}>" for name in found.fields}
    for channel in found.channels:
        rendered = found.render(language, channel, values)
        assert "$" not in rendered.text + rendered.subject + rendered.html
    text = found.render(language, "mail", values).text + found.render(language, "mail", values).subject
    for name in found.fields:
        assert f"<{name}>" in text
    assert ("您" in text) is (language == "zh")


def test_the_invitation_has_its_four_parts_whoever_words_it() -> None:
    four = {"link", "opens_at", "closes_at", "requirements", "notes"}
    assert four <= template("invitation").needed("long")


def test_every_message_can_be_looked_at_and_has_a_name_in_both_languages() -> None:
    for found in templates.every():
        for language in templates.LANGUAGES:
            shown = found.render(language, "mail", templates.samples(found.key, language))
            assert "$" not in shown.text + shown.subject
            assert queries.title_of(found.key)[language]
            assert "$" not in queries.title_of(found.key)[language]


def test_every_field_has_a_value_to_look_at() -> None:
    missing = {
        (found.key, field)
        for found in templates.every()
        for field in found.fields
        if templates.samples(found.key, "zh")[field] == f"[{field}]"
    }
    assert not missing


def test_values_bring_no_markup() -> None:
    rendered = rules.render("x", "Dear ${name},\n\n<b>${name}</b>", {"name": "<script>alert('1')</script>&"})
    assert "<script>" not in rendered.html
    assert "<b>" not in rendered.html
    assert "&lt;script&gt;" in rendered.html
    assert "<script>alert('1')</script>&" in rendered.text


def test_values_bring_no_places_and_no_header_lines() -> None:
    rendered = rules.render("To ${name}", "${name}", {"name": "a\r\nBcc: x ${name}"})
    assert rendered.subject == "To a Bcc: x ${name}"


def test_only_web_addresses_become_links() -> None:
    good = rules.render("x", "${link}", {"link": 'https://a.example/?q="1"&b'})
    assert '<a href="https://a.example/?q=&quot;1&quot;&amp;b">' in good.html
    for bad in ("javascript:alert(1)", "data:text/html,x", ""):
        assert "<a " not in rules.render("x", "${link}", {"link": bad}).html


def test_lines_of_a_value_stay_lines() -> None:
    assert "one<br>two" in rules.render("x", "${list}", {"list": "one\ntwo"}).html


@pytest.mark.parametrize(
    ("wished", "known", "expected", "skipped"),
    [
        (["mail"], {"mail": "a@b"}, ["mail"], []),
        (["sms", "mail"], {"mail": "a@b", "phone": "1"}, ["sms", "mail"], []),
        (["sms", "mail"], {"mail": "a@b"}, ["mail"], [("sms", "no_address")]),
        (["wecom", "sms"], {"phone": "1"}, ["sms"], [("wecom", "not_configured")]),
        (["chat", "sms"], {"chat": "x", "phone": "1"}, ["sms"], [("chat", "no_wording")]),
        (["sms", "sms", "mail"], {"phone": "1"}, ["sms"], []),
    ],
)
def test_routes(wished: Any, known: Any, expected: Any, skipped: Any) -> None:
    needs = {"mail": "mail", "sms": "phone", "chat": "chat"}
    plan = routing.plan(wished, addresses=known, needs=needs, worded={"mail", "sms"})
    assert [channel for channel, _address in plan.ways] == expected
    assert list(plan.skipped) == skipped


def test_no_route() -> None:
    with pytest.raises(InvalidError):
        routing.plan(["mail"], addresses={"phone": "1"}, needs={"mail": "mail"}, worded={"mail"})


def library_with(directory: Path, change: dict[str, Any]) -> Path:
    """A library whose template ``broken`` is the feedback message with ``change``."""
    good = tomllib.loads((Path(conf.LIBRARY_DIR) / "messages" / "feedback-ready.toml").read_text())
    data = good | {"key": "broken"} | change
    plain = [name for name in data if name not in {"zh", "en", "title"}]
    lines = [f"{name} = {json.dumps(data[name])}" for name in plain]
    for language in ("zh", "en"):
        lines += [f"[{language}]", *(f"{name} = {json.dumps(text)}" for name, text in data[language].items())]
    (directory / "messages").mkdir()
    (directory / "messages" / "broken.toml").write_text("\n".join(lines))
    return directory


FAMILIAR = {"subject": "x", "text": "${name} ${bank} ${job} ${next} ${link} 你好"}


@pytest.mark.parametrize(
    "change",
    [
        {"unknown": 1},
        {"key": "other"},
        {"channels": []},
        {"zh": {"subject": "x"}},
        {"fields": []},
        {"zh": FAMILIAR},
        {"audience": "everybody"},
    ],
)
def test_a_damaged_template_is_found_when_loading(
    tmp_path: Path, settings: Any, change: dict[str, Any]
) -> None:
    settings.LIBRARY_DIR = library_with(tmp_path, change)
    with pytest.raises(TemplateError) as caught:
        template("broken")
    assert caught.value.code == "template_damaged"


def test_the_same_template_undamaged_loads(tmp_path: Path, settings: Any) -> None:
    settings.LIBRARY_DIR = library_with(tmp_path, {})
    assert template("broken").key == "broken"
