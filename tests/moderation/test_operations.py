"""Deciding on a response: who wins, what the public gets and when, and that the counters agree (C1, C4, D7)."""

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consultation import chain
from consultation.errors import Conflict, Invalid, NotAllowed, Refused
from consultation.models import (
    Audit,
    Consultation,
    Decision,
    Finding,
    HeardParty,
    Job,
    Party,
    Rendition,
    RenditionPart,
    Response,
    Tombstone,
)
from consultation.moderation import claims, marking, operations, queries, rules
from consultation.moderation.composition import Spot
from consultation.moderation.redaction import Span
from consultation.responses import figures
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import (
    Capacity,
    DecisionKind,
    FindingAnswer,
    FindingKind,
    NameRule,
    PartyBasis,
    PartyKind,
    Reason,
    Role,
    Stance,
    Status,
)
from tests import factories
from tests.factories import NOW
from tests.moderation import desk
from tests.moderation.desk import CPR, PHONE

Act = Callable[[Session], str]
PUBLISH, REDACTED, WITHHOLD, REOPEN = (
    DecisionKind.PUBLISH,
    DecisionKind.PUBLISH_REDACTED,
    DecisionKind.WITHHOLD,
    DecisionKind.REOPEN,
)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return factories.consultation(session, factories.authority(session))


@pytest.fixture
def maja(session: Session, consultation: Consultation) -> str:
    return desk.moderator(session, consultation, "Maja Modprøve")


@pytest.fixture
def mads(session: Session, consultation: Consultation) -> str:
    return desk.moderator(session, consultation, "Mads Modprøve")


# Looking through (R28, P6)


def test_R28_a_name_that_is_shown_anyway_is_no_finding(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session), name_rule=NameRule.FULL_NAME)
    sender = factories.sender(name="Karen Prøvesen")
    shown = desk.received(session, owner, "Mvh Karen Prøvesen, nabo til Mikkel Prøvedal", sender=sender)
    assert [one.text for one in desk.material(session, shown).findings] == ["Mikkel Prøvedal"]


def test_R28_the_sender_s_own_name_is_found_once_where_it_is_not_shown(
    session: Session, consultation: Consultation
) -> None:
    sender = factories.sender(name="Karen Prøvesen")
    response = desk.received(session, consultation, "Mvh Karen Prøvesen", sender=sender)
    assert [one.finding.detector for one in desk.material(session, response).findings] == [rules.OWN_NAME]


def test_R28_what_is_found_in_words_already_marked_is_out_already(session: Session, consultation: Consultation) -> None:
    response, maja = factories.response(session, consultation, factories.submission("Min søn Emil kom.")), "system"
    marking.mark_words(session, maja, NOW, response.id, "søn Emil", FindingKind.PERSON_NAME)
    operations.scan_response(session, NOW, response.id)
    (found,) = desk.material(session, response).findings
    assert (found.text, found.state) == ("Emil", rules.FindingState.REDACTED)


def test_P6_a_scan_finds_what_is_in_answers_and_in_proposed_text(session: Session, consultation: Consultation) -> None:
    content = Content((AnswerContent(f"Ring på {PHONE}.", proposed_text=f"Mit nummer er {CPR}."),))
    response = desk.received(session, consultation, content=content)
    found = {(one.finding.place, one.finding.kind) for one in desk.material(session, response).findings}
    assert found == {("text", FindingKind.PHONE), ("proposed_text", FindingKind.CPR)}


def test_a_scan_looks_at_the_name_that_becomes_public(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session), name_rule=NameRule.FULL_NAME)
    response = desk.received(session, owner, sender=factories.sender(name=f"Karen {CPR}"))
    assert [one.spot for one in desk.material(session, response).findings] == [Spot(None, "name")]


def test_a_scan_does_not_look_at_a_name_that_stays_closed(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation, sender=factories.sender(name=f"Karen {CPR}"))
    assert desk.material(session, response).findings == ()


def test_R31_the_signature_of_an_unnamed_sender_is_a_finding(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation, "Det er for kort.\n\nHilsen Karen Prøvesen")
    assert [one.text for one in desk.material(session, response).findings] == ["Karen Prøvesen"]


def test_a_part_of_a_word_is_no_signature(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation, "Boligen er for lille.", sender=factories.sender(name="Bo"))
    assert desk.material(session, response).findings == ()


def test_a_scan_adds_and_never_removes(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation, f"Ring på {PHONE}.")
    assert operations.scan_response(session, NOW, response.id) == 0
    assert session.scalar(select(func.count(Finding.id))) == 1


def test_R29_a_sure_cpr_number_is_taken_out_at_once(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation, f"Jeg har {CPR}.")
    assert CPR not in "".join(desk.material(session, response).public.texts)
    assert desk.material(session, response).undecided == ()


def test_a_corrected_version_is_looked_through_anew(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation)
    content = Content((AnswerContent(f"Ring på {PHONE}."),))
    responses.correct_response(session, factories.settings(), NOW, response, factories.sender(), content)
    operations.scan_response(session, NOW, response.id)
    assert [one.text for one in desk.material(session, response).findings] == [PHONE]


def test_P6_nothing_is_published_that_no_machine_has_looked_at(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = factories.response(session, consultation, factories.submission(f"Ring på {PHONE}."))
    with pytest.raises(Refused):
        operations.decide(session, maja, NOW, response.id, 0, 1, PUBLISH, seen=True)


def test_P6_marking_before_the_machine_has_looked_does_not_stand_for_its_look(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = factories.response(session, consultation, factories.submission(f"Ring på {PHONE} efter seks."))
    marking.mark_words(session, maja, NOW, response.id, "efter seks", FindingKind.OTHER)
    with pytest.raises(Refused):
        desk.decide(session, maja, response, REDACTED)


# To publish, or not


def test_a_published_response_becomes_a_rendition_five_minutes_later(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation)
    desk.decide(session, maja, response, PUBLISH)
    rendition = desk.shown(session, response)
    assert rendition is not None
    assert rendition.visible_from == NOW + rules.UNDO_TIME
    assert (rendition.number_label, rendition.shown_name, rendition.received_on) == ("1", "0000", "2026-03-02")
    assert session.scalars(select(Tombstone)).all() == []


def test_a_rendition_has_the_places_that_were_answered(session: Session, consultation: Consultation, maja: str) -> None:
    places = factories.places(session, consultation)
    version_id, section_id, _question = places[2, "hvor-laenge"]
    answer = AnswerContent("For kort.", Stance.OPPOSE, "Tolv uger.", version_id, section_id)
    response = desk.received(session, consultation, content=Content((answer, AnswerContent("Hilsen"))))
    desk.decide(session, maja, response, PUBLISH)
    part = session.scalars(select(RenditionPart).order_by(RenditionPart.position)).first()
    assert part is not None
    assert (part.draft_number, part.version_number, part.anchor, part.printed_number) == (2, 1, "hvor-laenge", "2")
    assert (part.heading, part.stance, part.text, part.proposed_text) == (
        "Hvor længe?",
        Stance.OPPOSE,
        "For kort.",
        "Tolv uger.",
    )
    assert session.scalars(select(Rendition.drafts)).one() == "2"


def test_R30_the_rendition_does_not_hold_what_was_taken_out(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation, f"Jeg har {CPR}. Jeg bor med Mikkel Sand.")
    marking.mark_words(session, maja, NOW, response.id, "Mikkel Sand", FindingKind.PERSON_NAME)
    desk.decide(session, maja, response, REDACTED)
    assert (
        session.scalars(select(RenditionPart.text)).one() == "Jeg har [CPR-nummer fjernet]. Jeg bor med [navn fjernet]."
    )


def test_R30_a_removed_string_left_in_another_place_refuses_publication(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session), name_rule=NameRule.FULL_NAME)
    actor = desk.moderator(session, owner)
    response = desk.received(session, owner, "Jeg hedder Karen Prøvesen.")
    marking.mark_words(session, actor, NOW, response.id, "Karen Prøvesen", FindingKind.PERSON_NAME)
    with pytest.raises(Refused) as refused:
        desk.decide(session, actor, response, REDACTED)
    assert refused.value.gaps == ("Karen Prøvesen",)


def test_R30_the_same_number_written_otherwise_refuses_publication(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation, f"Ring {PHONE}. Igen: +45 {PHONE.replace(' ', '')}.")
    first, second = desk.material(session, response).findings
    marking.answer_finding(session, maja, NOW, response.id, first.finding.id, FindingAnswer.REDACT)
    marking.answer_finding(session, maja, NOW, response.id, second.finding.id, FindingAnswer.KEEP, "public")
    with pytest.raises(Refused) as refused:
        desk.decide(session, maja, response, REDACTED)
    assert refused.value.details["cause"] == "leftovers"


def test_R30_a_field_that_becomes_public_loses_what_was_found_in_it(
    session: Session, consultation: Consultation, maja: str
) -> None:
    sender = factories.sender(capacity=Capacity.ORGANISATION, organisation=f"Prøveforeningen {CPR}")
    response = desk.received(session, consultation, sender=sender)
    desk.decide(session, maja, response, REDACTED)
    assert session.scalars(select(Rendition.shown_name)).one() == "Prøveforeningen [CPR-nummer fjernet]"


def test_R29_a_cpr_number_that_only_the_finished_version_has_refuses_publication(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session), name_rule=NameRule.NAME_POSTCODE)
    name, postcode = CPR.split("-")
    response = desk.received(session, owner, sender=factories.sender(name=f"Karen {name}", postcode=postcode))
    with pytest.raises(Refused) as refused:
        desk.decide(session, desk.moderator(session, owner), response, PUBLISH)
    assert refused.value.details["cause"] == "cpr"


def test_U22_an_undecided_finding_is_out_of_the_preview_and_refuses_publication(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation, f"Ring på {PHONE}.")
    assert desk.material(session, response).public.texts[1] == "Ring på [ikke afklaret endnu]."
    with pytest.raises(Refused) as refused:
        desk.decide(session, maja, response, PUBLISH)
    assert refused.value.gaps == (desk.material(session, response).findings[0].finding.id,)


def test_P6_nothing_is_published_unread(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    with pytest.raises(Invalid) as invalid:
        desk.decide(session, maja, response, PUBLISH, seen=False)
    assert invalid.value.errors == {"seen": "missing"}


def test_R27_withholding_takes_effect_at_once_and_leaves_the_reason(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation)
    row = desk.decide(session, maja, response, WITHHOLD, Reason.OFF_TOPIC, seen=False)
    tombstone = session.scalars(select(Tombstone)).one()
    assert row.effective_at == NOW
    assert (tombstone.status, tombstone.reason_code) == (Status.WITHHELD, "off_topic")


def test_R33_a_withheld_text_is_nowhere_in_the_public_tables(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation, "Min nabo er en tyv.")
    desk.decide(session, maja, response, WITHHOLD, Reason.PERSON)
    assert desk.public_words(session) == ""


def test_U23_undoing_hides_the_rendition_before_it_was_ever_public(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation)
    desk.decide(session, maja, response, PUBLISH)
    desk.decide(session, maja, response, REOPEN)
    rendition = session.scalars(select(Rendition)).one()
    assert rendition.hidden_at is not None
    assert rendition.hidden_at < rendition.visible_from
    assert session.scalars(select(Tombstone.status)).one() is Status.AWAITING


def test_R34_undoing_adds_a_decision_and_removes_none(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    for kind in (PUBLISH, REOPEN, PUBLISH):
        desk.decide(session, maja, response, kind)
    assert session.scalars(select(Decision.kind).order_by(Decision.seq)).all() == [PUBLISH, REOPEN, PUBLISH]


def test_R35_what_is_public_is_taken_down_at_once(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    desk.decide(session, maja, response, PUBLISH)
    later = NOW + 2 * rules.UNDO_TIME
    desk.decide(session, maja, response, WITHHOLD, Reason.SENSITIVE, now=later)
    assert desk.shown(session, response) is None
    assert session.scalars(select(Rendition.hidden_at)).one() == later


def test_words_are_not_marked_after_the_decision(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    desk.decide(session, maja, response, PUBLISH)
    with pytest.raises(Conflict):
        marking.mark_words(session, maja, NOW, response.id, "Seks uger", FindingKind.OTHER)


def test_a_withdrawn_response_is_not_decided(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    responses.withdraw_response(session, NOW, response)
    with pytest.raises(Conflict) as conflict:
        desk.decide(session, maja, response, PUBLISH)
    assert conflict.value.details["cause"] == "withdrawn"


def test_a_decision_on_an_older_version_is_refused(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    content = Content((AnswerContent("Otte uger er nok."),))
    responses.correct_response(session, factories.settings(), NOW, response, factories.sender(), content)
    with pytest.raises(Conflict) as conflict:
        operations.decide(session, maja, NOW, response.id, 0, 1, PUBLISH, seen=True)
    assert (conflict.value.details["cause"], conflict.value.details["number"]) == ("version", 2)


def test_a_decision_on_another_set_of_marks_is_refused(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    marking.mark_words(session, maja, NOW, response.id, "Seks uger", FindingKind.OTHER)
    with pytest.raises(Conflict) as conflict:
        desk.decide(session, maja, response, REDACTED, set_seq=1)
    assert conflict.value.details["cause"] == "marks"


# Who may (states.md)


def test_nobody_decides_on_their_own_response(session: Session, consultation: Consultation) -> None:
    person = factories.staff(session, consultation.authority, Role.MODERATOR)
    response = desk.received(session, consultation, sender=factories.sender(email=person.email.upper()))
    with pytest.raises(NotAllowed):
        desk.decide(session, f"staff:{person.id}", response, PUBLISH)


def test_nobody_decides_for_a_heard_party_of_their_own(session: Session, consultation: Consultation) -> None:
    person = factories.staff(session, consultation.authority, Role.MODERATOR)
    owner = consultation.authority_id
    party = Party(authority_id=owner, kind=PartyKind.OTHER, name="Prøverådet", email=person.email)
    session.add(party)
    session.flush()
    heard = HeardParty(authority_id=owner, consultation_id=consultation.id, party_id=party.id, basis=PartyBasis.INVITED)
    session.add(heard)
    session.flush()
    response = desk.received(session, consultation, heard_party_id=heard.id)
    with pytest.raises(NotAllowed):
        desk.decide(session, f"staff:{person.id}", response, PUBLISH)


def test_nobody_decides_what_is_on_another_desk(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    response = desk.received(session, consultation)
    operations.take_response(session, maja, NOW, response.id)
    with pytest.raises(Conflict) as conflict:
        desk.decide(session, mads, response, PUBLISH)
    assert conflict.value.details["by"] == "Maja Modprøve"


def test_a_decision_clears_the_desk(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    operations.take_response(session, maja, NOW, response.id)
    desk.decide(session, maja, response, PUBLISH)
    assert queries.find_claim(session, response.id, NOW) is None


def test_a_claim_ends_by_itself(session: Session, consultation: Consultation, maja: str, mads: str) -> None:
    response = desk.received(session, consultation)
    operations.take_response(session, maja, NOW, response.id)
    later = NOW + rules.CLAIM_LIFE
    assert desk.decide(session, mads, response, PUBLISH, now=later).by == mads


def test_a_response_given_back_is_free(session: Session, consultation: Consultation, maja: str, mads: str) -> None:
    response = desk.received(session, consultation)
    operations.take_response(session, maja, NOW, response.id)
    claims.release_response(session, maja, NOW, response)
    assert operations.take_response(session, mads, NOW, response.id) is response


# Findings answered, words marked


def test_R29_one_person_cannot_keep_a_sure_cpr_number(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation, f"Sagen hedder {CPR}.")
    [found] = desk.material(session, response).findings
    state = marking.answer_finding(session, maja, NOW, response.id, found.finding.id, FindingAnswer.KEEP, "not_that")
    assert state is rules.FindingState.PROPOSED
    with pytest.raises(Refused):
        desk.decide(session, maja, response, PUBLISH)
    with pytest.raises(Refused):
        marking.answer_finding(session, maja, NOW, response.id, found.finding.id, FindingAnswer.KEEP, "not_that")


def test_R29_another_person_confirms_with_a_reason(
    session: Session, consultation: Consultation, maja: str, mads: str
) -> None:
    response = desk.received(session, consultation, f"Sagen hedder {CPR}.")
    [found] = desk.material(session, response).findings
    marking.answer_finding(session, maja, NOW, response.id, found.finding.id, FindingAnswer.KEEP, "not_that")
    claims.release_response(session, maja, NOW, response)
    with pytest.raises(Invalid):
        marking.answer_finding(session, mads, NOW, response.id, found.finding.id, FindingAnswer.KEEP)
    marking.answer_finding(session, mads, NOW, response.id, found.finding.id, FindingAnswer.KEEP, "not_that")
    desk.decide(session, mads, response, PUBLISH)
    assert session.scalars(select(RenditionPart.text)).one() == f"Sagen hedder {CPR}."


def test_R29_a_possible_cpr_number_is_kept_by_one_with_a_reason(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation, "Journal 9999994123 siger alt.")
    [found] = desk.material(session, response).findings
    assert (found.finding.kind, found.finding.sure) == (FindingKind.CPR, False)
    with pytest.raises(Invalid):
        marking.answer_finding(session, maja, NOW, response.id, found.finding.id, FindingAnswer.KEEP)
    marking.answer_finding(session, maja, NOW, response.id, found.finding.id, FindingAnswer.KEEP, "not_that")
    assert desk.decide(session, maja, response, PUBLISH).kind is PUBLISH


def test_marking_finds_the_words_wherever_they_stand(session: Session, consultation: Consultation, maja: str) -> None:
    content = Content((AnswerContent("Mikkel og Mikkel", proposed_text="Spørg Mikkel"),))
    response = desk.received(session, consultation, content=content)
    assert marking.mark_words(session, maja, NOW, response.id, "Mikkel", FindingKind.PERSON_NAME) == 3


def test_words_that_are_not_there_are_not_marked(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    with pytest.raises(Invalid) as invalid:
        marking.mark_words(session, maja, NOW, response.id, "Mikkel", FindingKind.PERSON_NAME)
    assert invalid.value.errors == {"text": "not_found"}


def test_a_mark_over_a_finding_answers_it(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation, f"Godt. Ring på {PHONE}, tak.")
    marking.mark_words(session, maja, NOW, response.id, f"Ring på {PHONE}, tak.", FindingKind.OTHER)
    assert desk.material(session, response).undecided == ()


def test_a_marked_sentence_can_stand_again(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation, "Godt. Min nabo drikker.")
    spot = desk.material(session, response).spots()[0]
    marking.mark_sentences(session, maja, NOW, response.id, [(spot, 6, 23)], FindingKind.PERSON_NAME)
    assert desk.material(session, response).public.texts[1] == "Godt. [navn fjernet]"
    marking.unmark(session, maja, NOW, response.id, spot, 6, 23)
    assert desk.material(session, response).public.texts[1] == "Godt. Min nabo drikker."


def test_what_is_no_sentence_of_the_text_is_not_marked(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation, "Godt. Min nabo drikker.")
    spot = desk.material(session, response).spots()[0]
    with pytest.raises(Invalid):
        marking.mark_sentences(session, maja, NOW, response.id, [(spot, 0, 9)], FindingKind.OTHER)


def test_what_a_machine_found_is_not_unmarked_but_answered(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation, f"Jeg har {CPR}.")
    [mark] = desk.material(session, response).marks
    with pytest.raises(Conflict):
        marking.unmark(session, maja, NOW, response.id, mark.spot, mark.span.start, mark.span.end)


# Automated paths, notices and counters


def test_a_response_with_findings_is_not_published_by_an_import(
    session: Session, consultation: Consultation, maja: str
) -> None:
    response = desk.received(session, consultation, f"Ring på {PHONE}.")
    with pytest.raises(Refused):
        operations.publish_response(session, maja, NOW, response.id)


def test_an_import_publishes_through_the_same_door(session: Session, consultation: Consultation, maja: str) -> None:
    response = factories.response(session, consultation)
    operations.publish_response(session, maja, NOW, response.id)
    assert desk.status(session, response) == "published"


def test_the_author_is_told_when_the_undo_time_is_over(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    desk.decide(session, maja, response, PUBLISH)
    job = session.scalars(select(Job).where(Job.name == operations.NOTICE)).one()
    assert job.due_at == NOW + rules.UNDO_TIME


def test_D7_the_counters_agree_after_every_decision(session: Session, consultation: Consultation, maja: str) -> None:
    response, other = desk.received(session, consultation), desk.received(session, consultation)
    desk.decide(session, maja, other, WITHHOLD, Reason.ABUSE)
    for kind in (PUBLISH, REOPEN, WITHHOLD, REOPEN, PUBLISH, WITHHOLD):
        desk.decide(session, maja, response, kind, Reason.PERSON if kind is WITHHOLD else None)
        assert figures.read(session, consultation.id) == figures.recount(session, consultation.id)


def test_L2_decisions_leave_an_unbroken_log(session: Session, consultation: Consultation, maja: str) -> None:
    response = desk.received(session, consultation)
    desk.decide(session, maja, response, WITHHOLD, Reason.ABUSE)
    session.commit()
    assert session.scalar(select(func.count(Audit.id)).where(Audit.event == "decision.made")) == 1
    assert chain.faults(session, consultation.authority_id) == []


# Marked with the mouse or the keys


def test_R30_what_is_marked_is_taken_out_by_code_points(session: Session, consultation: Consultation) -> None:
    response = desk.received(session, consultation, "😀 Seks uger er for kort tid.")
    moderator = desk.moderator(session, consultation)
    [spot] = desk.material(session, response).spots()
    marking.mark_span(session, moderator, NOW, response.id, spot, Span(2, 11, FindingKind.OTHER))
    [part] = desk.material(session, response).public.parts
    assert "".join(piece.text for piece in part.text) == "😀 [tekst fjernet] er for kort tid."


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (0, 99)])
def test_a_place_outside_the_text_is_refused(
    session: Session, consultation: Consultation, start: int, end: int
) -> None:
    response = desk.received(session, consultation, "Seks uger.")
    moderator = desk.moderator(session, consultation)
    [spot] = desk.material(session, response).spots()
    for at in (spot, Spot(spot.answer_id, "name"), Spot(999, "text")):
        with pytest.raises(Invalid):
            marking.mark_span(session, moderator, NOW, response.id, at, Span(start, end, FindingKind.OTHER))


# Races


RACES = 50


def _deciding(actor: str, response: Response, kind: DecisionKind, reason: Reason | None = None) -> Act:
    def act(session: Session) -> str:
        made = operations.decide(session, actor, NOW, response.id, 0, 1, kind, reason, seen=True)
        return made.by if made else ""

    return act


def _publishing(actor: str, response: Response) -> Act:
    return lambda session: operations.publish_response(session, actor, NOW, response.id).by


def _marking(actor: str, response: Response) -> Act:
    def mark(session: Session) -> str:
        marking.mark_words(session, actor, NOW, response.id, "Hemmelig", FindingKind.PERSON_NAME)
        return actor

    return mark


@pytest.mark.slow
def test_C1_of_two_who_decide_at_once_one_wins_and_the_other_is_told(engine: Engine) -> None:
    with Session(engine, expire_on_commit=False) as session:
        consultation = factories.consultation(session, factories.authority(session))
        actors = [desk.moderator(session, consultation, name) for name in ("Maja Modprøve", "Mads Modprøve")]
        raced = [desk.received(session, consultation) for _ in range(RACES)]
        session.commit()
    for response in raced:
        results = desk.race(
            engine, _deciding(actors[0], response, PUBLISH), _deciding(actors[1], response, WITHHOLD, Reason.ABUSE)
        )
        [winner] = [result for result in results if isinstance(result, str)]
        [loser] = [result for result in results if isinstance(result, Conflict)]
        assert loser.details["by"] == {actors[0]: "Maja Modprøve", actors[1]: "Mads Modprøve"}[winner]
    with Session(engine) as session:
        decided = Counter(session.scalars(select(Audit.subject).where(Audit.event == "decision.made")))
        assert set(decided.values()) == {1}
        assert len(decided) == RACES
        assert figures.read(session, consultation.id) == figures.recount(session, consultation.id)


@pytest.mark.slow
def test_C4_nothing_marked_is_public_after_the_mark(engine: Engine) -> None:
    """Either the mark came first and the rendition lacks the words, or it is refused and the moderator knows."""
    with Session(engine, expire_on_commit=False) as session:
        consultation = factories.consultation(session, factories.authority(session))
        actor = desk.moderator(session, consultation)
        raced = [desk.received(session, consultation, "Min nabo Hemmelig drikker.") for _ in range(RACES)]
        session.commit()
    for response in raced:
        marked = desk.race(engine, _publishing(actor, response), _marking(actor, response))[1]
        with Session(engine) as session:
            rendition = session.scalars(select(Rendition).where(Rendition.key == response.key)).one_or_none()
            text = session.scalars(
                select(RenditionPart.text).where(RenditionPart.rendition_id == (rendition.id if rendition else 0))
            ).one_or_none()
        assert isinstance(marked, Conflict) or "Hemmelig" not in (text or "")
