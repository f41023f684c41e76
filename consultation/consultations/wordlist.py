"""Writes of the words that an authority explains, and of its laws: append-only, the newest holds."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.models import AuthorityText
from consultation.vocabulary import Language

GLOSSARY, LAW = "glossary", "law"


def save_text(session: Session, actor: str, now: datetime, authority_id: int, kind: str, code: str, body: str) -> None:
    """What a word means, or where a law is; "" takes it off. The same again writes nothing."""
    same = select(AuthorityText).where(
        AuthorityText.authority_id == authority_id, AuthorityText.kind == kind, AuthorityText.code == code
    )
    newest = session.scalars(same.order_by(AuthorityText.version.desc()).limit(1)).one_or_none()
    if (newest.body if newest else "") == body:
        return
    row = AuthorityText(
        authority_id=authority_id,
        kind=kind,
        code=code,
        language=Language.DANISH,
        version=newest.version + 1 if newest else 1,
        body=body,
        at=now,
    )
    session.add(row)
    session.flush()
    audit.note(session, row, actor, now, "text.saved", kind=kind)
