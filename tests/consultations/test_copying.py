"""An earlier consultation copied, supplemented or renewed: what comes along, and what never does (R1, R8)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations import copying, drafting, following, operations, planning, queries, questions, rules
from consultation.consultations.asked import QuestionInput
from consultation.consultations.asked import Words as Wording
from consultation.errors import Conflict, Invalid, NotFound
from consultation.models import (
    Audit,
    Blob,
    Consultation,
    Document,
    Illustration,
    Job,
    SectionText,
)
from consultation.parties import operations as parties
from consultation.responses import figures
from consultation.storage import Store, keep
from consultation.vocabulary import (
    Delivery,
    DocumentKind,
    FollowUp,
    PartyBasis,
    PartyKind,
    PublicationMode,
    QuestionKind,
)
from tests import factories
from tests.factories import CLOSES, NOW

ACTOR = "staff:1"
OLD = "k" * 16
"""The address of a picture."""
WHY = "Forslaget om aflastning er skrevet om efter høringen."


@pytest.fixture
def earlier(session: Session) -> Consultation:
    """One that is sent out, with a file, a link, a picture in a text, parties and an answer."""
    owner = factories.authority(session)
    row = factories.consultation(session, owner, published=False)
    row.body = "Hvorfor vi gør det.\n\n*Et eksempel.*"
    drafting.save_document(
        session, ACTOR, NOW, row, DocumentKind.COVER_LETTER, title="Brev", slug="brev", source="Kære **alle**"
    )
    drafting.save_document(
        session, ACTOR, NOW, row, DocumentKind.OTHER, title="Loven", slug="loven", url="https://lov.example/"
    )
    drafting.save_document(
        session, ACTOR, NOW, row, DocumentKind.DECISION, title="Beslutning", slug="beslutning", source="Vedtaget"
    )
    text = session.scalars(select(SectionText).order_by(SectionText.id)).first()
    assert text is not None
    text.locked_reason = "Det står i loven."
    first = queries.get_draft(session, row.id, 1)
    first.draft.small_group, first.version.legal_refs, first.version.easy_read = True, "Loven § 1", "Let."
    council = parties.add_party(session, owner.id, PartyKind.DISABILITY_COUNCIL, "Handicaprådet", "raad@proeve.example")
    heard = parties.include_party(session, ACTOR, NOW, row, council, PartyBasis.STATUTORY, "Retssikkerhedsloven § 37 a")
    heard.sent_at, heard.sent_by, heard.delivery, heard.token_hash = NOW, ACTOR, Delivery.FAILED, "h" * 64
    heard.waived_reason = "Adressen findes ikke."
    elders = parties.add_party(session, owner.id, PartyKind.SENIOR_COUNCIL, "Ældrerådet")
    parties.opt_out_party(session, ACTOR, NOW, row, elders, PartyBasis.STATUTORY, "Det gælder kun børn.")
    gone = parties.include_party(
        session,
        ACTOR,
        NOW,
        row,
        parties.add_party(session, owner.id, PartyKind.OTHER, "Nedlagt forening"),
        PartyBasis.INVITED,
    )
    gone.removed_at, gone.removed_reason = NOW, "Findes ikke mere."
    row.published_at = row.visible_from = factories.OPENED
    for found in queries.list_drafts(session, row.id):
        found.version.published_at = factories.OPENED
    session.commit()
    return row


def copied(session: Session, earlier: Consultation, kind: FollowUp | None = None) -> Consultation:
    row = copying.copy_consultation(session, ACTOR, NOW, earlier, "Hjælp igen", kind, WHY if kind else "")
    session.commit()
    return row


def shape(session: Session, row: Consultation) -> list[object]:
    """The drafts as they are read."""
    return [
        (found.draft.number, found.draft.title, found.draft.heading, [part(one) for one in sections])
        for found in queries.list_drafts(session, row.id)
        for sections in [queries.list_sections(session, found.version.id)]
    ]


def part(one: SectionText) -> tuple[object, ...]:
    words = (one.printed_number, one.heading, one.source, one.html.strip(), one.locked_reason)
    return (one.section.anchor, one.parent_id is None, *words)


def test_R8_texts_and_drafts_come_along_with_the_same_words_in_addresses(
    session: Session, earlier: Consultation
) -> None:
    new = copied(session, earlier)
    for name in copying.COPIED:
        assert getattr(new, name) == getattr(earlier, name)
    assert new.body == "Hvorfor vi gør det."
    assert new.slug == "hjaelp-igen"
    assert shape(session, new) == shape(session, earlier)
    first = queries.get_draft(session, new.id, 1)
    assert (first.draft.small_group, first.version.legal_refs, first.version.easy_read) == (True, "Loven § 1", "Let.")
    assert [found.version.published_at for found in queries.list_drafts(session, new.id)] == [None, None]


def test_R8_nothing_that_belongs_to_the_earlier_case_comes_along(session: Session, earlier: Consultation) -> None:
    factories.response(session, earlier)
    new = copied(session, earlier)
    times = (new.opens_at, new.closes_at, new.visible_from, new.responses_public_at, new.published_at)
    assert times == (None,) * 5
    assert (new.case_number, new.follows_id, new.follow_up) == ("", None, None)
    assert queries.list_deadlines(session, new.id) == []
    assert queries.list_milestones(session, new.id) == []
    assert figures.read(session, new.id) != figures.read(session, earlier.id)


def test_R1_a_copy_lacks_what_belongs_to_its_own_case(session: Session, earlier: Consultation) -> None:
    gaps = rules.missing(planning.plan_of(session, copied(session, earlier)), NOW)
    assert [gap.code for gap in gaps] == ["case_number", "opens_at", "closes_at", "committee_date", "council_date"]


def test_R1_with_the_agenda_the_new_day_of_the_agenda_is_missing(session: Session, earlier: Consultation) -> None:
    earlier.publication_mode, earlier.responses_public_at = PublicationMode.WITH_AGENDA, CLOSES + timedelta(days=9)
    gaps = rules.missing(planning.plan_of(session, copied(session, earlier)), NOW)
    assert "responses_public_at" in [gap.code for gap in gaps]


def test_R8_documents_come_along_but_not_decisions(session: Session, earlier: Consultation, tmp_path: Path) -> None:
    blobs = [keep(session, Store(tmp_path), earlier.authority_id, data, "application/pdf") for data in (b"et", b"to")]
    for position, blob in enumerate(blobs, 4):
        session.add(
            Document(
                authority_id=earlier.authority_id,
                consultation_id=earlier.id,
                kind=DocumentKind.BACKGROUND,
                title=f"Fil {position}",
                slug=f"fil-{position}",
                blob_id=blob.id,
                position=position,
            )
        )
    blobs[1].erased_at = NOW
    rows = queries.list_documents(session, copied(session, earlier).id)
    assert [(row.slug, row.html.strip(), row.url, row.blob_id) for row in rows] == [
        ("brev", "<p>Kære <strong>alle</strong></p>", "", None),
        ("loven", "", "https://lov.example/", None),
        ("fil-4", "", "", blobs[0].id),
    ]


def test_R8_the_editors_questions_come_along_each_to_its_draft(session: Session, earlier: Consultation) -> None:
    earlier.published_at = None
    about = queries.get_draft(session, earlier.id, 2).draft.id
    for words, draft_id in (("Hvad mangler?", None), ("Er seks uger nok?", about)):
        given = QuestionInput(QuestionKind.TEXT, Wording(words, "In English?"), draft_id=draft_id)
        questions.add_question(session, ACTOR, NOW, earlier, given)
    earlier.published_at = NOW
    new = copied(session, earlier)
    own = [(one.words.da, one.words.en, one.draft_number) for one in queries.list_questions(session, new.id)]
    assert own == [("Hvad mangler?", "In English?", None), ("Er seks uger nok?", "In English?", 2)]
    assert len(queries.list_questions(session, new.id, with_easy=True)) == 5


def test_R8_pictures_get_addresses_of_the_copys_own(session: Session, earlier: Consultation, tmp_path: Path) -> None:
    blob = keep(session, Store(tmp_path), earlier.authority_id, b"png", "image/png")
    session.add(Illustration(authority_id=earlier.authority_id, consultation_id=earlier.id, blob_id=blob.id, key=OLD))
    version = drafting.add_draft(session, ACTOR, NOW, _unsent(earlier), "Med billede")
    given = drafting.inputs_of(queries.list_sections(session, queries.get_draft(session, earlier.id, 1).version.id))[0]
    picture = f'<p><img src="/billeder/{OLD}" alt="Et hus"></p>'
    inputs = [
        replace(given, source="", html=picture, parent=""),
        replace(given, anchor="to", source="", html=picture, parent=""),
    ]
    drafting.write_sections(session, ACTOR, NOW, earlier, version, inputs)
    version.published_at = earlier.published_at = NOW
    new = copied(session, earlier)
    [key] = session.scalars(select(Illustration.key).where(Illustration.consultation_id == new.id))
    assert key != OLD
    for one in queries.list_sections(session, queries.get_draft(session, new.id, 3).version.id):
        assert f'src="/billeder/{key}"' in one.html
    assert session.get_one(Blob, blob.id).erased_at is None


def _unsent(row: Consultation) -> Consultation:
    row.published_at = None
    return row


def test_R9_R10_parties_come_along_unasked_with_ground_and_reason(session: Session, earlier: Consultation) -> None:
    rows = queries.list_heard(session, copied(session, earlier).id)
    assert [(row.party.name, row.basis, row.legal_ground, row.opt_out_reason) for row in rows] == [
        ("Handicaprådet", PartyBasis.STATUTORY, "Retssikkerhedsloven § 37 a", None),
        ("Ældrerådet", PartyBasis.STATUTORY, "", "Det gælder kun børn."),
    ]
    for row in rows:
        assert (row.sent_at, row.sent_by, row.token_hash, row.waived_reason) == (None,) * 4
        assert row.delivery is Delivery.PENDING


@pytest.mark.parametrize("kind", FollowUp)
@pytest.mark.parametrize("reason", ["", " \n"])
def test_R8_to_supplement_or_renew_needs_an_assessment(
    session: Session, earlier: Consultation, kind: FollowUp, reason: str
) -> None:
    with pytest.raises(Invalid):
        copying.copy_consultation(session, ACTOR, NOW, earlier, "Igen", kind, reason)


def test_R8_the_relation_and_its_assessment_are_kept_and_logged(session: Session, earlier: Consultation) -> None:
    new = copied(session, earlier, FollowUp.RENEWED)
    assert (new.follows_id, new.follow_up, new.follow_up_reason) == (earlier.id, FollowUp.RENEWED, WHY)
    row = session.scalars(select(Audit).where(Audit.event == "consultation.copied")).one()
    assert f'"source":{earlier.id}' in row.fields.replace(" ", "")
    assert row.subject == f"consultation:{new.id}"


def test_what_is_not_sent_out_is_not_copied(session: Session, earlier: Consultation) -> None:
    new = copied(session, earlier)
    with pytest.raises(Conflict):
        copying.copy_consultation(session, ACTOR, NOW, new, "Igen")
    with pytest.raises(NotFound):
        following.get_sent_out(session, earlier.authority_id, new.slug)


def test_the_word_of_the_page_is_no_address(session: Session, earlier: Consultation) -> None:
    row = copying.copy_consultation(session, ACTOR, NOW, earlier, "Kopiér")
    assert row.slug == "kopier-2"


def _published(session: Session, row: Consultation, visible_from_days: int = 0) -> None:
    """As an editor would: with dates, and a case number of its own."""
    row.case_number = "27.00.00-P00-2-26"
    row.opens_at, row.closes_at = NOW, CLOSES + timedelta(days=60)
    row.visible_from = NOW + timedelta(days=visible_from_days)
    session.flush()


def test_R8_P7_its_people_are_told_when_the_page_is_there(
    session: Session, earlier: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = copied(session, earlier, FollowUp.SUPPLEMENTARY)
    _published(session, new, visible_from_days=3)
    monkeypatch.setattr(rules, "missing", lambda _plan, _now: ())
    session.commit()
    before = earlier.revision
    operations.publish_consultation(session, ACTOR, NOW, new)
    session.commit()
    session.refresh(earlier)
    job = session.scalars(select(Job).where(Job.name == "notifications.follow_up_published")).one()
    assert (job.due_at, job.arguments) == (NOW + timedelta(days=3), f'{{"consultation_id": {new.id}}}')
    assert earlier.revision == before + 1


def test_R8_P7_each_leads_to_the_other_once_it_is_seen(session: Session, earlier: Consultation) -> None:
    new = copied(session, earlier, FollowUp.RENEWED)
    assert following.list_related(session, earlier, NOW) == []
    assert following.list_followers(session, earlier) == [new]
    _published(session, new, visible_from_days=1)
    new.published_at = NOW
    assert following.list_related(session, earlier, NOW) == []
    assert following.list_related(session, earlier, NOW + timedelta(days=1)) == [new]
    assert following.list_related(session, new, NOW) == [earlier]


def test_R8_the_counts_of_the_two_stay_separate(session: Session, earlier: Consultation) -> None:
    new = copied(session, earlier, FollowUp.RENEWED)
    _published(session, new)
    new.published_at = NOW
    for found in queries.list_drafts(session, new.id):
        found.version.published_at = NOW
    factories.response(session, earlier)
    sent = factories.response(session, new)
    factories.response(session, new)
    session.commit()
    assert sent.seq == 1
    assert figures.read(session, earlier.id)["on_time.awaiting"] == 1
    assert figures.read(session, new.id)["on_time.awaiting"] == 2
