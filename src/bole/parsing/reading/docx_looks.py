"""How letters of a DOCX look, and whether anybody sees them."""

import re
from dataclasses import asdict, dataclass, replace
from xml.etree import ElementTree as ET

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TINY = 6  # half points
_ON = ("1", "true", "on", None)
_DARK = "filled"  # a ground of a colour that is not told


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look; None: not said here."""

    size: int | None = None  # half points
    bold: bool | None = None
    colour: str | None = None
    shade: str | None = None
    vanish: bool | None = None
    listed: bool | None = None

    def over(self, below: "Look") -> "Look":
        """This look, what it does not say taken from the one below."""
        return replace(below, **{name: value for name, value in asdict(self).items() if value is not None})


def look_of(properties: ET.Element | None) -> Look:
    """From the properties of a run."""
    if properties is None:
        return Look()
    size, colour, bold = (properties.find(f"{_W}{tag}") for tag in ("sz", "color", "b"))
    vanish = properties.find(f"{_W}vanish")
    return Look(
        size=int(float(size.get(f"{_W}val", "21"))) if size is not None else None,
        bold=bold.get(f"{_W}val") in _ON if bold is not None else None,
        colour=_colour(colour),
        shade=_shade(properties),
        vanish=vanish.get(f"{_W}val") in _ON if vanish is not None else None,
    )


def _colour(element: ET.Element | None) -> str | None:
    if element is None:
        return None
    if element.get(f"{_W}themeColor") in ("background1", "light1"):
        return "FFFFFF"
    return element.get(f"{_W}val", "auto")


def _shade(properties: ET.Element) -> str | None:
    shade, marked = properties.find(f"{_W}shd"), properties.find(f"{_W}highlight")
    if marked is not None:
        return "white" if marked.get(f"{_W}val") in ("white", "none") else "marked"
    return shade.get(f"{_W}fill") if shade is not None else None


def paragraph_look(properties: ET.Element | None) -> Look:
    """From the properties of a paragraph."""
    if properties is None:
        return Look()
    numbered = properties.find(f"{_W}numPr/{_W}numId")
    listed = numbered.get(f"{_W}val") != "0" if numbered is not None else None
    if listed is None and properties.find(f"{_W}numPr") is not None:
        listed = True
    shade = properties.find(f"{_W}shd")
    return Look(shade=shade.get(f"{_W}fill") if shade is not None else None, listed=listed)


def why_hidden(look: Look, text: str) -> str | None:
    """Why nobody sees the text, None when it can be seen."""
    if not text.strip():
        return None
    if look.vanish:
        return "marked as hidden"
    if look.size is not None and look.size < _TINY:
        return "tiny"
    if _light(look.colour) and (look.shade in (None, "auto", "white") or _light(look.shade)):
        return "same colour as the ground"
    return None


def _light(colour: str | None) -> bool:
    if not colour or not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue > 238


def fill_of(shape: ET.Element) -> str | None:
    """The ground of a drawn box: its colour, ``filled`` when it is none that can be told, None without."""
    for element in shape.iter():
        name = element.tag.rpartition("}")[2]
        if name == "spPr":
            for part in element:
                if part.tag.endswith(("}solidFill", "}gradFill", "}blipFill", "}pattFill")):
                    return _told_colour(part)
        elif element.get("fillcolor") and element.get("filled") not in ("f", "false"):
            return (element.get("fillcolor") or "").split(" ")[0].lstrip("#") or _DARK
    return None


def _told_colour(fill: ET.Element) -> str:
    colours = [(one.tag.rpartition("}")[2], one.get("val", "")) for one in fill.iter() if one.get("val")]
    if not colours:
        return _DARK
    kind, value = colours[0]
    if kind == "srgbClr":
        return value
    return "FFFFFF" if value in ("bg1", "lt1") else _DARK


def cell_ground(cell: ET.Element) -> str | None:
    """The colour a cell of a table is shaded with."""
    shade = cell.find(f"{_W}tcPr/{_W}shd")
    fill = shade.get(f"{_W}fill") if shade is not None else None
    return None if fill in (None, "auto") else fill


def on(ground: str | None, look: Look) -> Look:
    """The look on the ground of its cell or box, where it has none of its own."""
    return replace(look, shade=ground) if ground and look.shade in (None, "auto") else look
