"""Reads of what colleagues have written for an answer that is not sent (interface.md 4.3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.errors import NotFound
from consultation.lib.tokens import hash_token
from consultation.models import Unsent, UnsentAuthor, UnsentContribution
from consultation.responses.content import PlaceKey


@dataclass(frozen=True)
class Contributed:
    """A colleague's words about one place, as the lead sees them."""

    author: UnsentAuthor
    row: UnsentContribution

    @property
    def place(self) -> PlaceKey:
        return PlaceKey(self.row.version_id, self.row.section_id)

    @property
    def is_inserted(self) -> bool:
        """Whether all of it, as it stands now, has been put into the answer."""
        return self.row.inserted_at is not None and self.row.saved_at <= self.row.inserted_at


def get_author(session: Session, token: str, *, to_write: bool = False) -> UnsentAuthor:
    """The colleague behind this link. NotFound, the same for a wrong link and for one that was taken back (A2)."""
    query = select(UnsentAuthor).where(UnsentAuthor.token_hash == hash_token(token), UnsentAuthor.removed_at.is_(None))
    if to_write:
        query = query.with_for_update()
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("no such link")
    return found


def find_by_code(session: Session, code_hash: str) -> Unsent | None:
    """The answer that this code joins, locked."""
    return session.scalars(select(Unsent).where(Unsent.lead_code_hash == code_hash).with_for_update()).one_or_none()


def list_authors(session: Session, unsent: Unsent) -> Sequence[UnsentAuthor]:
    """Everybody who has joined, those taken off again too, in the order in which they came."""
    return session.scalars(
        select(UnsentAuthor).where(UnsentAuthor.unsent_id == unsent.id).order_by(UnsentAuthor.id)
    ).all()


def list_contributions(session: Session, unsent: Unsent) -> list[Contributed]:
    """What has words in it, in the order in which the colleagues came."""
    rows = session.execute(
        select(UnsentAuthor, UnsentContribution)
        .join(UnsentContribution, UnsentContribution.author_id == UnsentAuthor.id)
        .where(UnsentAuthor.unsent_id == unsent.id)
        .order_by(UnsentAuthor.id, UnsentContribution.id)
    )
    return [Contributed(author, row) for author, row in rows if row.text.strip()]


def list_waiting(session: Session, unsent: Unsent) -> list[Contributed]:
    """What is not in the answer, or not as it stands now."""
    return [one for one in list_contributions(session, unsent) if not one.is_inserted]


def list_own(session: Session, author: UnsentAuthor) -> dict[PlaceKey, UnsentContribution]:
    """What one colleague has written, by place."""
    rows = session.scalars(select(UnsentContribution).where(UnsentContribution.author_id == author.id))
    return {PlaceKey(row.version_id, row.section_id): row for row in rows}
