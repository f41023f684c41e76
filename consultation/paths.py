"""Where the files that are not Python lie: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_DATA = _PACKAGE / "_data"
_ROOT = _DATA if _DATA.is_dir() else _PACKAGE.parent

TEMPLATES = _ROOT / "templates"
TRANSLATIONS = _ROOT / "translations"
MIGRATIONS = _ROOT / "migrations"
STATIC = _PACKAGE / "static"
