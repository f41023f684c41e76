"""Groups of a consultation, as numbers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Consultation, Response
from consultation.moderation import group_queries, grouping
from consultation.worker import HANDLERS
from tests import factories


def regroup(session: Session, consultation: Consultation) -> list[tuple[str, ...]]:
    """All anew; the numbers of each group, the largest first."""
    grouping.rebuild(session, factories.settings(), consultation)
    session.commit()
    return numbers(session, consultation)


def keep_up(session: Session, consultation: Consultation, *responses: Response) -> list[tuple[str, ...]]:
    """The same by the job, for these responses in turn, or for all of them."""
    of = select(Response).where(Response.consultation_id == consultation.id).order_by(Response.id)
    for response in responses or session.scalars(of).all():
        HANDLERS["moderation.group"].write(session, factories.settings(), factories.NOW, response_id=response.id)
    session.commit()
    return numbers(session, consultation)


def numbers(session: Session, consultation: Consultation) -> list[tuple[str, ...]]:
    groups = group_queries.list_groups(session, consultation.id)
    return [tuple(group_queries.list_numbers(session, group)) for group in groups]
