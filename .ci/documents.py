"""The demo's package as pictures of its pages, in documents/, for a person to look at. Not part of the tests.

Word files are also compared with what LibreOffice makes of them, and PDFs are read by veraPDF where it is installed: it
is a Java program that Debian, PyPI and npm do not have.

Usage: .venv/bin/python .ci/documents.py
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import comparing
from base import ROOT, VENV, SetUpError, run, say

_OUT = ROOT / "documents"
_TOOLS = {"soffice": "libreoffice-writer-nogui", "pdftoppm": "poppler-utils", "fc-match": "fontconfig"}
_DPI = "80"
_ARIAL = "fonts-liberation"
"""Letters as wide as Arial's, with which LibreOffice breaks lines where Word does."""


def _has_arial() -> bool:
    found = subprocess.run(["fc-match", "Arial"], capture_output=True, text=True, check=False)
    return "Liberation" in found.stdout or "Arial" in found.stdout


def _need_tools() -> None:
    missing = [package for tool, package in _TOOLS.items() if not shutil.which(tool)]
    if not _has_arial():
        missing.append(_ARIAL)
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetUpError(
            f"Looking at documents needs {' and '.join(missing)}: install them (Debian: `apt-get install`)."
        )
    say(f"Installing {' and '.join(missing)} ...")
    run(["apt-get", "update"], "read Debian's package lists")
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    run(command, f"install {' and '.join(missing)}", DEBIAN_FRONTEND="noninteractive")


def _compile_package() -> Path:
    """A fresh demo, apart from the person's own data, and its finished consultation as files."""
    shutil.rmtree(_OUT, ignore_errors=True)
    _OUT.mkdir()
    data = {"CONSULTATION_DATA_DIR": str(_OUT / "data"), "CONSULTATION_ENV": "local"}
    package = _OUT / "package"
    os.environ.pop("CONSULTATION_DATABASE_URL", None)
    for words in (["db", "upgrade"], ["demo", "load"], ["summary", "compile", "randers-2019", "--out", str(package)]):
        run([str(VENV / "bin" / "consultation"), *words], f"run `consultation {' '.join(words)}`", **data)
    return package


def _as_pdf(source: Path) -> Path:
    """The PDF itself, or what LibreOffice makes of another document."""
    if source.suffix == ".pdf":
        return source
    profile = f"-env:UserInstallation={(_OUT / 'profile').as_uri()}"
    target = _OUT / "converted" / source.suffix[1:]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(target), str(source)]
    run(command, f"convert {source.name} with LibreOffice")
    return target / f"{source.stem}.pdf"


def _picture(package: Path) -> None:
    pages = _OUT / "pages"
    pages.mkdir()
    for source in sorted(path for path in package.rglob("*") if path.suffix in (".docx", ".pdf")):
        name = "-".join(source.relative_to(package).parts).replace(".", "-")
        run(
            ["pdftoppm", "-r", _DPI, "-png", str(_as_pdf(source)), str(pages / name)],
            f"draw the pages of {source.name}",
        )
    say(f"{len(list(pages.iterdir()))} pages: {pages}")


def _compare(package: Path) -> None:
    """Says where LibreOffice differs from the Word files; nothing that is said stops anything."""
    for source in sorted(package.rglob("*.docx")):
        for difference in comparing.compare(source, _as_pdf(source)):
            say(difference)


def _ask_verapdf(package: Path) -> None:
    program = shutil.which("verapdf")
    if program is None:
        say("veraPDF is not installed: the PDFs were read by our own check alone.")
        return
    for source in sorted(package.rglob("*.pdf")):
        run([program, "--flavour", "ua1", "--format", "text", str(source)], f"find {source.name} sound with veraPDF")


def main() -> int:
    """Exit code 0 when every page is a picture, 1 with one sentence when not."""
    try:
        _need_tools()
        package = _compile_package()
        _picture(package)
        _compare(package)
        _ask_verapdf(package)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
