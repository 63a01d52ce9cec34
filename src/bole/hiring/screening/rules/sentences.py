"""Rules as sentences, in Chinese and in English."""

from collections.abc import Callable, Mapping
from typing import Any

from bole.hiring.screening.rules.catalogue import Catalogue, Label

Words = dict[str, str]


def sentence(test: Mapping[str, Any], catalogue: Catalogue) -> Words:
    """``{zh, en}`` of one checked test: 「本科及以上学历，且金融类专业」."""
    if test["kind"] in ("all", "any"):
        parts = [sentence(one, catalogue) for one in test["tests"]]
        joints = {"all": ("，且", ", and "), "any": ("，或", ", or ")}[test["kind"]]
        return {"zh": joints[0].join(p["zh"] for p in parts), "en": joints[1].join(p["en"] for p in parts)}
    return _SENTENCES[test["kind"]](test, catalogue)


def number(value: float) -> str:
    """3.0 → "3", 2.5 → "2.5"."""
    return f"{value:g}"


def _degree(test: Mapping[str, Any], catalogue: Catalogue) -> Words:
    label = catalogue.degrees[test["at_least"]].label
    zh, en = f"{label['zh']}及以上学历", f"degree at least {label['en'].lower()}"
    if test["studying_counts"]:
        return {"zh": f"{zh}（在读也算）", "en": f"{en} (still studying counts)"}
    return {"zh": zh, "en": en}


def _major(test: Mapping[str, Any], catalogue: Catalogue) -> Words:
    label = catalogue.majors[test["family"]].label
    return {"zh": f"{label['zh']}专业", "en": f"a major in {label['en']}"}


def _experience(test: Mapping[str, Any], catalogue: Catalogue) -> Words:
    label, years = catalogue.industries.labels[test["industry"]], number(test["years"])
    zh = f"{years} 年以上{label.zh}工作经验"
    en = f"{years} years or more of work in {_lower(label.en)}"
    apart = (
        ("（实习也算）", " (internships count)")
        if test["internships"]
        else ("（不含实习）", " (without internships)")
    )
    return {"zh": zh + apart[0], "en": en + apart[1]}


def _certificate(test: Mapping[str, Any], catalogue: Catalogue) -> Words:
    names = [catalogue.certificates[key].label for key in test["any_of"]]
    return {"zh": f"持有{_either(names, 'zh')}", "en": f"holds {_either(names, 'en')}"}


def _language(test: Mapping[str, Any], catalogue: Catalogue) -> Words:
    label = catalogue.languages[test["language"]].label
    return {"zh": f"会{label['zh']}", "en": f"speaks {label['en']}"}


def _gap(test: Mapping[str, Any], _: Catalogue) -> Words:
    return {
        "zh": f"履历空白满 {test['months']} 个月时请当面了解（只提问，不影响结果）",
        "en": f"ask about gaps of {test['months']} months or more (a question, never a fail)",
    }


def _words(test: Mapping[str, Any], _: Catalogue) -> Words:
    terms = test["any_of"]
    return {
        "zh": f"简历提到{'或'.join(f'“{term}”' for term in terms)}",
        "en": "the résumé mentions " + " or ".join(f"“{term}”" for term in terms),
    }


def _school_tier(test: Mapping[str, Any], catalogue: Catalogue) -> Words:
    names = [catalogue.tiers[key].label for key in test["any_of"]]
    return {
        "zh": f"毕业院校在{_either(names, 'zh')}之列（理由：{test['justification']}）",
        "en": f"a school on the list {_either(names, 'en')} (reason: {test['justification']})",
    }


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any], Catalogue], Words]] = {
    "degree": _degree,
    "major": _major,
    "experience": _experience,
    "certificate": _certificate,
    "language": _language,
    "gap": _gap,
    "words": _words,
    "school_tier": _school_tier,
}


def _either(labels: list[Label], language: str) -> str:
    return {"zh": "或", "en": " or "}[language].join(label[language] for label in labels)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
