"""What tests of following share: somebody who has confirmed, and the secret in a mail."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Authority, Message, Subscription
from consultation.notifications import subscribing
from consultation.notifications.subscribing import Scope
from consultation.vocabulary import Language
from tests import factories
from tests.factories import NOW

MAILS = factories.settings("smtp://127.0.0.1:1")
LINK = re.compile(r"/foelg/([0-9a-f]+)")


def token_in(mail: Message) -> str:
    found = LINK.search(mail.body)
    assert found is not None, mail.body
    return found[1]


def follow(
    session: Session,
    owner: Authority,
    email: str = "karen@proeve.example",
    scope: Scope | None = None,
    language: Language = Language.DANISH,
) -> Subscription:
    """Asked for and confirmed."""
    subscribing.ask(session, MAILS, NOW, owner, scope or Scope(), email, language)
    mail = session.scalars(select(Message).where(Message.recipient == email).order_by(Message.id.desc())).first()
    assert mail is not None
    row = subscribing.get_by_token(session, token_in(mail))
    subscribing.confirm(session, NOW, row)
    session.flush()
    return row
