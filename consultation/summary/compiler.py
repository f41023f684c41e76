"""A frozen snapshot to the package of contract.md: a pure function, the same bytes on every machine (R41, R45)."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from consultation.errors import Refused
from consultation.summary import annexes, compiled, docx, html, pdf, report, xlsx
from consultation.summary.canonical import dump
from consultation.summary.case_paper import case_paper
from consultation.summary.dataset import data
from consultation.summary.document import Document
from consultation.summary.gaps import NEVER, gaps
from consultation.summary.inputs import Inputs, Response
from consultation.summary.manifest import (
    CLOSED_DATA,
    CLOSED_MANIFEST,
    CLOSED_PAPER,
    MANIFEST,
    closed_manifest,
    public_manifest,
    snapshot_data,
)
from consultation.summary.overview import sheets
from consultation.summary.paging import COMPILED, REPORT, Pages, pages_of
from consultation.summary.papers import Package
from consultation.summary.privacy import never_public
from consultation.summary.selection import Selection, is_closed
from consultation.summary.structure import gives_pages


def compile_package(inputs: Inputs) -> Package:
    """The package. Raises Refused with the gaps where it is not complete, unless the snapshot is provisional: that one
    is stamped KLADDE and lists them. A private word or numbers that disagree are refused even then."""
    found = gaps(inputs)
    blocking = tuple(gap for gap in found if gap.kind in NEVER or not inputs.snapshot.provisional)
    if blocking:
        raise Refused("the package is not complete", gaps=blocking)
    selection = Selection(inputs)
    notat = report.build(selection, [gap.text for gap in found])
    laid = {REPORT: pdf.laid_out(notat)}
    in_report = laid[REPORT].pages
    laid[COMPILED], pages = _compiled(selection, in_report)
    laid |= _annexes(selection, in_report)
    package = data(selection, pages)
    others, closed = _public(selection, package, notat, in_report), _closed(selection)
    # Asked for last: long papers are bound while the others are made.
    public = {**{name: one.content for name, one in laid.items()}, **others}
    return Package(
        files={**public, MANIFEST: public_manifest(inputs, package["counts"], public)},
        closed={**closed, CLOSED_MANIFEST: closed_manifest(inputs, closed)},
        places=replace(pages, counts={name: one.count for name, one in laid.items()}),
    )


def _compiled(selection: Selection, in_report: Mapping[str, int]) -> tuple[pdf.Laid, Pages]:
    """The compiled responses, whose model is the largest of all and not kept, and where everything stands."""
    document = compiled.compiled(selection, in_report)
    laid = pdf.laid_out(document)
    return laid, pages_of(document, selection.rows, {REPORT: in_report, COMPILED: laid.pages})


def _annexes(selection: Selection, pages: Mapping[str, int]) -> dict[str, pdf.Laid]:
    """The short ones; `pages` are those of the report's headings."""
    return {
        "hoeringsbrev.pdf": pdf.laid_out(annexes.letter(selection)),
        "hoerte-parter.pdf": pdf.laid_out(annexes.parties(selection)),
        "modtaget-efter-fristen.pdf": pdf.laid_out(compiled.late(selection, pages)),
    }


def _public(
    selection: Selection, package: Mapping[str, Any], notat: Document, pages: Mapping[str, int]
) -> dict[str, bytes]:
    """What is no PDF."""
    template = b64decode(selection.inputs.template)
    return {
        "hoeringsnotat.docx": _word(notat, template, pages),
        "hoeringsnotat.html": html.write(notat),
        "sagsfremstilling.docx": _word(case_paper(selection), template),
        "aendringsnotat.docx": _word(annexes.changes(selection), template),
        "overblik.xlsx": _overview(selection.inputs, package),
        "data.json": dump(package),
    }


def _word(document: Document, template: bytes, pages: Mapping[str, int] | None = None) -> bytes:
    """A paper whose pages are not known yet is set once to learn them, where it says any."""
    if pages is None and gives_pages(document):
        pages = pdf.laid_out(document).pages
    return docx.write(document, pages, template)


def _overview(inputs: Inputs, package: Mapping[str, Any]) -> bytes:
    stamp = "KLADDE " if inputs.snapshot.provisional else ""
    title = f"{stamp}Overblik: {inputs.consultation.title}, øjebliksbillede {inputs.snapshot.id}"
    properties = xlsx.Properties(
        title, f"Høring {inputs.consultation.case_number}".strip(), inputs.authority.name, inputs.snapshot.made_at
    )
    return xlsx.write(sheets(package, snapshot_data(inputs)), properties)


def _closed(selection: Selection) -> dict[str, bytes]:
    responses = [response for response in selection.responses.values() if is_closed(response)]
    return {
        CLOSED_PAPER: pdf.write(annexes.closed(selection)),
        CLOSED_DATA: dump(
            {
                "responses": [_full(response) for response in responses],
                "never_public": never_public(selection),
                "cleared": sorted({word for response in selection.responses.values() for word in response.cleared}),
            }
        ),
    }


def _full(response: Response) -> dict[str, Any]:
    return {
        "number": response.number,
        "status": response.status.value,
        "reason": response.withheld_reason,
        "sender": asdict(response.sender) if response.sender else None,
        "answers": [asdict(answer) for answer in response.closed],
    }
