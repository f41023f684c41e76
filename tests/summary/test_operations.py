"""Writing chapters, freezing, keeping the papers and laying them on the page, on both databases (R44-R46, C2, P1)."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consultation.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from consultation.models import (
    Access,
    Audit,
    AuditHead,
    Blob,
    Consultation,
    Job,
    Package,
    PackageFile,
    PublishedAnnex,
    ReportText,
    Snapshot,
)
from consultation.responses import operations as responses
from consultation.storage import Store
from consultation.summary import compiler, inputs, making, operations, publishing, queries
from consultation.summary.gaps import Gap
from consultation.summary.manifest import CLOSED_MANIFEST, CLOSED_PAPER, MANIFEST, PUBLIC
from consultation.summary.papers import Package as Papers
from consultation.vocabulary import AccessPurpose, PublicationMode
from tests import factories
from tests.databases import Once, empty_postgres, number_anew
from tests.moderation.desk import race
from tests.summary.case import CHAPTERS, READY, SETTINGS, WITHHELD, Case, case


@pytest.fixture
def made(session: Session, once: Once) -> Case:
    return once(session, case)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def papers(*names: str) -> Papers:
    """What a compiler would give, without its seconds of work."""
    public = {name: f"{name}\n".encode() for name in (*names, *PUBLIC, MANIFEST)}
    return Papers(public, {CLOSED_PAPER: b"closed\n", CLOSED_MANIFEST: b"{}\n"})


def keep(made: Case, store: Store, snapshot: Snapshot) -> Package:
    return operations.keep_package(made.session, store, made.secretary, READY, made.consultation, snapshot, papers())


def file(made: Case, package: Package, name: str) -> PackageFile:
    return next(row for row in queries.list_files(made.session, package.id) if row.name == name)


def lay(made: Case, package: Package, name: str) -> PublishedAnnex:
    row = file(made, package, name)
    return publishing.publish_annex(made.session, made.secretary, READY, made.consultation, row)


def refusal(made: Case, *, provisional: bool = False) -> list[Gap]:
    with pytest.raises(Refused) as refused:
        made.freeze(provisional=provisional)
    return [gap for gap in refused.value.gaps if isinstance(gap, Gap)]


def events(session: Session) -> list[str]:
    return list(session.scalars(select(Audit.event).order_by(Audit.id)))


# Chapters


def test_a_chapter_keeps_every_version_it_has_had(made: Case) -> None:
    made.write("summary", "Et andet sammendrag.", base=1)
    versions = queries.list_text_versions(made.session, made.consultation.id)["summary"]
    assert [(row.number, row.text) for row in versions] == [(2, "Et andet sammendrag."), (1, CHAPTERS["summary"])]


def test_C2_the_second_of_two_writers_gets_both_texts(made: Case) -> None:
    made.write("summary", "Den første ny tekst.", base=1)
    with pytest.raises(Conflict) as conflict:
        made.write("summary", "Den anden ny tekst.", base=1)
    told = conflict.value.details
    assert (told["theirs"], told["mine"], told["number"]) == ("Den første ny tekst.", "Den anden ny tekst.", 2)
    assert told["by"] == made.secretary


def test_C2_two_who_save_at_once_lose_nothing_to_each_other(engine: Engine, made: Case) -> None:
    def act(text: str):  # type: ignore[no-untyped-def]  # - a small closure
        def save(session: Session) -> ReportText:
            consultation = session.get_one(Consultation, made_id)
            return operations.write_text(session, secretary, READY, consultation, "summary", base=1, text=text)

        return save

    made_id, secretary = made.consultation.id, made.secretary
    made.session.commit()
    results = race(engine, act("Den ene."), act("Den anden."))
    assert [type(result) for result in results if isinstance(result, Exception)] == [Conflict]
    made.session.expire_all()
    assert len(queries.list_text_versions(made.session, made_id)["summary"]) == 2


def test_saving_the_same_text_again_makes_no_version(made: Case) -> None:
    made.write("summary", CHAPTERS["summary"], base=1)
    assert len(queries.list_text_versions(made.session, made.consultation.id)["summary"]) == 1


def test_a_chapter_that_is_not_in_the_report_is_refused(made: Case) -> None:
    with pytest.raises(Invalid):
        made.write("afterword", "Efterord.")


# Freezing


def test_a_complete_case_has_no_gaps(made: Case) -> None:
    assert operations.find_gaps(made.session, SETTINGS, READY, made.consultation) == ()


def test_R45_a_snapshot_holds_what_was_collected(made: Case) -> None:
    snapshot = made.freeze()
    frozen = inputs.from_json(snapshot.inputs.encode())
    assert (snapshot.seq, snapshot.provisional, frozen.snapshot.made_at) == (1, False, READY)
    assert [row.number for row in frozen.responses] == ["1", "2", "3"]


def test_R45_the_same_snapshot_is_used_while_nothing_has_changed(made: Case) -> None:
    first = made.freeze()
    made.session.commit()
    assert made.freeze().id == first.id


def test_R45_a_change_makes_the_next_snapshot(made: Case) -> None:
    first = made.freeze()
    made.write("economy", "Forslaget koster lidt mere.", base=1)
    second = made.freeze()
    assert (first.seq, second.seq) == (1, 2)


def test_R45_a_change_is_told_in_a_sentence(made: Case) -> None:
    first = made.freeze()
    made.write("economy", "Forslaget koster lidt mere.", base=1)
    one = made.receive("Ja tak.")
    made.publish(one)
    now = operations.collect_now(made.session, SETTINGS, READY, made.consultation, provisional=False)
    told = [one.words for one in operations.changes_since(first, now)]
    assert told[0] == "Modtagne svar: 3 før, 4 nu"
    assert told[-2:] == ["Svar nr. 4 er kommet til: offentliggjort", "Teksten i økonomien er ændret"]


def test_R45_the_next_final_snapshot_says_what_has_changed_since_the_last(made: Case) -> None:
    made.freeze()
    made.write("economy", "Forslaget koster lidt mere.", base=1)
    second = inputs.from_json(made.freeze().inputs.encode()).snapshot
    assert (second.previous, [one.words for one in second.changes]) == ("1", ["Teksten i økonomien er ændret"])


def test_two_who_freeze_at_once_get_one_snapshot(engine: Engine, made: Case) -> None:
    made_id, secretary = made.consultation.id, made.secretary
    made.session.commit()

    def freeze(session: Session) -> int:
        consultation = session.get_one(Consultation, made_id)
        return operations.freeze(session, SETTINGS, secretary, READY, consultation).id

    first, second = race(engine, freeze, freeze)
    assert first == second


def test_R38_an_open_sentence_is_refused_with_its_response(made: Case) -> None:
    one = made.receive("Vi vil have mere tid.")
    made.publish(one)
    assert [(gap.kind, gap.subject, gap.link_hint) for gap in refusal(made)] == [("unsplit", "4", "coverage")]


def test_a_response_that_waits_for_moderation_is_refused(made: Case) -> None:
    made.let_be(made.receive("Hej."))
    assert [(gap.kind, gap.link_hint) for gap in refusal(made)] == [("awaiting", "queue")]


def test_R44_a_placeholder_is_refused_with_its_chapter(made: Case) -> None:
    made.write("summary", "Vi fik xx svar.", base=1)
    assert [(gap.kind, gap.subject, gap.link_hint) for gap in refusal(made)] == [("placeholder", "summary", "report")]


def test_final_papers_wait_for_the_deadline(made: Case) -> None:
    with pytest.raises(Refused) as refused:
        operations.freeze(made.session, SETTINGS, made.secretary, factories.NOW, made.consultation)
    assert [gap.kind for gap in refused.value.gaps if isinstance(gap, Gap)] == ["open"]


def test_a_point_of_a_corrected_response_is_looked_at_again(made: Case) -> None:
    content = factories.submission("Vi mener noget andet.").content
    responses.correct_response(made.session, SETTINGS, factories.NOW, made.responses[0], factories.sender(), content)
    outdated = [gap for gap in refusal(made) if gap.kind == "outdated"]
    assert [gap.subject for gap in outdated] == ["1.1", "1.2"]


def test_L2_a_log_that_does_not_add_up_is_a_gap_that_no_stamp_heals(made: Case) -> None:
    break_log(made)
    kinds = [gap.kind for gap in operations.find_gaps(made.session, SETTINGS, READY, made.consultation)]
    assert kinds == [operations.BROKEN_LOG]
    assert set(kinds) <= operations.NEVER_MADE


def test_L2_a_log_that_does_not_add_up_stops_the_papers(made: Case) -> None:
    snapshot = made.freeze(provisional=True)
    break_log(made)
    with pytest.raises(Refused):
        making.make(made.session, SETTINGS, snapshot_id=snapshot.id)


def break_log(made: Case) -> None:
    """The chain's end says that an entry is missing."""
    made.session.commit()
    head = made.session.scalars(select(AuditHead)).one()
    head.seq += 1
    made.session.flush()


def test_an_incomplete_case_is_frozen_provisionally(made: Case) -> None:
    made.receive("Vi vil have mere tid.")
    snapshot = made.freeze(provisional=True)
    assert snapshot.provisional
    assert queries.newest_snapshot(made.session, made.consultation.id, provisional=False) is None


def test_freezing_is_logged(made: Case) -> None:
    made.freeze()
    made.session.commit()
    assert events(made.session)[-1] == "snapshot.frozen"


def test_a_snapshot_of_another_release_is_followed_by_a_new_one(made: Case) -> None:
    made.session.add(
        Snapshot(
            authority_id=made.consultation.authority_id,
            consultation_id=made.consultation.id,
            seq=1,
            inputs='{"of": "another time"}',
            provisional=False,
            by=made.secretary,
            at=READY,
        )
    )
    made.session.flush()
    assert made.freeze().seq == 2


# Papers


def test_R46_the_real_papers_keep_closed_words_apart(made: Case) -> None:
    package = making.papers_of(made.freeze())
    public = b"".join(package.files.values())
    assert WITHHELD.encode() not in public
    assert any(WITHHELD.encode() in data for data in package.closed.values())


def test_papers_are_owed_once(made: Case) -> None:
    snapshot = made.freeze()
    operations.order_package(made.session, READY, snapshot)
    operations.order_package(made.session, READY, snapshot)
    assert made.session.scalar(select(func.count(Job.id)).where(Job.name == queries.COMPILE)) == 1


def test_the_job_writes_nothing_while_it_compiles(made: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "compile_package", lambda _inputs: papers())
    snapshot = made.freeze()
    made.session.commit()
    making.make(made.session, SETTINGS, snapshot_id=snapshot.id)
    assert not made.session.new
    assert not made.session.dirty


def test_the_job_done_twice_keeps_one_package(made: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(compiler, "compile_package", lambda _inputs: papers())
    settings = replace(SETTINGS, data_dir=tmp_path)
    snapshot = made.freeze()
    for _again in range(2):
        prepared = making.make(made.session, settings, snapshot_id=snapshot.id)
        making.keep(made.session, settings, READY, snapshot_id=snapshot.id, prepared=prepared)
    assert made.session.scalar(select(func.count(Package.id))) == 1


def test_every_file_is_kept_with_its_bytes(made: Case, store: Store) -> None:
    package = keep(made, store, made.freeze())
    kept = {
        row.name: (row.public, store.get(blob.sha256)) for row, blob in queries.list_blobs(made.session, package.id)
    }
    expected = papers()
    assert kept == {
        **{name: (True, data) for name, data in expected.files.items()},
        **{name: (False, data) for name, data in expected.closed.items()},
    }


def test_a_package_of_another_consultation_is_not_found(made: Case, store: Store) -> None:
    package = keep(made, store, made.freeze())
    other = factories.consultation(made.session, made.consultation.authority, slug="en-anden")
    with pytest.raises(NotFound):
        queries.get_package(made.session, other.id, package.key)


def test_R46_who_takes_the_closed_part_is_on_record(made: Case, store: Store) -> None:
    package = keep(made, store, made.freeze())
    operations.open_closed_part(made.session, made.secretary, READY, made.consultation, package)
    made.session.commit()
    access = made.session.scalars(select(Access).where(Access.package_id == package.id)).one()
    assert (access.purpose, f"staff:{access.staff_id}") == (AccessPurpose.COMPILATION, made.secretary)
    assert events(made.session)[-2:] == ["access.opened", "package.downloaded"]


def test_snapshots_are_listed_with_their_package_or_the_job_that_owes_it(made: Case, store: Store) -> None:
    first = made.freeze()
    keep(made, store, first)
    made.write("economy", "Forslaget koster lidt mere.", base=1)
    second = made.freeze()
    operations.order_package(made.session, READY, second)
    listed = queries.list_frozen(made.session, made.consultation.id)
    assert [(one.seq, one.package is not None, one.job is not None, one.failed) for one in listed] == [
        (2, False, True, False),
        (1, True, False, False),
    ]


# Annexes


def test_an_open_annex_is_laid_on_the_page(made: Case, store: Store) -> None:
    lay(made, keep(made, store, made.freeze()), "hoeringsnotat.pdf")
    assert [annex.name for annex in queries.list_annexes(made.session, made.consultation.id)] == ["hoeringsnotat.pdf"]


def test_the_same_annex_is_laid_once(made: Case, store: Store) -> None:
    package = keep(made, store, made.freeze())
    assert lay(made, package, "hoeringsnotat.pdf").id == lay(made, package, "hoeringsnotat.pdf").id


def test_the_annex_of_a_later_snapshot_has_a_name_of_its_own(made: Case, store: Store) -> None:
    lay(made, keep(made, store, made.freeze()), "hoeringsnotat.pdf")
    made.write("economy", "Forslaget koster lidt mere.", base=1)
    assert lay(made, keep(made, store, made.freeze()), "hoeringsnotat.pdf").name == "hoeringsnotat-2.pdf"


def test_R46_a_closed_file_never_goes_on_the_page(made: Case, store: Store) -> None:
    package = keep(made, store, made.freeze())
    with pytest.raises(NotAllowed):
        lay(made, package, CLOSED_PAPER)


def test_a_provisional_paper_never_goes_on_the_page(made: Case, store: Store) -> None:
    package = keep(made, store, made.freeze(provisional=True))
    with pytest.raises(Refused):
        lay(made, package, "hoeringsnotat.pdf")


def test_P1_an_annex_with_a_response_that_was_taken_back_since_is_refused(made: Case, store: Store) -> None:
    package = keep(made, store, made.freeze())
    made.withhold(made.responses[1])
    with pytest.raises(Refused) as refused:
        lay(made, package, "samlede-hoeringssvar.pdf")
    assert [gap.subject for gap in refused.value.gaps if isinstance(gap, Gap)] == ["2"]


def test_P1_an_annex_with_a_response_that_was_withdrawn_since_is_refused(made: Case, store: Store) -> None:
    package = keep(made, store, made.freeze())
    responses.withdraw_response(made.session, factories.NOW, made.responses[0])
    with pytest.raises(Refused):
        lay(made, package, "samlede-hoeringssvar.pdf")


def test_R26_annexes_wait_until_the_responses_are_public(made: Case, store: Store) -> None:
    package = keep(made, store, made.freeze())
    made.consultation.publication_mode = PublicationMode.WITH_AGENDA
    made.consultation.responses_public_at = READY.replace(year=READY.year + 1)
    with pytest.raises(Refused) as refused:
        lay(made, package, "samlede-hoeringssvar.pdf")
    assert [gap.kind for gap in refused.value.gaps if isinstance(gap, Gap)] == ["not_public"]


def test_laying_an_annex_is_logged_and_changes_the_page(made: Case, store: Store) -> None:
    package = keep(made, store, made.freeze())
    made.session.commit()
    before = made.consultation.revision
    lay(made, package, "hoeringsnotat.pdf")
    made.session.commit()
    made.session.refresh(made.consultation)
    assert made.consultation.revision > before
    assert events(made.session)[-1] == "annex.published"


def test_the_blobs_carry_the_type_of_their_name(made: Case, store: Store) -> None:
    package = keep(made, store, made.freeze())
    blob = made.session.get_one(Blob, file(made, package, "hoeringsnotat.html").blob_id)
    assert blob.media_type == "text/html; charset=utf-8"


def test_R45_the_same_case_is_the_same_bytes_on_both_databases(
    sqlite_engine: Engine, postgres_engine: Engine, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(lambda: empty_postgres(postgres_engine))
    number_anew(postgres_engine)
    made_on = []
    for engine in (sqlite_engine, postgres_engine):
        with Session(engine) as session:
            package = making.papers_of(case(session).freeze())
        made_on.append({**package.files, **package.closed})
    assert [n for n in made_on[0] if made_on[0][n] != made_on[1].get(n)] == []
    assert made_on[0] == made_on[1]
