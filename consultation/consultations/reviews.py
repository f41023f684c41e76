"""Reads of the links to a consultation that is not sent out, and of what was remarked on its drafts until then."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.consultations.queries import list_drafts
from consultation.errors import NotFound
from consultation.lib.tokens import hash_token
from consultation.models import Consultation, Draft, PreviewLink, ReviewRemark, SectionText

LONGEST_SHOWN = 1200
"""Characters of a remark in a list; its own page has all of it."""


@dataclass(frozen=True)
class Remarked:
    """A remark, the number of its draft and the place as it is called now; "" for the whole draft."""

    remark: ReviewRemark
    number: int
    place: str

    @property
    def beginning(self) -> str:
        """All of a short one, else its beginning, cut between words."""
        text = self.remark.text
        return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN].rsplit(" ", 1)[0] + " …"

    @property
    def is_cut(self) -> bool:
        return len(self.remark.text) > LONGEST_SHOWN


def get_link(session: Session, token: str) -> PreviewLink:
    """The link with this secret, whether or not it still opens; NotFound for any other token (A2)."""
    row = session.scalars(select(PreviewLink).where(PreviewLink.token_hash == hash_token(token))).one_or_none()
    if row is None:
        raise NotFound("no such link")
    return row


def get_link_of(session: Session, consultation: Consultation, link_id: int) -> PreviewLink:
    """One of this consultation's; NotFound for any other."""
    row = session.get(PreviewLink, link_id)
    if row is None or row.consultation_id != consultation.id:
        raise NotFound("no such link")
    return row


def list_links(session: Session, consultation_id: int) -> Sequence[PreviewLink]:
    """Newest first."""
    return session.scalars(
        select(PreviewLink).where(PreviewLink.consultation_id == consultation_id).order_by(PreviewLink.id.desc())
    ).all()


def get_remark(session: Session, consultation: Consultation, remark_id: int) -> ReviewRemark:
    """One of this consultation's; NotFound for any other."""
    row = session.get(ReviewRemark, remark_id)
    if row is None or row.consultation_id != consultation.id:
        raise NotFound("no such remark")
    return row


def list_remarks(session: Session, consultation_id: int, link: PreviewLink | None = None) -> list[Remarked]:
    """By draft, section and time; those on a whole draft first. With a link only what was written by it."""
    query = (
        select(ReviewRemark, Draft.number)
        .join(Draft, Draft.id == ReviewRemark.draft_id)
        .where(ReviewRemark.consultation_id == consultation_id)
        .order_by(Draft.number, ReviewRemark.id)
    )
    rows = session.execute(query if link is None else query.where(ReviewRemark.link_id == link.id)).all()
    places = _places(session, consultation_id)
    last = len(places) + 1

    def order(found: tuple[ReviewRemark, int]) -> tuple[int, int]:
        remark, number = found
        return number, 0 if remark.section_id is None else places.get(remark.section_id, (last, ""))[0]

    return [
        Remarked(remark, number, places[remark.section_id][1] if remark.section_id in places else remark.place)
        for remark, number in sorted(((row[0], row[1]) for row in rows), key=order)
    ]


def place_of(section: SectionText) -> str:
    """ "2.1 Gruppeforløb"."""
    return f"{section.printed_number} {section.heading}".strip()


def count_open(session: Session, consultation_id: int) -> dict[int, int]:
    """Number of a draft -> how many remarks on it nobody has answered; drafts with none are left out."""
    rows = session.execute(
        select(Draft.number, func.count(ReviewRemark.id))
        .join(Draft, Draft.id == ReviewRemark.draft_id)
        .where(ReviewRemark.consultation_id == consultation_id, ReviewRemark.outcome.is_(None))
        .group_by(Draft.number)
        .order_by(Draft.number)
    )
    return {row[0]: row[1] for row in rows}


def has_remarks(session: Session, consultation_id: int) -> bool:
    """Whether anything was remarked before it was sent out."""
    found = select(ReviewRemark.id).where(ReviewRemark.consultation_id == consultation_id).limit(1)
    return session.scalar(found) is not None


def _places(session: Session, consultation_id: int) -> dict[int | None, tuple[int, str]]:
    """Section -> its place in the newest version of its draft, and what it is called there."""
    versions = [one.version.id for one in list_drafts(session, consultation_id)]
    rows = session.scalars(select(SectionText).where(SectionText.version_id.in_(versions)))
    return {row.section_id: (row.position, place_of(row)) for row in rows}
