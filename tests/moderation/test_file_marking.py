"""Files at the desk: what was found in them, what a person says of them, and what is taken out (R28, R30)."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.errors import Conflict, Invalid, Refused
from consultation.models import (
    AttachmentText,
    BlobScan,
    Consultation,
    FileMark,
    Finding,
    Job,
    QueueEntry,
    Redaction,
    Response,
)
from consultation.moderation import file_copies, file_marking, marking, operations, queries
from consultation.moderation.composition import Spot
from consultation.moderation.files import TEXT, BoxMark, File, WholeMark
from consultation.responses import file_queries, ocr, queueing
from consultation.responses.risk import RISKS, Risk
from consultation.vocabulary import Basis, CopyState, DecisionKind, FileAct, FindingAnswer, FindingKind, ScanResult
from tests import factories, samples
from tests.conftest import ON_BOTH
from tests.factories import NOW
from tests.moderation import attached, desk, hidden
from tests.moderation.desk import CPR, PHONE

WORDS = f"Ring til Jens Opdigtet paa {PHONE}."


@pytest.fixture
def owner(store: Session) -> Consultation:
    return factories.consultation(store, factories.authority(store))


@pytest.fixture
def actor(store: Session, owner: Consultation) -> str:
    return desk.moderator(store, owner)


def read(app: Flask, store: Session, owner: Consultation, **files: bytes) -> Response:
    """A response whose files have been read; "a_pdf" is called a.pdf."""
    response = attached.received(app, store, owner, {name.replace("_", "."): one for name, one in files.items()})
    attached.work(app, store)
    return response


def first_file(store: Session, response: Response) -> File:
    return desk.material(store, response).files[0]


def content_of(app: Flask, store: Session, file: File) -> bytes:
    content = app.extensions["store"].get(queries.sha256_of(store, file.blob_id))
    assert isinstance(content, bytes)
    return content


# What is found


@ON_BOTH
def test_R28_text_names_and_descriptions_of_files_are_looked_through(
    app: Flask, store: Session, owner: Consultation
) -> None:
    response = attached.received(app, store, owner, {f"{CPR}.pdf": samples.pdf(WORDS)})
    attached.work(app, store)
    found = [(one.finding.kind, one.finding.place, one.text) for one in desk.material(store, response).findings]
    assert (FindingKind.CPR, "original_name", CPR) in found
    assert (FindingKind.PHONE, "text", PHONE) in found
    assert len(store.scalars(select(AttachmentText)).all()) == 1


def test_R28_a_second_look_adds_no_finding_twice(app: Flask, store: Session, owner: Consultation) -> None:
    response = read(app, store, owner, a_pdf=samples.pdf(WORDS))
    before = store.scalars(select(Finding.id).order_by(Finding.id)).all()
    operations.scan_response(store, NOW, response.id)
    assert store.scalars(select(Finding.id).order_by(Finding.id)).all() == before


def test_findings_of_files_rank_the_response(app: Flask, store: Session, owner: Consultation) -> None:
    response = read(app, store, owner, a_pdf=samples.pdf(f"CPR {CPR}"))
    assert RISKS[store.scalars(select(QueueEntry.rank)).one()] is Risk.CPR
    assert queueing.read(store, owner.id) == queueing.recount(store, owner.id) == {response.id: 0}


def test_what_is_found_in_a_file_is_answered_like_what_is_found_in_an_answer(
    app: Flask, store: Session, owner: Consultation, actor: str
) -> None:
    response = read(app, store, owner, a_pdf=samples.pdf(f"Ring {PHONE}."))
    (found,) = desk.material(store, response).undecided
    with pytest.raises(Refused) as refused:
        desk.decide(store, actor, response, DecisionKind.PUBLISH)
    assert refused.value.details["cause"] == "open"
    marking.answer_finding(store, actor, NOW, response.id, found.finding.id, FindingAnswer.REDACT)
    material = desk.material(store, response)
    assert material.public.files[0].text == "Ring [telefonnummer fjernet]."
    assert store.scalars(select(Redaction)).one().basis == Basis.NOT_NEEDED


def test_P5_what_is_found_in_what_a_file_hides_needs_no_answer_and_is_never_public(
    app: Flask, store: Session, owner: Consultation
) -> None:
    response = read(app, store, owner, a_pdf=samples.pdf("Rampen.", lambda pdf: pdf.docinfo.update({"/Author": PHONE})))
    material = desk.material(store, response)
    assert [one.text for one in material.findings] == [PHONE]
    assert material.undecided == ()
    assert material.unseen_words == (PHONE,)
    assert not material.is_redacted


# What no machine can read


@ON_BOTH
def test_R28_a_file_that_cannot_be_read_waits_for_a_person(app: Flask, store: Session, owner: Consultation) -> None:
    actor = desk.moderator(store, owner)
    response = read(app, store, owner, a_png=samples.picture("PNG"))
    assert RISKS[store.scalars(select(QueueEntry.rank)).one()] is Risk.UNREADABLE
    with pytest.raises(Refused) as refused:
        desk.decide(store, actor, response, DecisionKind.PUBLISH)
    assert (refused.value.details["cause"], refused.value.gaps) == ("unreadable", (1,))
    file_marking.say(store, actor, NOW, response.id, 1, FileAct.READ)
    assert RISKS[store.scalars(select(QueueEntry.rank)).one()] is Risk.NONE
    assert queueing.read(store, owner.id) == queueing.recount(store, owner.id)
    desk.decide(store, actor, response, DecisionKind.PUBLISH)


@ON_BOTH
@pytest.mark.parametrize("cause", ["infected", "unscanned"])
def test_I6_what_has_a_virus_or_is_being_checked_is_not_published(
    app: Flask, store: Session, owner: Consultation, cause: str
) -> None:
    actor = desk.moderator(store, owner)
    response = read(app, store, owner, a_docx=samples.docx(samples.paragraph("Rampen.")))
    _scan(store, owner, first_file(store, response).blob_id, cause)
    with pytest.raises(Refused) as refused:
        desk.decide(store, actor, response, DecisionKind.PUBLISH)
    assert (refused.value.details["cause"], refused.value.gaps) == (cause, (1,))
    file_marking.hold_back(store, actor, NOW, response.id, 1, WholeMark(FindingKind.OTHER, Basis.NOT_NEEDED))
    desk.decide(store, actor, response, DecisionKind.PUBLISH_REDACTED)


def _scan(store: Session, owner: Consultation, blob_id: int, cause: str) -> None:
    """A virus found in a file, or a check of it that is owed."""
    if cause == "infected":
        found = {"tool": "prøve", "result": ScanResult.INFECTED, "signature": "Test.Virus", "at": NOW}
        store.add(BlobScan(authority_id=owner.authority_id, blob_id=blob_id, **found))
    else:
        key = file_queries.scan_key(blob_id)
        store.add(Job(name=file_queries.SCAN, arguments="{}", unique_key=key, due_at=NOW))
    store.flush()


def test_P6_nothing_is_published_before_a_machine_has_read_its_files(
    app: Flask, store: Session, owner: Consultation, actor: str
) -> None:
    response = attached.received(app, store, owner, {"a.pdf": samples.pdf()})
    with pytest.raises(Refused) as refused:
        desk.decide(store, actor, response, DecisionKind.PUBLISH)
    assert refused.value.details["cause"] == "unread"
    file_marking.hold_back(store, actor, NOW, response.id, 1, WholeMark(FindingKind.OTHER, Basis.NOT_NEEDED))
    desk.decide(store, actor, response, DecisionKind.PUBLISH_REDACTED)


@pytest.mark.skipif(not ocr.program(), reason="tesseract is not installed (tests/README.md)")
def test_R28_words_in_a_picture_are_found_where_a_machine_can_see_them(
    app: Flask, store: Session, owner: Consultation, actor: str
) -> None:
    picture = hidden.photograph(["Rampen mangler.", f"Ring {PHONE}"])
    response = read(app, store, owner, a_png=picture)
    (found,) = desk.material(store, response).undecided
    assert found.text == PHONE
    attached.redact_all(store, actor, response)
    attached.publish(app, store, actor, response)
    (row,) = attached.shown(store, response)
    assert row.media_type in {"image/png", "image/jpeg"}
    seen = ocr.text_of(ocr.read(attached.copy_of(app, row)) or ())
    assert "Rampen mangler." in seen
    assert "43" not in seen


@pytest.mark.skipif(not ocr.program(), reason="tesseract is not installed (tests/README.md)")
def test_R28_what_stands_as_letters_is_found_once_beside_a_picture(
    app: Flask, store: Session, owner: Consultation
) -> None:
    """Each finding is a question to a person; the public would read the page twice."""
    both = hidden.letters_and_picture([f"Ring til os, {PHONE}"], ["Skiltet er", "98 76 54 32"])
    response = read(app, store, owner, a_pdf=both)
    found = [one.text.replace(" ", "") for one in desk.material(store, response).undecided]
    assert found == [PHONE.replace(" ", ""), "98765432"]


# What a person takes out


def test_words_are_taken_out_of_files_as_of_answers(
    app: Flask, store: Session, owner: Consultation, actor: str
) -> None:
    response = read(app, store, owner, a_txt="Børge siger nej. Børge bor her.".encode())
    count = marking.mark_words(
        store, actor, NOW, response.id, "Børge", FindingKind.PERSON_NAME, basis=Basis.CONFIDENTIAL
    )
    assert count == 2
    assert desk.material(store, response).public.files[0].text == "[navn fjernet] siger nej. [navn fjernet] bor her."
    assert set(store.scalars(select(Redaction.basis))) == {"fvl_27"}


def test_whole_sentences_of_a_file_are_taken_out_and_lifted_again(
    app: Flask, store: Session, owner: Consultation, actor: str
) -> None:
    response = read(app, store, owner, a_txt=b"Rampen mangler. Min nabo er glad.")
    file = first_file(store, response)
    spot = Spot(None, TEXT, file.id)
    marking.mark_sentences(store, actor, NOW, response.id, [(spot, 16, 33)], FindingKind.PERSON_NAME)
    assert "glad" not in desk.material(store, response).public.files[0].text
    marking.unmark(store, actor, NOW, response.id, spot, 16, 33)
    material = desk.material(store, response)
    assert material.public.files[0].text == "Rampen mangler. Min nabo er glad."
    assert material.set_seq > 2


def test_the_name_of_a_file_is_ours_unless_somebody_lets_its_own_stand(
    app: Flask, store: Session, owner: Consultation, actor: str
) -> None:
    response = attached.received(app, store, owner, {"Svar fra Jens Opdigtet.pdf": samples.pdf("Rampen.")})
    attached.work(app, store)
    assert desk.material(store, response).public.files[0].name == "Bilag 1"
    assert desk.material(store, response).undecided == ()
    file_marking.say(store, actor, NOW, response.id, 1, FileAct.SHOW_NAME)
    assert [one.text for one in desk.material(store, response).undecided] == ["Jens Opdigtet"]
    attached.redact_all(store, actor, response)
    assert desk.material(store, response).public.files[0].name == "Svar fra [navn fjernet].pdf"
    file_marking.say(store, actor, NOW, response.id, 1, FileAct.HIDE_NAME)
    assert desk.material(store, response).public.files[0].name == "Bilag 1"


def test_a_whole_file_goes_and_is_shown_again(app: Flask, store: Session, owner: Consultation, actor: str) -> None:
    response = read(app, store, owner, a_pdf=samples.pdf(f"Ring {PHONE}."))
    mark = WholeMark(FindingKind.HEALTH, Basis.SENSITIVE)
    file_marking.hold_back(store, actor, NOW, response.id, 1, mark)
    material = desk.material(store, response)
    assert material.undecided == ()
    assert (material.is_redacted, material.public.files[0].left_out) == (True, True)
    file_marking.hold_back(store, actor, NOW, response.id, 1, None)
    assert not first_file(store, response).is_gone
    file_marking.hold_back(store, actor, NOW, response.id, 1, mark)
    attached.publish(app, store, actor, response)
    (row,) = attached.shown(store, response)
    assert (row.state, row.key, row.text, row.name) == (CopyState.LEFT_OUT, "", "", "Bilag 1")


def test_a_box_takes_the_words_beneath_it_along(app: Flask, store: Session, owner: Consultation, actor: str) -> None:
    response = read(app, store, owner, a_pdf=samples.pdf("Rampen. Jens bor her."))
    file = first_file(store, response)
    box = BoxMark(1, (190, 420, 300, 100), FindingKind.PERSON_NAME, Basis.NOT_NEEDED)
    letters, seen = file_copies.beneath(file, content_of(app, store, file), box)
    assert (letters, seen) == (("Jens bor her.",), [])
    file_marking.mark_box(store, actor, NOW, response.id, 1, box, letters=letters)
    material = desk.material(store, response)
    assert material.public.files[0].text == "Rampen. [navn fjernet]"
    assert material.files[0].boxes == (box,)
    attached.publish(app, store, actor, response)
    (row,) = attached.shown(store, response)
    assert b"Jens" not in attached.copy_of(app, row)
    assert row.text == "Rampen. [navn fjernet]"


def test_a_box_is_taken_away_again_and_each_change_is_a_set_of_its_own(
    app: Flask, store: Session, owner: Consultation, actor: str
) -> None:
    response = read(app, store, owner, a_png=samples.picture("PNG"))
    box = BoxMark(1, (0, 0, 500, 500), FindingKind.OTHER, Basis.OTHERS_WORK)
    before = desk.material(store, response).set_seq
    file_marking.mark_box(store, actor, NOW, response.id, 1, box)
    file_marking.unmark_box(store, actor, NOW, response.id, 1, 1)
    material = desk.material(store, response)
    assert (material.files[0].boxes, material.set_seq) == ((), before + 2)
    assert len(store.scalars(select(FileMark)).all()) == 1
    with pytest.raises(Conflict):
        file_marking.unmark_box(store, actor, NOW, response.id, 1, 1)


@pytest.mark.parametrize(
    ("box", "fault"), [((900, 0, 200, 10), "edge"), ((0, 0, 0, 10), "size"), ((0, 0, 10, 10), "words")]
)
def test_a_box_that_cannot_be_is_refused(
    app: Flask, store: Session, owner: Consultation, actor: str, box: tuple[int, int, int, int], fault: str
) -> None:
    response = read(app, store, owner, a_pdf=samples.pdf("Rampen."))
    mark = BoxMark(1, box, FindingKind.OTHER, Basis.NOT_NEEDED)
    with pytest.raises(Invalid) as refused:
        file_marking.mark_box(store, actor, NOW, response.id, 1, mark, letters=["noget andet"])
    assert refused.value.errors == {"box": fault}


def test_R30_what_stands_in_a_file_and_is_taken_out_of_the_answer_stops_the_decision(
    app: Flask, store: Session, owner: Consultation, actor: str
) -> None:
    response = attached.received(app, store, owner, {"a.txt": b"B.o.r.g.e 5588 7744"}, "Kald 55887744 nu.")
    attached.work(app, store)
    marking.mark_words(store, actor, NOW, response.id, "55887744", FindingKind.OTHER)
    for found in desk.material(store, response).undecided:
        reason = "not_that" if found.finding.attachment_id else ""
        answer = FindingAnswer.KEEP if reason else FindingAnswer.REDACT
        marking.answer_finding(store, actor, NOW, response.id, found.finding.id, answer, reason)
    with pytest.raises(Refused) as refused:
        desk.decide(store, actor, response, DecisionKind.PUBLISH_REDACTED)
    assert (refused.value.details["cause"], refused.value.gaps) == ("leftovers", ("55887744",))
