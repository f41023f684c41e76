"""What the papers are called in a downloaded archive, in the order of domain.md 4.3, and which file each one is.

Inside a package and its manifest a file keeps its short name; the archive's index says which is which, and verify
knows both.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

ANNEXES = {
    "samlede-hoeringssvar.pdf": "Samlede høringssvar",
    "hoerte-parter.pdf": "Hørte parter",
    "modtaget-efter-fristen.pdf": "Modtaget efter fristen",
    "hoeringsbrev.pdf": "Høringsbrev og modtagere",
    "aendringsnotat.docx": "Ændringsnotat",
    "overblik.xlsx": "Overblik",
}
"""File of the package -> title; the place in the order is the number."""

_MAIN = {"hoeringsnotat": "Høringsnotat", "sagsfremstilling": "Sagsfremstilling"}
INDEX = "Indhold.txt"


def annex_line(file: str) -> str:
    """ "Bilag 1 – Samlede høringssvar"."""
    return f"Bilag {_number(file)} – {ANNEXES[file]}"


def part_of(file: str) -> tuple[str, str]:
    """What an annex says of itself on its front."""
    return "Del af", f"Bilag {_number(file)} til høringsnotatet"


def archive_name(file: str) -> str:
    """ "Bilag 1 – Samlede høringssvar.pdf" of "samlede-hoeringssvar.pdf"; what is no paper keeps its name."""
    path = PurePosixPath(file)
    if file in ANNEXES:
        return f"{annex_line(file)}{path.suffix}"
    return f"{_MAIN[file.removesuffix(path.suffix)]}{path.suffix}" if path.stem in _MAIN and "/" not in file else file


def in_archive(files: Mapping[str, bytes], package: Mapping[str, Any], snapshot: str) -> dict[str, bytes]:
    """The public files of a package as its archive names them, with the index. `package` is data.json."""
    named = {archive_name(name): content for name, content in files.items()}
    return {**named, INDEX: index(files, package, snapshot).encode()}


def from_archive(files: Mapping[str, bytes], names: Iterable[str]) -> dict[str, bytes]:
    """The files by their names in the package, `names`; a folder that was made by the package is the same again."""
    own = {archive_name(name): name for name in names}
    return {own.get(name, name): content for name, content in files.items()}


def index(files: Iterable[str], package: Mapping[str, Any], snapshot: str) -> str:
    """Indhold.txt: what the archive holds, and each file's name in manifest.json."""
    consultation = package["consultation"]
    ranked = sorted(files, key=lambda file: (_rank(file), archive_name(file)))
    lines = (
        f"{archive_name(file)} (i manifest.json: {file})" if archive_name(file) != file else file for file in ranked
    )
    head = f"{consultation['title']}\nSagsnummer {consultation['case_number']}\nØjebliksbillede {snapshot}\n"
    return f"{head}\n" + "".join(f"{line}\n" for line in lines)


def _rank(file: str) -> int:
    """The report, the case paper, the annexes by number, then data."""
    stem = PurePosixPath(file).stem
    if stem in _MAIN:
        return list(_MAIN).index(stem)
    return len(_MAIN) + (_number(file) if file in ANNEXES else len(ANNEXES) + 1)


def _number(file: str) -> int:
    return list(ANNEXES).index(file) + 1


REPORT_ANNEXES = tuple(annex_line(file) for file in ANNEXES)
"""As the report and the case paper list them."""
