"""The public version of a response, and what its author is told (R30, R31, R32)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Message, Rendition
from consultation.moderation import composition, notices, operations, rules, sending
from consultation.moderation.composition import AnswerText, Removals, Spot
from consultation.moderation.notices import Notice
from consultation.moderation.redaction import Span
from consultation.responses import operations as responses
from consultation.responses import reasons
from consultation.responses.content import Place
from consultation.responses.rules import Sender
from consultation.vocabulary import (
    Capacity,
    Channel,
    DecisionKind,
    FindingKind,
    Language,
    MessageState,
    NameRule,
    PublicationMode,
    Reason,
)
from tests import factories
from tests.factories import NOW
from tests.moderation import desk
from tests.moderation.desk import CPR

KAREN = Sender(Capacity.CITIZEN, "Karen Prøvesen", postcode="0000")
TEXT = "Min søn Mikkel har det svært."
NOTHING = Removals({}, {})
LATER = NOW + rules.UNDO_TIME


def _public(
    removals: Removals, sender: Sender = KAREN, rule: NameRule = NameRule.FULL_NAME
) -> composition.PublicResponse:
    answer = AnswerText(1, Place(8, "Mestring", 1), None, TEXT, "")
    return composition.compose("17", sender, rule, "2026-03-02", False, [answer], removals)


def _span(words: str, kind: FindingKind = FindingKind.PERSON_NAME) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), kind)


def test_what_is_decided_gives_way_to_a_label() -> None:
    public = _public(Removals({Spot(1, "text"): (_span("Mikkel"),)}, {}))
    assert public.texts == ("Karen Prøvesen", "Min søn [navn fjernet] har det svært.", "")


def test_U22_what_is_undecided_is_out_as_well() -> None:
    public = _public(Removals({}, {Spot(1, "text"): (_span("Mikkel"),)}))
    assert public.texts[1] == "Min søn [ikke afklaret endnu] har det svært."


def test_what_is_decided_over_something_undecided_is_decided() -> None:
    removals = Removals({Spot(1, "text"): (_span("søn Mikkel"),)}, {Spot(1, "text"): (_span("Mikkel"),)})
    assert _public(removals).texts[1] == "Min [navn fjernet] har det svært."


def test_the_drafts_are_named_once_each_in_order() -> None:
    answers = [AnswerText(n, Place(draft), None, "Ja.", "") for n, draft in enumerate((11, None, 8, 11))]
    public = composition.compose("17", KAREN, NameRule.FULL_NAME, "2026-03-02", False, answers, NOTHING)
    assert public.drafts == (8, 11)


@pytest.mark.parametrize(
    ("sender", "rule", "field"),
    [
        (KAREN, NameRule.FULL_NAME, ("name", "Karen Prøvesen")),
        (KAREN, NameRule.NAME_POSTCODE, ("name", "Karen Prøvesen")),
        (KAREN, NameRule.CITIZEN_POSTCODE, None),
        (Sender(Capacity.CITIZEN, "Karen", protected=True), NameRule.FULL_NAME, None),
        (Sender(Capacity.COUNCIL, "", "Prøverådet"), NameRule.CITIZEN_POSTCODE, ("organisation", "Prøverådet")),
    ],
)
def test_R31_only_what_becomes_public_is_looked_at(
    sender: Sender, rule: NameRule, field: tuple[str, str] | None
) -> None:
    assert composition.shown_field(sender, rule) == field


def test_R30_a_removed_name_in_the_senders_name_is_left_over() -> None:
    public = _public(Removals({Spot(1, "text"): (_span("Mikkel"),)}, {}), Sender(Capacity.CITIZEN, "Mikkel Prøve"))
    assert composition.leftovers(public, ["Mikkel"]) == ("Mikkel",)


def test_R30_a_label_is_nothing_left_over() -> None:
    public = _public(Removals({Spot(1, "text"): (_span("Mikkel"),)}, {}))
    assert composition.leftovers(public, ["Mikkel", "navn"]) == ()


def test_R29_a_cpr_number_in_the_finished_version_is_found() -> None:
    public = _public(NOTHING, Sender(Capacity.ORGANISATION, "", f"Foreningen {CPR}"))
    assert composition.cpr_left(public, []) == (CPR,)
    assert composition.cpr_left(public, [CPR]) == ()


# The author's notice


def _notice(**given: object) -> Notice:
    values: dict[str, object] = {
        "language": Language.DANISH,
        "number": "17",
        "title": "Hjælp i hverdagen",
        "kind": DecisionKind.PUBLISH,
        "because": "",
        "removed": (),
        "public_at": None,
        "never_public": False,
        "authority": "Prøvestad Kommune",
        "department": "Socialforvaltningen",
        "contact": "post@proeve.example",
        "dpo": "dpo@proeve.example",
    }
    return Notice(**values | given)  # type: ignore[arg-type]  # - each test names what it changes


def test_R32_the_author_is_told_what_was_taken_out() -> None:
    removed = (FindingKind.PERSON_NAME, FindingKind.CPR, FindingKind.PERSON_NAME, FindingKind.PHONE)
    body = notices.words_of(_notice(removed=removed)).body
    assert "Vi har fjernet et CPR-nummer, et telefonnummer og 2 navne" in body


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", FindingKind)
def test_R32_whatever_is_taken_out_has_words(language: Language, kind: FindingKind) -> None:
    one, two = (notices.removed_words((kind,) * count, language) for count in (1, 2))
    assert one
    assert two.startswith("2 ")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", Reason)
def test_R32_the_author_is_told_why_and_how_to_complain(language: Language, reason: Reason) -> None:
    because = reasons.REASONS[language][reason]
    body = notices.words_of(_notice(language=language, kind=DecisionKind.WITHHOLD, because=because)).body
    assert reasons.REASONS[language][reason] in body
    assert "post@proeve.example" in body
    assert "dpo@proeve.example" in body


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "kan nu læses"),
        ({"public_at": LATER}, "bliver vist på høringens side mandag den 2. marts 2026 kl. 13.05"),
        ({"never_public": True}, "bliver ikke vist offentligt"),
    ],
)
def test_the_author_is_told_when_it_can_be_read(given: dict[str, object], words: str) -> None:
    assert words in notices.words_of(_notice(**given)).body


def _told(session: Session, **sent: Any) -> list[Message]:
    owner = factories.consultation(session, factories.authority(session))
    response = desk.received(session, owner, receipt=False, **sent)
    row = desk.decide(session, desk.moderator(session, owner), response, DecisionKind.PUBLISH)
    sending.tell_author(session, factories.settings(), LATER, decision_id=row.id)
    sending.tell_author(session, factories.settings(), LATER, decision_id=row.id)
    return list(session.scalars(select(Message)))


def test_R48_the_author_is_told_once(session: Session) -> None:
    [message] = _told(session, sender=factories.sender(email="karen@proeve.example"))
    assert (message.recipient, message.state) == ("karen@proeve.example", MessageState.KEPT)


def test_who_wrote_a_letter_is_told_by_letter(session: Session) -> None:
    sender = factories.sender(address="Prøvevej 1\n0000 Prøvestad")
    [message] = _told(session, sender=sender, channel=Channel.LETTER, actor="staff:1")
    assert (message.recipient, message.state) == ("Karen Prøvesen\nPrøvevej 1\n0000 Prøvestad", MessageState.LETTER)


def test_who_answered_here_without_an_address_is_not_told(session: Session) -> None:
    assert _told(session) == []


def test_nobody_is_told_of_what_was_undone(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    actor = desk.moderator(session, owner)
    sender = factories.sender(email="karen@proeve.example")
    response = desk.received(session, owner, receipt=False, sender=sender)
    row = desk.decide(session, actor, response, DecisionKind.PUBLISH)
    desk.decide(session, actor, response, DecisionKind.REOPEN)
    sending.tell_author(session, factories.settings(), LATER, decision_id=row.id)
    assert session.scalars(select(Message)).all() == []


def test_the_author_is_told_the_day_of_the_agenda(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session), mode=PublicationMode.WITH_AGENDA)
    response = desk.received(session, owner, receipt=False, sender=factories.sender(email="karen@proeve.example"))
    row = desk.decide(session, desk.moderator(session, owner), response, DecisionKind.PUBLISH)
    sending.tell_author(session, factories.settings(), LATER, decision_id=row.id)
    assert "bliver vist på høringens side" in session.scalars(select(Message.body)).one()


def test_a_withdrawn_response_is_not_told_of(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    response = desk.received(session, owner, receipt=False, sender=factories.sender(email="karen@proeve.example"))
    row = desk.decide(session, desk.moderator(session, owner), response, DecisionKind.PUBLISH)
    responses.withdraw_response(session, NOW, response)
    sending.tell_author(session, factories.settings(), LATER, decision_id=row.id)
    assert session.scalars(select(Message)).all() == []


def test_a_new_decision_hides_the_rendition_before_it(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    actor, response = desk.moderator(session, owner), desk.received(session, owner)
    for kind in (DecisionKind.PUBLISH, DecisionKind.REOPEN):
        desk.decide(session, actor, response, kind)
    operations.publish_response(session, actor, LATER, response.id)
    rows = session.scalars(select(Rendition).order_by(Rendition.id)).all()
    assert [(row.decision_seq, row.hidden_at is None) for row in rows] == [(1, False), (3, True)]
    assert rows[0].key == rows[1].key
