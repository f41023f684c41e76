"""R9-R12: who is heard, how each was reached, and who was let be, on both databases."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.errors import Conflict, Invalid, NotFound
from consultation.models import Consultation, HeardParty, Job, Party
from consultation.parties import operations, queries, rules
from consultation.vocabulary import Delivery, PartyBasis, PartyKind, PartyOutcome
from tests import factories
from tests.factories import NOW

ACTOR = "staff:1"


@pytest.fixture
def row(session: Session) -> Consultation:
    return factories.consultation(session, factories.authority(session))


@pytest.fixture
def party(session: Session, row: Consultation) -> Party:
    return operations.add_party(
        session, row.authority_id, PartyKind.DISABILITY_COUNCIL, "Prøvestads Handicapråd", "raad@proeve.example"
    )


@pytest.fixture
def heard(session: Session, row: Consultation, party: Party) -> HeardParty:
    return operations.include_party(session, ACTOR, NOW, row, party, PartyBasis.STATUTORY, "§ 37 a")


def test_the_same_name_is_the_same_party_and_takes_a_new_address(session: Session, row: Consultation) -> None:
    kind = PartyKind.ORGANISATION
    first = operations.add_party(session, row.authority_id, kind, "Foreningen", "gammel@proeve.example")
    again = operations.add_party(session, row.authority_id, kind, "Foreningen", "ny@proeve.example")
    assert (again.id, again.email) == (first.id, "ny@proeve.example")


def test_R10_opting_out_needs_a_reason_and_can_be_taken_back(session: Session, row: Consultation, party: Party) -> None:
    with pytest.raises(Invalid):
        operations.opt_out_party(session, ACTOR, NOW, row, party, PartyBasis.STATUTORY, " ")
    out = operations.opt_out_party(session, ACTOR, NOW, row, party, PartyBasis.STATUTORY, "Handler om børn.")
    assert out.opt_out_reason == "Handler om børn."
    back = operations.include_party(session, ACTOR, NOW, row, party, PartyBasis.STATUTORY)
    assert (back.id, back.opt_out_reason) == (out.id, None)


def test_a_party_that_was_asked_cannot_be_opted_out(
    session: Session, row: Consultation, party: Party, heard: HeardParty
) -> None:
    operations.mark_sent(session, ACTOR, NOW, row, heard, None)
    with pytest.raises(Conflict):
        operations.opt_out_party(session, ACTOR, NOW, row, party, PartyBasis.STATUTORY, "For sent.")


def test_R9_a_letter_sent_by_hand_opens_the_answering_page(
    session: Session, row: Consultation, heard: HeardParty
) -> None:
    operations.mark_sent(session, ACTOR, NOW, row, heard, "et-link")
    assert (heard.delivery, heard.sent_at, heard.sent_by) == (Delivery.SENT, NOW, ACTOR)
    assert queries.get_by_token(session, "et-link").id == heard.id
    operations.mark_sent(session, ACTOR, NOW, row, heard, "et-nyt-link")
    with pytest.raises(NotFound):
        queries.get_by_token(session, "et-link")


def test_A2_no_secret_waits_in_the_job_that_sends_a_letter(
    session: Session, row: Consultation, heard: HeardParty
) -> None:
    operations.mail_party(session, ACTOR, NOW, row, heard)
    job = session.scalars(select(Job)).one()
    assert (job.name, job.arguments) == ("notifications.party_invited", f'{{"heard_party_id": {heard.id}}}')
    assert heard.delivery is Delivery.SENT


def test_a_letter_by_mail_needs_an_address_and_a_consultation_that_is_sent_out(
    session: Session, row: Consultation, party: Party, heard: HeardParty
) -> None:
    party.email = None
    with pytest.raises(Invalid):
        operations.mail_party(session, ACTOR, NOW, row, heard)
    later = factories.consultation(session, factories.authority(session, "senere"), "senere", published=False)
    other = operations.add_party(session, later.authority_id, PartyKind.OTHER, "Andre", "a@proeve.example")
    waiting = operations.include_party(session, ACTOR, NOW, later, other, PartyBasis.INVITED)
    with pytest.raises(Conflict):
        operations.mail_party(session, ACTOR, NOW, later, waiting)


@pytest.mark.parametrize(
    ("basis", "delivery", "waived", "alarming"),
    [
        (PartyBasis.STATUTORY, Delivery.FAILED, None, True),
        (PartyBasis.STATUTORY, Delivery.FAILED, " ", True),
        (PartyBasis.STATUTORY, Delivery.FAILED, "Rådet er nedlagt.", False),
        (PartyBasis.STATUTORY, Delivery.SENT, None, False),
        (PartyBasis.STATUTORY, Delivery.PENDING, None, False),
        (PartyBasis.INVITED, Delivery.FAILED, None, False),
    ],
)
def test_R11_a_failed_statutory_delivery_is_red_until_sent_again_or_waived(
    basis: PartyBasis, delivery: Delivery, waived: str | None, alarming: bool
) -> None:
    assert rules.is_alarming(basis, delivery, waived) is alarming


def test_R11_waiving_needs_a_reason(session: Session, row: Consultation, heard: HeardParty) -> None:
    with pytest.raises(Invalid):
        operations.waive_party(session, ACTOR, NOW, row, heard, "")
    operations.waive_party(session, ACTOR, NOW, row, heard, "Rådet er nedlagt.")
    assert rules.is_settled(heard.delivery, heard.waived_reason)


def test_once_sent_out_a_removed_party_stays_with_its_reason_and_its_link_dies(
    session: Session, row: Consultation, heard: HeardParty
) -> None:
    operations.mark_sent(session, ACTOR, NOW, row, heard, "et-link")
    with pytest.raises(Invalid):
        operations.remove_party(session, ACTOR, NOW, row, heard, "")
    operations.remove_party(session, ACTOR, NOW, row, heard, "Skrevet på to gange.")
    assert (heard.removed_reason, heard.token_hash) == ("Skrevet på to gange.", None)
    with pytest.raises(Conflict):
        operations.mark_sent(session, ACTOR, NOW, row, heard, "et-andet")


def test_a_removed_party_can_be_put_back(session: Session, row: Consultation, party: Party, heard: HeardParty) -> None:
    operations.remove_party(session, ACTOR, NOW, row, heard, "En fejl.")
    again = operations.include_party(session, ACTOR, NOW, row, party, PartyBasis.STATUTORY)
    session.commit()
    assert (again.id, again.removed_at) == (heard.id, None)


def test_before_sending_out_a_removed_party_is_gone(session: Session) -> None:
    later = factories.consultation(session, factories.authority(session), published=False)
    party = operations.add_party(session, later.authority_id, PartyKind.OTHER, "Andre")
    heard = operations.include_party(session, ACTOR, NOW, later, party, PartyBasis.INVITED)
    operations.remove_party(session, ACTOR, NOW, later, heard, "")
    session.commit()
    assert queries.list_heard_with_answers(session, later.id) == []


def test_R9_a_party_without_an_answer_says_so(session: Session, row: Consultation, heard: HeardParty) -> None:
    (found,) = queries.list_heard_with_answers(session, row.id)
    assert (found.outcome, found.responses) == (PartyOutcome.NO_ANSWER, ())
