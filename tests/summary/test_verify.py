"""A package as it was made passes; a changed one fails and says what, also when its checksums were mended (R46)."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from consultation.summary import agreement, docx_check, pdf, pdf_check, readback, verify
from consultation.summary.blocks import body, facts, paper
from consultation.summary.canonical import dump
from consultation.summary.compiled import compiled
from consultation.summary.compiler import compile_package
from consultation.summary.inputs import Inputs, PublicAnswer
from consultation.summary.manifest import PUBLIC, listed
from consultation.summary.report import build
from consultation.summary.selection import Selection
from consultation.summary.verify import faults
from consultation.vocabulary import PublicationMode, Reason, Status
from tests.summary.sample import CPR, REMOVED_NAME, WITHHELD_TEXT, response, sample

Files = dict[str, bytes]
Tamper = Callable[[Files], object]
READ = (
    *((readback, name) for name in ("words", "word_blocks", "front_words", "sheets")),
    *((check, "faults") for check in (pdf_check, docx_check)),
)
"""The functions that tell what stands in one file, by its bytes."""
DENSE = ("squeezed", "compact")
"""The functions by which both compare words, whatever stands between them."""


@pytest.fixture(scope="module", autouse=True)
def _read_once() -> Iterator[None]:
    """What a case leaves alone reads as it did in the one before."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in (*READ, *product((verify, agreement), DENSE)):
            patch.setattr(module, name, lru_cache(maxsize=64)(getattr(module, name)))
        yield


@pytest.fixture(scope="module")
def made() -> Files:
    package = compile_package(sample())
    return {**package.files, **package.closed}


def mended(files: Files) -> Files:
    """The same files with a manifest whose checksums and sizes fit them: what a careful tamperer would do."""
    manifest = json.loads(files["manifest.json"])
    public = {each["name"]: files[each["name"]] for each in manifest["files"] if each["name"] in files}
    return {**files, "manifest.json": dump({**manifest, "files": listed(public)})}


def in_data(change: Callable[[dict[str, Any]], None]) -> Tamper:
    def tamper(files: Files) -> None:
        package = json.loads(files["data.json"])
        change(package)
        files["data.json"] = dump(package)

    return tamper


def in_both_counts(name: str, value: object) -> Tamper:
    def tamper(files: Files) -> None:
        for file in ("data.json", "manifest.json"):
            plain = json.loads(files[file])
            plain["counts"][name] = value
            files[file] = dump(plain)

    return tamper


def in_text(name: str, before: str, after: str) -> Tamper:
    def tamper(files: Files) -> None:
        assert before.encode() in files[name]
        files[name] = files[name].replace(before.encode(), after.encode(), 1)

    return tamper


def in_zip(name: str, part: str, before: str, after: str) -> Tamper:
    def tamper(files: Files) -> None:
        written = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(files[name])) as old, zipfile.ZipFile(written, "w") as new:
            for each in old.namelist():
                data = old.read(each)
                if each == part:
                    assert before.encode() in data
                    data = data.replace(before.encode(), after.encode(), 1)
                new.writestr(each, data)
        files[name] = written.getvalue()

    return tamper


def with_pdf(name: str, make: Callable[[], bytes]) -> Tamper:
    return lambda files: files.update({name: make()})


def report_of(**changes: Any) -> Callable[[], bytes]:
    inputs = sample()
    first, *others = inputs.positions
    return lambda: pdf.write(build(Selection(replace(inputs, positions=(replace(first, **changes), *others)))))


def compiled_of(number: str, text: str) -> Callable[[], bytes]:
    inputs = sample()
    answers = (PublicAnswer(1, 1, None, None, None, None, text),)
    changed = tuple(replace(each, answers=answers) if each.number == number else each for each in inputs.responses)
    return lambda: pdf.write(compiled(Selection(replace(inputs, responses=changed))))


def without(number: str) -> Callable[[], bytes]:
    inputs = sample()
    kept = tuple(each for each in inputs.responses if each.number != number)
    return lambda: pdf.write(compiled(Selection(replace(inputs, responses=kept))))


def empty_paper(kind: str) -> Callable[[], bytes]:
    return lambda: pdf.write(paper(sample(), kind, (body("Intet."),), facts(), contents=False))


def without_structure(name: str) -> Tamper:
    def tamper(files: Files) -> None:
        written = io.BytesIO()
        with pikepdf.open(io.BytesIO(files[name])) as opened:
            del opened.Root["/StructTreeRoot"]
            opened.save(written)
        files[name] = written.getvalue()

    return tamper


def position(package: dict[str, Any], number: str) -> dict[str, Any]:
    return next(each for each in package["positions"] if each["number"] == number)


def quoted(package: dict[str, Any]) -> None:
    package["points"][0]["quotes"] = ["Forløbet må forlænges."]


DATA_SAYS = "ikke som data.json"

TAMPERED: dict[str, tuple[Tamper, str]] = {
    "a count": (in_both_counts("published", 11), "data.json: tallene går ikke op"),
    "two counts that still add up": (
        lambda files: (in_both_counts("published", 9)(files), in_both_counts("redacted", 2)(files)),
        "data.json: counts.published er 9, men der er 10",
    ),
    "the number of senders": (in_both_counts("senders", 11), f"tabellen Alle modtagne svar er {DATA_SAYS}"),
    "the number without remarks": (in_both_counts("no_remarks", 2), f"tabellen Alle modtagne svar er {DATA_SAYS}"),
    "a count in the manifest alone": (
        in_text("manifest.json", '"late": 2', '"late": 3'),
        "manifest.json: tallene er ikke som i data.json",
    ),
    "a small reason named": (in_both_counts("withheld", {"sensitive": 1}), "for få til at vise grunden"),
    "a status": (in_data(lambda d: d["responses"][1].update(status="awaiting")), "svar nr. 2 har tekst eller navn"),
    "a quotation": (in_data(quoted), "citatet i punkt 1.1 står ikke ordret i svar nr. 1"),
    "a point gone": (in_data(lambda d: d["points"].pop()), "counts.points er 9, men der er 8"),
    "a response gone": (in_data(lambda d: d["responses"].pop()), "counts.received er 13, men der er 12"),
    "a response twice": (in_data(lambda d: d["responses"].append(d["responses"][0])), "et svarnummer står to gange"),
    "a position's response number": (
        in_data(lambda d: position(d, "2.1")["numbers"].append("10")),
        "pkt. 2.1 har ikke de svarnumre, som punkterne giver",
    ),
    "a position's number that does not exist": (
        in_data(lambda d: position(d, "2.1")["numbers"].append("99")),
        "pkt. 2.1 har svarnumre, som ikke er med",
    ),
    "a draft's number": (in_data(lambda d: d["drafts"][0].update(noted=2)), "udkast 1, noted er 2, men der er 1"),
    "a draft's responses": (in_data(lambda d: d["drafts"][0].update(responses=4)), "udkast 1 har 4 svar"),
    "an outcome": (
        in_data(lambda d: position(d, "1.2").update(recommended="accepted")),
        "udkast 1, accepted er 0, men der er 1",
    ),
    "a remark": (
        in_data(lambda d: position(d, "2.1").update(remark="Noget andet.")),
        f"hoeringsnotat.html: pkt. 2.1 er {DATA_SAYS}",
    ),
    "a change's new text": (
        in_data(lambda d: position(d, "2.1")["change"][0].update(after="Ingen grænse.")),
        "aendringsnotat.docx: pkt. 2.1, udkast 2, afsnit 3.2 er ikke som data.json",
    ),
    "a theme's responses": (
        in_data(lambda d: d["themes"][0].update(responses=4)),
        "tema 1 har 2 synspunkter og 4 svar",
    ),
    "a theme's senders": (
        in_data(lambda d: d["themes"][0].update(senders=3)),
        "hoeringsnotat.html: tabellen Svar efter tema er ikke som data.json",
    ),
    "the senders of a main theme": (
        in_data(lambda d: d["themes"][0].update(senders=3)),
        "hoeringsnotat.html: hovedtemaet Timetal er ikke som data.json",
    ),
    "a main theme of the case paper": (
        in_data(lambda d: d["themes"][0].update(senders=3)),
        "sagsfremstilling.docx: hovedtemaet Timetal er ikke som data.json",
    ),
    "the position of a point": (
        in_data(lambda d: d["points"][1].update(position="0.2")),
        "samlede-hoeringssvar.pdf: punkt 1.2 er ikke i pkt. 0.1",
    ),
    "what became of a file": (
        in_data(lambda d: d["responses"][1]["files"][1].update(state="shown")),
        "samlede-hoeringssvar.pdf: svar nr. 2 har ikke ordene fra data.json: Fil 2",
    ),
    "a picked quotation": (
        in_data(lambda d: position(d, "2.1")["quotes"].append({"point": "2.1", "text": "Noget andet."})),
        "citatet i pkt. 2.1 er ikke fra punkt 2.1",
    ),
    "a response's text": (
        in_data(lambda d: d["responses"][9]["answers"][0].update(text="Alt er godt.")),
        "citatet i punkt 10.1 står ikke ordret",
    ),
    "a group's members": (
        in_data(lambda d: d["groups"][0]["numbers"].pop()),
        "svar nr. 7 og grupperne er ikke enige om gruppen",
    ),
    "a party's answer": (
        in_data(lambda d: d["parties"][0].update(name="Et andet råd")),
        "hoerte-parter.pdf: Et andet råd er ikke som i data.json",
    ),
    "a number in the report's HTML": (
        in_text("hoeringsnotat.html", "13 svar fra 12 afsendere", "14 svar fra 12 afsendere"),
        "hoeringsnotat.html: sammenfatningens tal er ikke som data.json",
    ),
    "a response number in the report's HTML": (
        in_text("hoeringsnotat.html", "nr.\N{NO-BREAK SPACE}2, 4", "nr.\N{NO-BREAK SPACE}2, 77"),
        "hoeringsnotat.html: svar nr. 77 findes ikke",
    ),
    "a word in the report's DOCX": (
        in_zip("hoeringsnotat.docx", "word/document.xml", "Busdrift afgøres", "Busdrift betales"),
        "hoeringsnotat.docx: ikke samme ord som hoeringsnotat.html: Busdrift afgøres",
    ),
    "a remark in the report's PDF": (
        with_pdf("hoeringsnotat.pdf", report_of(remark="Timetallet bliver ændret.")),
        "hoeringsnotat.pdf: ikke samme ord som hoeringsnotat.html: Timetallet følger loven",
    ),
    "a word in the compiled responses": (
        with_pdf("samlede-hoeringssvar.pdf", compiled_of("10", "Vi har god tid.")),
        "samlede-hoeringssvar.pdf: svar nr. 10 har ikke ordene fra data.json",
    ),
    "a response left out of the compiled ones": (
        with_pdf("samlede-hoeringssvar.pdf", without("9")),
        "samlede-hoeringssvar.pdf: svar nr. 9 er ikke gjort rede for",
    ),
    "late ones left out": (
        with_pdf("modtaget-efter-fristen.pdf", empty_paper("Modtaget efter fristen")),
        "modtaget-efter-fristen.pdf: svar nr. E-1 mangler",
    ),
    "a number in the case paper": (
        in_zip("sagsfremstilling.docx", "word/document.xml", "13 svar fra", "15 svar fra"),
        "sagsfremstilling.docx: tallene er ikke som data.json",
    ),
    "an outcome in the case paper": (
        in_zip("sagsfremstilling.docx", "word/document.xml", "Imødekommes ikke.", "Imødekommes."),
        "sagsfremstilling.docx: pkt. 1.1 er ikke som data.json",
    ),
    "a cell of the overview": (
        in_zip("overblik.xlsx", "xl/worksheets/sheet8.xml", "<v>13</v>", "<v>14</v>"),
        "overblik.xlsx: Tal, række 2 er ikke som data.json",
    ),
    "a text of the overview": (
        in_zip("overblik.xlsx", "xl/worksheets/sheet4.xml", "Ønske om", "Modstand mod"),
        "overblik.xlsx: Synspunkter, række 4 er ikke som data.json",
    ),
    "a CPR number in a letter": (
        in_text("hoeringsnotat.html", "Busdrift afgøres", f"Busdrift {CPR} afgøres"),
        "hoeringsnotat.html: har et CPR-nummer",
    ),
    "a withheld sentence": (
        in_text("hoeringsnotat.html", "Busdrift afgøres", f"{WITHHELD_TEXT} Busdrift afgøres"),
        "hoeringsnotat.html: har lukket tekst nr.",
    ),
    "a removed name in a workbook's properties": (
        in_zip("overblik.xlsx", "docProps/core.xml", "<dc:title>", f"<dc:title>{REMOVED_NAME} "),
        "overblik.xlsx: har lukket tekst nr.",
    ),
    "another snapshot": (
        in_text("manifest.json", '"id": "3"', '"id": "4"'),
        "hoerte-parter.pdf: er ikke lavet af øjebliksbillede 4",
    ),
    "a stamp that is missing": (
        in_text("manifest.json", '"provisional": false', '"provisional": true'),
        "hoeringsnotat.pdf: KLADDE står ikke, som manifest.json siger",
    ),
    "a closed file named in public": (
        in_text("manifest.json", '"versions": {', '"lukket/fulde-svar.pdf": "", "versions": {'),
        "manifest.json: nævner en lukket fil",
    ),
    "a PDF without structure": (
        without_structure("hoerte-parter.pdf"),
        "hoerte-parter.pdf: no structure tree",
    ),
    "spaces in data.json": (
        lambda files: files.update({"data.json": files["data.json"] + b"\n"}),
        "data.json: er ikke skrevet, som den blev lavet",
    ),
    "a broken workbook": (lambda files: files.update({"overblik.xlsx": b"PK"}), "overblik.xlsx: kan ikke læses"),
    "a PDF that is none": (
        lambda files: files.update({"hoeringsbrev.pdf": b"%PDF-1.7"}),
        "hoeringsbrev.pdf: kan ikke læses",
    ),
    "a PDF cut short": (
        lambda files: files.update({"hoeringsbrev.pdf": files["hoeringsbrev.pdf"][:9000]}),
        "hoeringsbrev.pdf: ",
    ),
    "a workbook with a DTD": (
        in_zip("overblik.xlsx", "xl/workbook.xml", "<workbook", "<!DOCTYPE w><workbook"),
        "overblik.xlsx: kan ikke læses",
    ),
    "data.json that is none": (lambda files: files.update({"data.json": b"{"}), "data.json: kan ikke læses"),
}


def test_R46_a_package_as_made_has_no_faults(made: Files) -> None:
    assert faults(made) == ()


def test_a_package_without_its_closed_part_has_no_faults(made: Files) -> None:
    assert faults({name: data for name, data in made.items() if not name.startswith("lukket/")}) == ()


def test_a_folder_is_read_like_a_package(made: Files, tmp_path: Path) -> None:
    for name, data in made.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert faults(tmp_path) == ()
    (tmp_path / "noter.txt").write_text("ekstra")
    assert "noter.txt: står ikke i manifest.json" in faults(tmp_path)


@pytest.mark.parametrize("case", TAMPERED)
def test_R46_a_change_is_named_even_when_the_checksums_are_mended(made: Files, case: str) -> None:
    tamper, fault = TAMPERED[case]
    files = dict(made)
    tamper(files)
    found = faults(mended(files))
    assert any(fault in each for each in found), found


@pytest.mark.parametrize("name", PUBLIC)
def test_R46_one_changed_byte_is_named(made: Files, name: str) -> None:
    middle = len(made[name]) // 2
    spoiled = made[name][:middle] + bytes([made[name][middle] ^ 1]) + made[name][middle + 1 :]
    assert f"{name}: størrelse eller kontrolsum er ikke som i manifest.json" in faults({**made, name: spoiled})


@pytest.mark.parametrize("name", ["data.json", "hoeringsnotat.pdf", "manifest.json"])
def test_a_missing_file_is_named(made: Files, name: str) -> None:
    assert f"{name}: mangler" in faults({each: data for each, data in made.items() if each != name})


def test_a_missing_closed_file_is_named(made: Files) -> None:
    left = {name: data for name, data in made.items() if name != "lukket/fulde-svar.pdf"}
    assert "lukket/fulde-svar.pdf: mangler" in faults(left)


def test_a_changed_closed_file_is_named(made: Files) -> None:
    assert "lukket/fulde-svar.pdf: størrelse eller kontrolsum er ikke som i lukket/manifest.json" in faults(
        {**made, "lukket/fulde-svar.pdf": b""}
    )


def test_an_extra_file_is_named(made: Files) -> None:
    assert "ekstra.html: står ikke i manifest.json" in faults({**made, "ekstra.html": b"<p>hej"})


def variant(**changes: Any) -> Inputs:
    return replace(sample(), **changes)


TURNED = "\u202eomvendt\u202c"
HOSTILE = (
    "<b>fed</b> & #let x = 1 $a_b$ *stjerne* \\ `kode` @ref",
    "=1+1 og @SUM(A1)",
    "long" * 3000,
    "x" * 40_000,
    "\N{MATHEMATICAL SCRIPT CAPITAL A}bc 😀 ﬁ emoji ½ ² العربية שלום 漢字",
    "a\n\n\n- liste\n- to\n" + "ord " * 6000,
    "Tabu\tlator, dob-\nbelt  mellemrum - og «citat».",
    "Jeg er enig i svar nr. 999.",
    "_x0041_ er ikke et A",
    f"{TURNED} og \u200bskjult",
)

MADE_OF = {
    "hostile and long texts": lambda: variant(
        responses=(
            *sample().responses,
            *(response(str(20 + n), text, cleared=(TURNED,)) for n, text in enumerate(HOSTILE)),
        )
    ),
    "a long remark over pages": lambda: variant(
        positions=tuple(
            replace(each, remark="".join(f"Sætning {n} i en lang bemærkning.\n" for n in range(400)))
            for each in sample().positions
        )
    ),
    "a provisional one with gaps": lambda: variant(
        snapshot=replace(sample().snapshot, provisional=True), texts=(), points=sample().points[:-1]
    ),
    "responses that are not public": lambda: variant(
        consultation=replace(sample().consultation, publication_mode=PublicationMode.NOT_PUBLIC)
    ),
    "three of one reason": lambda: variant(
        responses=(
            *sample().responses,
            *(
                response(
                    str(n),
                    None,
                    status=Status.WITHHELD,
                    withheld_reason=Reason.NOT_CONFIRMED.value,
                    shown_name=None,
                    answers=(),
                )
                for n in (30, 31, 32)
            ),
        )
    ),
    "one that waits": lambda: variant(
        snapshot=replace(sample().snapshot, provisional=True),
        responses=(*sample().responses, response("40", None, status=Status.AWAITING, shown_name=None)),
    ),
    "nothing at all": lambda: variant(
        responses=(), groups=(), points=(), positions=(), parties=(), themes=(), milestones=(), drafts=()
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", MADE_OF)
def test_whatever_is_compiled_has_no_faults(case: str) -> None:
    package = compile_package(MADE_OF[case]())
    assert faults({**package.files, **package.closed}) == ()


def test_reason_lines_name_the_reason_that_holds_for_three() -> None:
    package = compile_package(MADE_OF["three of one reason"]())
    assert re.search(r'"not_confirmed": 3', package.files["data.json"].decode())
