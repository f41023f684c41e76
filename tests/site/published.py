"""What tests of the public pages need: consultations as they are after an editor's, a moderator's, a council's acts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import html5lib
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from consultation.models import (
    Change,
    ChangePosition,
    Consultation,
    DraftVersion,
    Milestone,
    Point,
    Position,
    Remark,
    RemarkVersion,
    Response,
    SectionText,
    Theme,
)
from consultation.moderation import operations
from consultation.responses.content import AnswerContent, Content, PlaceKey
from consultation.vocabulary import DecisionKind, MilestoneKind, Outcome, Reason
from tests import factories
from tests.factories import NOW

LATER = NOW + timedelta(minutes=6)
"""When decisions made now have taken effect."""
COUNCIL = date(2026, 5, 4)
INLINE = frozenset({"a", "em", "span", "strong", "time"})
ADDRESS = "/hoeringer/hjaelp-i-hverdagen"


def milestone(session: Session, owner: Consultation, kind: MilestoneKind, on: date, **given: Any) -> Milestone:
    row = Milestone(
        authority_id=owner.authority_id,
        consultation_id=owner.id,
        kind=kind,
        on=on,
        **{"body": "Byrådet", "item": "", "url": "", "outcome": "", "decides": False} | given,
    )
    session.add(row)
    session.flush()
    return row


def council(session: Session, owner: Consultation, outcome: str = "") -> Milestone:
    """The meeting that decides; with an outcome it has."""
    return milestone(session, owner, MilestoneKind.COUNCIL, COUNCIL, item="576", outcome=outcome, decides=True)


def decide(session: Session, owner: Consultation, outcome: str = "Byrådet godkendte udkastene.") -> None:
    """The council's meeting of `council` has taken place."""
    row = session.scalars(select(Milestone).where(Milestone.consultation_id == owner.id, Milestone.decides)).one()
    row.outcome = outcome
    session.flush()


def decided(session: Session, response: Response, kind: DecisionKind, reason: Reason | None = None) -> None:
    operations.decide(session, "system", NOW, response.id, 0, 1, kind, reason, seen=True)


def answered(
    session: Session, owner: Consultation, text: str = "Seks uger er for kort tid.", *, at: datetime = NOW, **given: Any
) -> Response:
    """A response to the whole that has been looked through and awaits its decision."""
    row = factories.response(session, owner, factories.submission(text, received_at=at, **given))
    operations.scan_response(session, NOW, row.id)
    return row


def shown(session: Session, owner: Consultation, text: str = "Seks uger er for kort tid.", **given: Any) -> Response:
    """A response that is published now and can be read from LATER on."""
    row = answered(session, owner, text, **given)
    decided(session, row, DecisionKind.PUBLISH)
    return row


def about(place: PlaceKey, text: str) -> Content:
    return Content(answers=(AnswerContent(text=text, version_id=place[0], section_id=place[1]),))


def position(
    session: Session,
    owner: Consultation,
    place: PlaceKey,
    responses: list[Response],
    title: str,
    outcome: Outcome | None,
) -> None:
    """A position about a section with a remark, a change, and one point of each response."""
    ids = {"authority_id": owner.authority_id, "consultation_id": owner.id}
    version = session.get_one(DraftVersion, place[0])
    text = session.scalars(
        select(SectionText).where(SectionText.version_id == version.id, SectionText.section_id == place[1])
    ).one()
    rank = 1 + len(session.scalars(select(Position.id)).all())
    theme, remark = Theme(**ids, rank=rank, title=title), Remark(**ids, number=rank)
    change = Change(**ids, section_text_id=text.id, before="højst seks uger", after="tolv uger, som kan forlænges")
    session.add_all([theme, remark, change])
    session.flush()
    session.add(
        RemarkVersion(
            authority_id=owner.authority_id,
            remark_id=remark.id,
            number=1,
            base_number=0,
            text="Vi er enige.",
            by="x",
            at=NOW,
        )
    )
    row = Position(
        **ids,
        draft_id=version.draft_id,
        section_id=place[1],
        theme_id=theme.id,
        title=title,
        remark_id=remark.id,
        recommended_outcome=Outcome.ACCEPTED,
        decided_outcome=outcome,
        rank=rank,
    )
    session.add(row)
    session.flush()
    session.add(ChangePosition(authority_id=owner.authority_id, change_id=change.id, position_id=row.id))
    for response in responses:
        used = len(session.scalars(select(Point.id).where(Point.response_id == response.id)).all())
        session.add(Point(authority_id=owner.authority_id, response_id=response.id, seq=used + 1, position_id=row.id))
    session.flush()


def page(client: FlaskClient, address: str = ADDRESS, status: int = 200) -> str:
    """The page's HTML with ordinary spaces."""
    response = client.get(address)
    assert response.status_code == status, response.status_code
    return response.get_data(as_text=True).replace("\N{NO-BREAK SPACE}", " ")


def words(html: str, *, without_danish: bool = False) -> str:
    """What a person reads in the body; with `without_danish` only what is not marked as Danish."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    body = tree.find("body")
    return re.sub(r"\s+", " ", "".join(_texts(body, without_danish=without_danish)))


def _texts(element: Any, *, without_danish: bool) -> Iterator[str]:
    if without_danish and element.get("lang") == "da":
        return
    if not isinstance(element.tag, str):
        return
    around = "" if element.tag in INLINE else " "
    yield around + (element.text or "")
    for child in element:
        yield from _texts(child, without_danish=without_danish)
        yield child.tail or ""
    yield around


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement that the database is given meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def loaded(kind: type) -> Iterator[list[object]]:
    """Every row of this kind that is read meanwhile."""
    seen: list[object] = []

    def note(row: object, _context: object) -> None:
        seen.append(row)

    event.listen(kind, "load", note)
    try:
        yield seen
    finally:
        event.remove(kind, "load", note)
