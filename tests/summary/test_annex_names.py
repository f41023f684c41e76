"""In a downloaded archive the papers have the names that people know them by, and verify knows these too (R41, R46)."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from consultation.summary import archive
from consultation.summary.annex_names import INDEX, archive_name, from_archive, in_archive
from consultation.summary.compiler import compile_package
from consultation.summary.manifest import MANIFEST, PUBLIC
from consultation.summary.report import build
from consultation.summary.selection import Selection
from consultation.summary.structure import words_in_order
from consultation.summary.verify import faults
from tests.summary.sample import sample

NAMES = """\
Kvalitetsstandarder for støtte til voksne
Sagsnummer 27.00.00-P23-1-19
Øjebliksbillede 3

Høringsnotat.docx (i manifest.json: hoeringsnotat.docx)
Høringsnotat.html (i manifest.json: hoeringsnotat.html)
Høringsnotat.pdf (i manifest.json: hoeringsnotat.pdf)
Sagsfremstilling.docx (i manifest.json: sagsfremstilling.docx)
Bilag 1 – Samlede høringssvar.pdf (i manifest.json: samlede-hoeringssvar.pdf)
Bilag 2 – Hørte parter.pdf (i manifest.json: hoerte-parter.pdf)
Bilag 3 – Modtaget efter fristen.pdf (i manifest.json: modtaget-efter-fristen.pdf)
Bilag 4 – Høringsbrev og modtagere.pdf (i manifest.json: hoeringsbrev.pdf)
Bilag 5 – Ændringsnotat.docx (i manifest.json: aendringsnotat.docx)
Bilag 6 – Overblik.xlsx (i manifest.json: overblik.xlsx)
data.json
manifest.json
"""


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return compile_package(sample()).files


@pytest.fixture
def unpacked(files: Mapping[str, bytes], tmp_path: Path) -> Path:
    packed = archive.pack(in_archive(files, json.loads(files["data.json"]), "3"))
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        opened.extractall(tmp_path)
    return tmp_path


def test_the_index_says_which_file_is_which_in_the_order_of_the_annexes(unpacked: Path) -> None:
    assert (unpacked / INDEX).read_text(encoding="utf-8") == NAMES
    assert len(list(unpacked.iterdir())) == len((*PUBLIC, MANIFEST, INDEX))


def test_an_unpacked_archive_verifies_as_the_package_does(files: Mapping[str, bytes], unpacked: Path) -> None:
    assert faults(unpacked) == faults(files) == ()


def test_a_changed_annex_is_found_by_its_name_in_the_manifest(unpacked: Path) -> None:
    annex = unpacked / "Bilag 4 – Høringsbrev og modtagere.pdf"
    annex.write_bytes(annex.read_bytes() + b" ")
    assert "hoeringsbrev.pdf: størrelse eller kontrolsum er ikke som i manifest.json" in faults(unpacked)


def test_a_changed_index_is_found(unpacked: Path) -> None:
    (unpacked / INDEX).write_text(NAMES.replace("Bilag 2", "Bilag 9"), encoding="utf-8")
    assert faults(unpacked) == (f"{INDEX}: er ikke skrevet, som den blev lavet",)


def test_names_lead_back_to_the_files_of_the_package() -> None:
    names = {archive_name(name): name.encode() for name in PUBLIC}
    assert len(names) == len(PUBLIC)
    assert from_archive(names, PUBLIC) == {name: name.encode() for name in PUBLIC}


def test_the_report_lists_the_annexes_by_the_same_names() -> None:
    words = list(words_in_order(build(Selection(sample()))))
    annexes = [line.partition(".")[0] for line in NAMES.splitlines() if line.startswith("Bilag")]
    assert [words.index(annex) for annex in annexes] == sorted(words.index(annex) for annex in annexes)
