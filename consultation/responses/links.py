"""The private link of a response: found again, asked for again, made anew (states.md, private link lost; A2, M3)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.config import Settings
from consultation.errors import Conflict, Invalid
from consultation.lib.tokens import hash_token
from consultation.models import Consultation, LinkIssue, LinkRequest, Response
from consultation.responses import formkeys, outbox, queries, sending
from consultation.vocabulary import Language

SEND_LOST = "responses.send_lost_links"
"""The job that answers who has lost a link; arguments: request_id."""
_FEWEST_WORDS = 3


def serial_of(session: Session, response_id: int) -> int:
    """How often staff have given the response a new link."""
    return session.scalar(select(func.max(LinkIssue.serial)).where(LinkIssue.response_id == response_id)) or 0


def list_issues(session: Session, response_id: int) -> Sequence[LinkIssue]:
    """Every new link that was given, oldest first."""
    return session.scalars(
        select(LinkIssue).where(LinkIssue.response_id == response_id).order_by(LinkIssue.serial)
    ).all()


def find_token(session: Session, settings: Settings, response: Response) -> str | None:
    """The secret of the link that opens the response now. None where it was made with a key we have no more (M3)."""
    serial = serial_of(session, response.id)
    made = (
        formkeys.own_token(key, response.consultation_id, response.form_key, serial) for key in settings.secret_keys
    )
    return formkeys.find(made, response.token_hash)


def renew(
    session: Session, settings: Settings, actor: str, now: datetime, response: Response, serial: int, checked: str
) -> str:
    """Gives the response a new link, whose secret is returned; the one before opens nothing from now on.

    `serial` is the number of the link that the asker saw; Conflict where somebody else was first. `checked` says in
    words how staff know that it is the sender who asks; Invalid without.
    """
    if len(checked.split()) < _FEWEST_WORDS:
        raise Invalid("how the sender was known is told in words", errors={"checked": "missing"})
    session.refresh(response, with_for_update=True)
    if serial_of(session, response.id) != serial:
        raise Conflict("the link has been made anew meanwhile")
    token = formkeys.own_token(settings.secret_key, response.consultation_id, response.form_key, serial + 1)
    response.token_hash = hash_token(token)
    issued = LinkIssue(
        authority_id=response.authority_id,
        response_id=response.id,
        serial=serial + 1,
        checked=checked.strip(),
        by=actor,
        at=now,
    )
    session.add(issued)
    audit.note(session, response, actor, now, "response.link_issued", serial=serial + 1)
    session.flush()
    return token


def ask_for_links(session: Session, now: datetime, authority_id: int, email: str, language: Language) -> None:
    """Notes that somebody wants the links of an address; who is known is found later, so that nothing tells (A2)."""
    request = LinkRequest(authority_id=authority_id, email=email, language=language, at=now)
    session.add(request)
    session.flush()
    jobs.enqueue(session, SEND_LOST, now, request_id=request.id)


def send_lost_links(session: Session, settings: Settings, now: datetime, *, request_id: int) -> None:
    """The job: one mail with the links of all responses of the address, or none; the request is gone afterwards."""
    request = session.get(LinkRequest, request_id)
    if request is None:
        return
    found = queries.list_of_email(session, request.authority_id, request.email)
    # an address that waits to be confirmed may be somebody else's
    links = [(response, find_token(session, settings, response)) for response in found if not response.unconfirmed]
    known = [(response, token) for response, token in links if token is not None]
    if known and not outbox.is_often(session, request.email, now):
        newest = session.get_one(Consultation, known[-1][0].consultation_id)
        sending.queue_lost_links(session, settings, now, newest, request, known)
    session.delete(request)
    session.flush()
