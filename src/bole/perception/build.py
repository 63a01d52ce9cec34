"""What this build holds. Light to import: settings and web processes ask too."""

from pathlib import Path

AFFECT = "bole.perception.components.affect"


def affect_available() -> bool:
    """Whether the affect components are here; the build for the European Union leaves them out.

    Looks at the file: finding the module by name would load every component and its model libraries.
    """
    return (Path(__file__).parent / "components" / "affect" / "__init__.py").is_file()
