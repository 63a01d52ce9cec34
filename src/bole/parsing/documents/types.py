"""What is read off a document. Plain values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self, get_args

Kind = Literal["identity_card_front", "identity_card_back", "degree", "bank_card"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Box = tuple[float, float, float, float]

# Another picture or another document is needed. All other problems are hints for whoever looks at it.
REFUSALS = frozenset(
    {
        "not_such_document", "other_side", "no_text", "blurred", "too_small", "glare",
        "missing_number", "number_length", "number_checksum", "number_birth_date", "birth_date_differs",
        "sex_differs", "missing_name", "missing_birth_date", "missing_address", "missing_school",
        "missing_authority", "missing_valid_until", "validity_order", "expired",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """``value`` as read (dates as YYYY-MM-DD); ``confidence`` of the recogniser's, 0–1, of its least certain
    line; ``box``: left, top, right, bottom as parts (0–1) of the picture turned upright."""

    value: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class Reading:
    """One picture. ``problems`` are codes, see docs/reference/parse-document.md; ``sharpness`` 0–1;
    ``turned``: degrees to the left that make the picture upright."""

    kind: Kind
    fields: Mapping[str, Field] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    sharpness: float = 0.0
    turned: int = 0

    @property
    def acceptable(self) -> bool:
        """Whether nothing asks for another picture. A person still confirms every field."""
        return not REFUSALS & set(self.problems)

    def to_json(self) -> dict[str, Any]:
        """The object of ``bole parse-document`` without ``file`` and ``error``."""
        return {**asdict(self), "problems": list(self.problems), "acceptable": self.acceptable}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """The other way round."""
        fields = {
            name: Field(one["value"], one["confidence"], tuple(one["box"]))
            for name, one in raw["fields"].items()
        }
        return cls(raw["kind"], fields, tuple(raw["problems"]), raw["sharpness"], raw["turned"])
