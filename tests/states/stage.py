"""What every part of the machine stands on: the cast, the clock, and how an act is done or refused."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

import pytest
from flask.testing import FlaskClient
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from consultation import clock, search_index
from consultation.analysis import themes
from consultation.config import Settings
from consultation.errors import DomainError
from consultation.models import Consultation, Job, Response
from consultation.parties import operations as parties
from consultation.vocabulary import PartyBasis, PartyKind, PublicationMode, Role, State
from tests import factories
from tests.states.expected import Answer, Case, Text, Words
from tests.states.tables import Shelf

T = TypeVar("T")
DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
"""In Denmark."""
VISIBLE = MIDNIGHT + timedelta(hours=9)
OPENS, CLOSES, AGENDA = VISIBLE + DAY, MIDNIGHT + 16 * DAY, VISIBLE + 40 * DAY
JUST_BEFORE = timedelta(microseconds=1)
_numbers = count(1)


def settings_of(client: FlaskClient) -> Settings:
    """Those of the application, so that what it has written is found."""
    found: Settings = client.application.config["SETTINGS"]
    return found


class Stage(RuleBasedStateMachine):
    """One consultation of one authority, new for each run; `tally` counts what happened in all of them."""

    def __init__(self, engine: Engine, shelf: Shelf, client: FlaskClient, tally: Counter[str]) -> None:
        super().__init__()
        self.engine, self.shelf, self.client, self.tally = engine, shelf, client, tally
        self.settings = settings_of(client)
        self.words, self.now = Words(), VISIBLE
        self.case: Case | None = None
        self.before: State | None = None
        clock.set_source(lambda: self.now)

    def send_out(self, start: datetime, mode: PublicationMode, *, two_person: bool = False) -> None:
        """The cast, a consultation that is sent out, and one heard party."""
        agenda = AGENDA if mode is PublicationMode.WITH_AGENDA else None
        self.now, number = start, next(_numbers)
        with Session(self.engine) as session:
            session.execute(delete(Job))  # of the run before
            owner = factories.authority(session, f"proeve-{number}")
            row = factories.consultation(
                session, owner, f"hoering-{number}", opens_at=OPENS, closes_at=CLOSES, mode=mode
            )
            row.visible_from, row.published_at, row.responses_public_at = VISIBLE, VISIBLE - DAY, agenda
            row.two_person = two_person
            search_index.write_texts(session, row)
            names = ("Maja Modprøve", "Mads Modprøve")
            self.moderators = [f"staff:{factories.staff(session, owner, Role.MODERATOR, name).id}" for name in names]
            self.jens = f"staff:{factories.staff(session, owner, Role.SUBJECT_OWNER).id}"
            self.sara = f"staff:{factories.staff(session, owner, Role.SECRETARY).id}"
            council = parties.add_party(session, owner.id, PartyKind.DISABILITY_COUNCIL, "Handicaprådet i Prøvestad")
            heard = parties.include_party(session, self.sara, start, row, council, PartyBasis.STATUTORY)
            parties.mark_sent(session, self.sara, start, row, heard, None)
            themes.add_theme(session, self.jens, start, row, themes.GENERAL)
            session.commit()
            self.consultation_id, self.authority_id, self.slug = row.id, owner.id, row.slug
            self.heard_id = heard.id
        self.case = Case(VISIBLE, OPENS, CLOSES, mode, agenda, two_person=two_person)

    def come_to(self, edge: str, *, before: bool) -> None:
        """To an instant at which something changes by the clock alone, or as near before it as a clock can tell."""
        instant = getattr(self.it, edge)
        if instant is not None and instant > self.now:
            self.now = max(self.now, instant - JUST_BEFORE) if before else instant
            self.tally[f"came to {edge}"] += not before

    @property
    def it(self) -> Case:
        """The consultation as it should be."""
        assert self.case is not None
        return self.case

    def do(self, act: Callable[[Session], T]) -> T:
        """The act in a transaction of its own."""
        with Session(self.engine, expire_on_commit=False) as session:
            result = act(session)
            session.commit()
            return result

    def attempt(self, act: Callable[[Session], T], refusal: type[DomainError] | None) -> T | None:
        """The act, done; or refused exactly as the rules say, and then nothing of it is written."""
        if refusal is None:
            return self.do(act)
        with Session(self.engine) as session, pytest.raises(refusal) as refused:
            act(session)
        assert type(refused.value) is refusal
        return None

    def row(self, session: Session) -> Consultation:
        return session.get_one(Consultation, self.consultation_id)

    def on(self, answer: Answer, act: Callable[[Session, Response], T]) -> Callable[[Session], T]:
        """An act on one response."""
        return lambda session: act(session, session.get_one(Response, answer.id))

    def by_sara(self, act: Callable[..., T], **given: object) -> Callable[[Session], T]:
        """An act on the consultation."""
        return lambda session: act(session, self.sara, self.now, self.row(session), **given)

    def new_text(self, found: bool) -> Text:
        """Words that nobody has written before; with an address for the machine to find, where `found`."""
        email = f"{self.words.new()}@proeve.example" if found else ""
        return Text(self.words.new(), self.words.new(), email)
