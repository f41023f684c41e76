"""The decided consultation's numbers, wherever they stand (U15, R40)."""

import io
import json
from collections.abc import Callable, Mapping
from typing import Any

import html5lib
import openpyxl
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Blob, PackageFile, PublishedAnnex
from consultation.storage import Store
from consultation.summary.overview import COUNT_LABELS
from consultation.summary.report_figures import ALL
from consultation.vocabulary import Status
from consultation.web.labels import STATUSES
from tests.journeys.conftest import Site
from tests.pages import HTML

HOME = "/hoeringer/randers-2019"
NAMES = {
    Status.PUBLISHED: "published",
    Status.REDACTED: "redacted",
    Status.WITHHELD: "withheld",
    Status.WITHDRAWN: "withdrawn",
    Status.AWAITING: "awaiting",
}
Numbers = Mapping[str, int]


def _page(site: Site) -> Numbers:
    rows = _rows(_get(site, "/tal"), "Svar efter status")
    by_status = {NAMES[status]: _row(rows, str(words))[-1] for status, words in STATUSES.items()}
    on_time, late, received = _row(rows, "Modtaget")
    return by_status | {"on_time": on_time, "late": late, "received": received}


def _report(site: Site) -> Numbers:
    rows = _rows(_get(site, "/bilag/hoeringsnotat.html"), ALL)
    return {name: _row(rows, label)[-1] for name, label in COUNT_LABELS.items()}


def _spreadsheet(site: Site) -> Numbers:
    book = openpyxl.load_workbook(io.BytesIO(_get(site, "/bilag/overblik.xlsx")), read_only=True)
    found = {str(label): int(str(number)) for label, number in book["Tal"].iter_rows(min_row=2, values_only=True)}
    return {name: found[label] for name, label in COUNT_LABELS.items()}


def _data(site: Site) -> Numbers:
    """data.json of the package whose annexes are on the page."""
    with Session(site.engine) as session:
        laid = select(PackageFile.package_id).join(PublishedAnnex, PublishedAnnex.file_id == PackageFile.id)
        wanted = select(Blob.sha256).join(PackageFile, PackageFile.blob_id == Blob.id)
        wanted = wanted.where(PackageFile.package_id == laid.limit(1).scalar_subquery())
        digest = session.scalars(wanted.where(PackageFile.name.endswith("data.json"))).one()
    counts = json.loads(Store(site.settings.data_dir / "files").get(digest))["counts"]
    return {**counts, "withheld": sum(counts["withheld"].values())}


SURFACES: Mapping[str, Callable[[Site], Numbers]] = {
    "page": _page,
    "report": _report,
    "spreadsheet": _spreadsheet,
    "data.json": _data,
}


def test_U15_the_figures_add_up_and_are_the_same_on_every_surface(site: Site) -> None:
    told = {name: read(site) for name, read in SURFACES.items()}
    for name, numbers in told.items():
        assert sum(numbers[status] for status in NAMES.values()) == numbers["received"], name
        assert numbers["on_time"] + numbers["late"] == numbers["received"], name
    wanted = ("received", "on_time", "late", *NAMES.values())
    assert len({tuple(numbers[one] for one in wanted) for numbers in told.values()}) == 1, told
    assert told["page"]["received"] > told["page"]["published"] > 0


def _get(site: Site, path: str) -> bytes:
    answer = site.app.test_client().get(HOME + path)
    assert answer.status_code == 200, path
    return bytes(answer.data)


def _rows(html: bytes, caption: str) -> list[tuple[str, ...]]:
    """The cells of the table with this caption."""
    tables = html5lib.parse(html).iter(f"{HTML}table")
    (found,) = (table for table in tables if _words(table.find(f"{HTML}caption")).endswith(caption))
    return [tuple(_words(cell) for cell in row) for row in found.iter(f"{HTML}tr")]


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _row(rows: list[tuple[str, ...]], label: str) -> tuple[int, ...]:
    """The numbers of the one row with this heading."""
    found = [cells[1:] for cells in rows if cells[0] == label]
    assert len(found) == 1, (label, found)
    return tuple(int(cell.replace(".", "")) for cell in found[0])
