"""Every regulation the library cites stands on the page that counsel reads."""

import re
import tomllib

from bole.measurement.frameworks.loading import library_dir, load_question, question_keys

PAGE = library_dir().parent / "docs" / "reference" / "citations.md"
_CITATION = re.compile(r"《(?:中华人民共和国)?(.+?)》(.+)")


def test_each_citation_is_listed_with_its_question():
    listed = {
        name: row
        for row in PAGE.read_text(encoding="utf-8").splitlines()
        for name in re.findall(r"^\| 《(.+?)》", row)
    }
    for key in question_keys():
        question = load_question(key)
        for row in (*question.points, *question.statements):
            for cite in row.cites:
                found = _CITATION.match(cite.zh)
                assert found, cite.zh
                line = listed.get(found[1], "")
                missing = [one for one in (found[2], f"`{key}`") if one not in line]
                assert not missing, f"{key}: {cite.zh}"


def test_a_statement_without_a_citation_is_named():
    said = PAGE.read_text(encoding="utf-8").partition("Statements without a citation")[2]
    for path in sorted((library_dir() / "questions").glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("statements", []):
            assert row.get("cites") or f"`{path.stem}`" in said, path.stem
