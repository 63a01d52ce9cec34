import gettext
import io
import re
from pathlib import Path

import pytest

from bole.cli import message_sources, messages

PLACEHOLDER = re.compile(r"%\((\w+)\)s|%\((\w+)\)d|\{(\w+)\}")
# Names of things that are the same in every language.
SAME = {"English"}


def fragment(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / f"{name}.zh_Hans.po"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def catalogue() -> dict[str, messages.Entry]:
    return messages.merged()


def test_every_message_has_its_chinese(catalogue: dict[str, messages.Entry]) -> None:
    missing = [
        f"{found.msgid!r} ({Path(found.place).name})"
        for found in message_sources.sources()
        if found.msgid not in SAME and not (found.key in catalogue and catalogue[found.key].value)
    ]
    assert not missing


def test_placeholders_survive_translation(catalogue: dict[str, messages.Entry]) -> None:
    broken = [
        entry.msgid
        for entry in catalogue.values()
        if set(PLACEHOLDER.findall(entry.value)) - set(PLACEHOLDER.findall(entry.msgid + entry.plural))
    ]
    assert not broken


def test_what_is_compiled_is_what_gettext_reads(tmp_path: Path) -> None:
    path = fragment(
        tmp_path,
        "a",
        'msgid "Back"\nmsgstr "返回"\n\nmsgid "one\\n"\n"two"\nmsgstr "一\\n"\n"二"\n\n'
        'msgid "%(n)s row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "%(n)s 行"\n\nmsgid "later"\nmsgstr ""\n',
    )
    read = gettext.GNUTranslations(io.BytesIO(messages.compiled(messages.merged([path]))))
    assert read.gettext("Back") == "返回"
    assert read.gettext("one\ntwo") == "一\n二"
    assert [read.ngettext("%(n)s row", "%(n)s rows", n) for n in (1, 5)] == ["%(n)s 行"] * 2
    assert read.gettext("later") == "later"


def test_fragments_that_contradict_each_other_stop_the_build(tmp_path: Path) -> None:
    first = fragment(tmp_path, "a", 'msgid "Back"\nmsgstr "返回"\n')
    second = fragment(tmp_path, "b", 'msgid "Back"\nmsgstr "后退"\n')
    with pytest.raises(messages.CatalogueError, match=r"a\.zh_Hans\.po.*b\.zh_Hans\.po"):
        messages.merged([first, second])


def test_the_same_translation_twice_is_harmless(tmp_path: Path) -> None:
    paths = [fragment(tmp_path, name, 'msgid "Back"\nmsgstr "返回"\n') for name in ("a", "b")]
    assert len(messages.merged(paths)) == 1


@pytest.mark.parametrize("text", ['msgid "unfinished\nmsgstr "x"\n', 'msgid "a"\nmsgstrange "b"\n'])
def test_a_damaged_fragment_names_its_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(messages.CatalogueError, match=r"a\.zh_Hans\.po:1"):
        messages.merged([fragment(tmp_path, "a", text)])


def test_scanner_finds_templates_and_python(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '{% trans "Plain" %}{% blocktrans with n=1 %}With {{ n }}{% endblocktrans %}'
        '{% blocktrans count k=n %}One{% plural %}Many {{ k }}{% endblocktrans %}{# {% trans "Gone" %} #}',
        encoding="utf-8",
    )
    (tmp_path / "code.py").write_text(
        "from django.utils.translation import gettext_lazy as lazy\n"
        '_("Code")\nngettext("one", "many", 2)\ngettext(variable)\nlazy("Renamed")\n',
        encoding="utf-8",
    )
    keys = {found.key for found in message_sources.sources(tmp_path)}
    assert keys == {"Plain", "With %(n)s", "One\x00Many %(k)s", "Code", "one\x00many", "Renamed"}


def test_scanner_doubles_percent_signs_as_django_does(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('{% translate "95 % bands" %}', encoding="utf-8")
    assert [found.key for found in message_sources.sources(tmp_path)] == ["95 %% bands"]
