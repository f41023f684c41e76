"""Reading: a consultation's page, and the list of responses, its first page and one far behind."""

from collections.abc import Iterator
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Rendition, RenditionPart
from tests.bench import filling
from tests.bench.databases import KINDS, Database, database
from tests.bench.filling import SLUG
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.bench.serving import Request, baseline, get, in_turn, product

PAGE = f"/hoeringer/{SLUG}"
CACHED, NOT_CACHED = 0.5, 0.15
LIST, DEEP = 0.4, 0.95
SHOWN, DEEP_PAGE = 50, 200
_DIFFERENT = 20_000
_marks = count(1)


def measure(scale: Scale) -> Iterator[Row]:
    for kind in KINDS:
        with database(kind) as where:
            session = filling.opened(where)
            owner = filling.open_consultation(session)
            filling.fill(session, owner, scale.listed, published=True)
            shown = list(_first_page(session))
            filling.close(session)
            with product(where) as port, baseline(where, shown) as bare:
                yield from _page(scale, where, port, bare)
                yield from _list(scale, where, port, bare)


def _page(scale: Scale, where: Database, port: int, bare: int) -> Iterator[Row]:
    cached, missed, plain = in_turn(
        scale, (port, [get(PAGE)], "200"), (port, _never_seen(PAGE), "200"), (bare, [get("/page")], "200")
    )
    yield _row("consultation page, asked again and again", where, cached, plain, CACHED)
    yield _row("consultation page, not in cache", where, missed, plain, NOT_CACHED)


def _first_page(session: Session) -> Iterator[dict[str, object]]:
    for row in session.scalars(select(Rendition).order_by(Rendition.sort_number).limit(SHOWN)):
        parts = session.scalars(
            select(RenditionPart.text).where(RenditionPart.rendition_id == row.id).order_by(RenditionPart.position)
        )
        yield {"number": row.number_label, "name": row.shown_name, "on": row.received_on, "texts": list(parts)}


def _list(scale: Scale, where: Database, port: int, bare: int) -> Iterator[Row]:
    first, deep = f"{PAGE}/svar?efter=0", f"{PAGE}/svar?efter={SHOWN * (DEEP_PAGE - 1)}"
    again, one, far, plain = in_turn(
        scale,
        (port, [get(first)], "200"),
        (port, _never_seen(first), "200"),
        (port, _never_seen(deep), "200"),
        (bare, [get("/responses")], "200"),
    )
    detail = f"not in cache {one:,.0f}/s, {one / plain:.2f} of bare rendering"
    yield _row(
        f"list of {SHOWN} of {scale.listed:,} responses, asked again and again", where, again, plain, LIST, detail
    )
    yield _row(f"the same not in cache, page {DEEP_PAGE} beside page 1", where, far, one, DEEP)


def _never_seen(path: str) -> list[Request]:
    """Addresses of the same page that no cache has: each has a parameter that nobody reads."""
    joined = "&" if "?" in path else "?"
    return [get(f"{path}{joined}maal={next(_marks)}") for _ in range(_DIFFERENT)]


def _row(work: str, where: Database, measured: float, beside: float, target: float, detail: str = "") -> Row:
    return Row(work, where.kind, measured, beside, "/s", f">= {target}", measured >= target * beside, detail)
