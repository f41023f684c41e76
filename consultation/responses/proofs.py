"""Checking a receipt: whether what we hold is what its code was made of (L3)."""

import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.lib.tokens import check_code
from consultation.models import Response, ResponseVersion
from consultation.responses import queries, rules
from consultation.responses.content import Proof


def find_by_code(session: Session, label: str, code: str) -> Response | None:
    """The response with this number whose receipt has this code; None for an unknown number and for a wrong code."""
    number = rules.read_label(label.strip().upper())
    if number is None:
        return None
    wanted = _plain(code)
    rows = session.scalars(select(Response).where(Response.series == number[0], Response.seq == number[1]))
    return next((row for row in rows if hmac.compare_digest(_plain(check_code(row.commitment)), wanted)), None)


def is_unchanged(session: Session, response: Response) -> bool:
    """Whether number, time, words and files as they are stored give the commitment that was given with the receipt."""
    first = select(ResponseVersion).where(ResponseVersion.response_id == response.id, ResponseVersion.number == 1)
    version = session.scalars(first).one()
    places = queries.places_of(session, response.consultation_id)
    proof = Proof(response.nonce, queries.number_of(response), response.received_at)
    made = proof.commitment(queries.sender_of(version), queries.content_of(session, version), places)
    return hmac.compare_digest(made, response.commitment)


def _plain(code: str) -> str:
    """A code as it may be typed: any case, with or without dashes and blanks."""
    return "".join(char for char in code.upper() if char.isascii() and char.isalnum())
