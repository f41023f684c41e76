"""All rows or none, by the same door as the form (contract.md)."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.errors import Conflict, Refused
from consultation.lib.tables import Problem, read_rows
from consultation.models import Blob, Consultation, ImportBatch, Message, Response
from consultation.responses import figures, importing, queries
from consultation.responses.content import WHOLE
from consultation.responses.importing import Imported
from consultation.storage import Store
from consultation.vocabulary import Capacity, Channel, Stance
from tests import factories, samples
from tests.factories import CLOSES

PDF = samples.pdf()

MANY = 250
"""Enough for a number to come twice; tests/commands takes in a thousand."""


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def row(reference: str = "A1", **given: object) -> dict[str, object]:
    """A row that can be imported."""
    base = {
        "reference": reference,
        "received_at": "2026-03-01T10:00:00+01:00",
        "channel": "email",
        "capacity": "citizen",
        "name": "Karen Prøvesen",
        "text": "Seks uger er for kort tid.",
    }
    return {name: value for name, value in (base | given).items() if value is not None}


def take(
    session: Session, consultation: Consultation, folder: Path, *rows: dict[str, object], name: str = "rows.jsonl"
) -> list[Imported]:
    source = "\n".join(json.dumps(given, ensure_ascii=False) for given in rows).encode()
    return take_file(session, consultation, folder, source, name)


def take_file(session: Session, consultation: Consultation, folder: Path, source: bytes, name: str) -> list[Imported]:
    return importing.import_responses(
        session,
        factories.settings(),
        Store(folder / "store"),
        "staff:1",
        CLOSES + timedelta(days=5),
        consultation,
        read_rows(source, name),
        folder,
    )


def problems_of(session: Session, consultation: Consultation, folder: Path, *rows: dict[str, object]) -> list[Problem]:
    with pytest.raises(Refused) as refused:
        take(session, consultation, folder, *rows)
    return [problem for problem in refused.value.gaps if isinstance(problem, Problem)]


def test_a_row_becomes_a_response_with_both_times_and_its_reference(
    session: Session, consultation: Consultation, tmp_path: Path
) -> None:
    done = take(session, consultation, tmp_path, row("A1", channel="letter"))
    session.commit()
    stored = session.scalars(select(Response)).one()
    assert done == [Imported(1, "A1", "1", stored.id)]
    assert (stored.external_ref, stored.channel, stored.registered_by) == ("A1", Channel.LETTER, "staff:1")
    assert stored.received_at.isoformat() == "2026-03-01T09:00:00+00:00"
    assert stored.registered_at == CLOSES + timedelta(days=5)
    assert session.scalars(select(Message)).all() == []


def test_sections_are_found_by_printed_number_and_by_anchor(
    session: Session, consultation: Consultation, tmp_path: Path
) -> None:
    sections = [
        {"draft": 2, "section": "2.1", "stance": "oppose", "text": "Nej."},
        {"draft": 2, "section": "hvem", "text": "Ja.", "proposed_text": "Alle."},
        {"draft": 1, "stance": "support"},
    ]
    done = take(session, consultation, tmp_path, row(sections=sections))
    session.commit()
    places = factories.places(session, consultation)
    version = queries.newest_version(session, done[0].response_id)
    assert [(answer.place, answer.stance) for answer in queries.content_of(session, version).answers] == [
        (WHOLE, None),
        (places[2, "laengde-grupper"], Stance.OPPOSE),
        (places[2, "hvem"], None),
        (places[1, ""], Stance.SUPPORT),
    ]


@pytest.mark.parametrize(
    ("drafts", "expected"),
    [([], [(None, "Ord.")]), ([2], [(2, "Ord.")]), ([1, 2], [(None, "Ord."), (1, ""), (2, "")])],
)
def test_general_remarks_belong_to_the_one_draft_or_to_the_whole(
    session: Session, consultation: Consultation, tmp_path: Path, drafts: list[int], expected: list[object]
) -> None:
    done = take(session, consultation, tmp_path, row(drafts=drafts, text="Ord."))
    places = queries.places_of(session, consultation.id)
    answers = queries.content_of(session, queries.newest_version(session, done[0].response_id)).answers
    assert [(places[answer.place].draft_number, answer.text) for answer in answers] == expected


def test_three_late_rows_get_the_late_numbers(session: Session, consultation: Consultation, tmp_path: Path) -> None:
    late = (CLOSES + timedelta(hours=2)).isoformat()
    rows = [row(f"A{place}", received_at=late if place < 3 else "2026-03-01T10:00:00Z") for place in range(5)]
    done = take(session, consultation, tmp_path, *rows)
    assert [line.number for line in done] == ["E-1", "E-2", "E-3", "1", "2"]


def test_a_row_without_remarks_is_counted_as_such(session: Session, consultation: Consultation, tmp_path: Path) -> None:
    given = row(capacity="council", organisation="Ældrerådet", name=None, text=None, no_remarks=True)
    take(session, consultation, tmp_path, given)
    session.commit()
    assert figures.read(session, consultation.id)["no_remarks"] == 1


def test_R15_a_row_may_tell_the_age_and_who_helped(
    session: Session, consultation: Consultation, tmp_path: Path
) -> None:
    given = row(capacity="relative", under_18=True, helper_name="Helle Hjælpeprøve", on_behalf_of="Ole Andenprøve")
    done = take(session, consultation, tmp_path, given)
    version = queries.newest_version(session, done[0].response_id)
    told = (version.under_18, version.helper_name, version.on_behalf_of)
    assert told == (True, "Helle Hjælpeprøve", "Ole Andenprøve")


def test_csv_holds_the_same_rows(session: Session, consultation: Consultation, tmp_path: Path) -> None:
    cell = json.dumps([{"draft": 1, "section": "1", "text": "Nej; tak."}]).replace('"', '""')
    source = (
        "reference,received_at,channel,capacity,name,protected,drafts,text,sections\r\n"
        f'A1,2026-03-01T10:00:00Z,letter,employee,Bo Prøvesen,true,1;2,"To\nlinjer","{cell}"\r\n'
    )
    done = take_file(session, consultation, tmp_path, source.encode(), "rows.csv")
    version = queries.newest_version(session, done[0].response_id)
    assert (version.capacity, version.protected) == (Capacity.EMPLOYEE, True)
    assert [answer.text for answer in queries.list_answers(session, version.id)] == ["To\nlinjer", "Nej; tak.", ""]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"received_at": "2026-03-01T10:00:00"}, Problem(2, "format", "received_at")),
        ({"received_at": "i går"}, Problem(2, "format", "received_at")),
        ({"received_at": "2026-12-01T10:00:00Z"}, Problem(2, "future", "received_at")),
        ({"channel": "fax"}, Problem(2, "unknown", "channel")),
        ({"capacity": None}, Problem(2, "missing", "capacity")),
        ({"name": None}, Problem(2, "missing", "name")),
        ({"name": 5.5}, Problem(2, "format", "name")),
        ({"postcode": "89000"}, Problem(2, "format", "postcode")),
        ({"drafts": [9]}, Problem(2, "unknown", "drafts")),
        ({"drafts": ["8.2"]}, Problem(2, "format", "drafts")),
        ({"drafts": [1, 1]}, Problem(2, "twice", "drafts")),
        ({"text": " "}, Problem(2, "missing", "text")),
        ({"text": "a" * 200_001}, Problem(2, "too_long", "text")),
        ({"no_remarks": True}, Problem(2, "contradicts", "no_remarks")),
        ({"no_remarks": "måske"}, Problem(2, "format", "no_remarks")),
        ({"sections": [{"draft": 1, "section": "9.9", "text": "x"}]}, Problem(2, "unknown", "sections")),
        ({"sections": [{"draft": 1, "section": "1"}]}, Problem(2, "missing", "sections")),
        ({"sections": [{"draft": 1, "text": "x"}] * 2}, Problem(2, "twice", "sections")),
        ({"sections": [{"draft": 1, "tekst": "x"}]}, Problem(2, "format", "sections")),
        ({"sections": "[" * 50_000}, Problem(2, "format", "sections")),
        ({"attachments": ["../hemmelig.pdf"]}, Problem(2, "file_missing", "attachments")),
        ({"attachments": ["mangler.pdf"]}, Problem(2, "file_missing", "attachments")),
        ({"attachments": ["falsk.pdf"]}, Problem(2, "file_not_its_kind", "attachments")),
        ({"reference": "A1"}, Problem(2, "twice", "reference")),
        ({"referenece": "A9"}, Problem(2, "unknown", "referenece")),
    ],
)
def test_one_wrong_row_changes_nothing_and_is_named_by_row_and_field(
    session: Session,
    consultation: Consultation,
    tmp_path: Path,
    given: dict[str, object],
    problem: Problem,
) -> None:
    (tmp_path / "falsk.pdf").write_bytes(b"MZ\x90")
    (tmp_path.parent / "hemmelig.pdf").write_bytes(PDF)
    found = problems_of(session, consultation, tmp_path, row("A1"), row(**{"reference": "A2"} | given), row("A3"))  # type: ignore[arg-type]  # - cases
    session.commit()
    assert found == [problem]
    assert session.scalar(select(func.count(Response.id))) == 0
    assert f"row 2, {problem.field}" in importing.in_words(problem)


def test_every_problem_is_told_at_once(session: Session, consultation: Consultation, tmp_path: Path) -> None:
    found = problems_of(session, consultation, tmp_path, row("A1", channel="fax", cvr="1"), row("A2", drafts=[77]))
    assert {(problem.row, problem.field) for problem in found} == {(1, "channel"), (1, "cvr"), (2, "drafts")}


def test_the_same_rows_are_taken_in_once(session: Session, consultation: Consultation, tmp_path: Path) -> None:
    take(session, consultation, tmp_path, row())
    session.commit()
    with pytest.raises(Conflict):
        take(session, consultation, tmp_path, row())
    assert [problem.code for problem in problems_of(session, consultation, tmp_path, row(), row("A2"))] == ["taken"]
    assert session.scalar(select(func.count(ImportBatch.id))) == 1


def test_attachments_are_stored_with_their_names(session: Session, consultation: Consultation, tmp_path: Path) -> None:
    (tmp_path / "bilag").mkdir()
    (tmp_path / "bilag" / "udtalelse æ.pdf").write_bytes(PDF)
    done = take(session, consultation, tmp_path, row(attachments=["bilag/udtalelse æ.pdf"]))
    session.commit()
    files = queries.list_files(session, queries.newest_version(session, done[0].response_id).id)
    assert [(file.original_name, blob.media_type) for file, blob in files] == [("udtalelse æ.pdf", "application/pdf")]
    assert Store(tmp_path / "store").get(session.scalars(select(Blob.sha256)).one()) == PDF


def test_each_of_many_rows_has_a_number_of_its_own(
    session: Session, consultation: Consultation, tmp_path: Path
) -> None:
    rows = [row(f"A{place}", name=f"Karen {place}", postcode="0000", drafts=[1 + place % 2]) for place in range(MANY)]
    take(session, consultation, tmp_path, *rows)
    session.commit()
    assert session.scalar(select(func.count(Response.seq.distinct()))) == MANY
    assert figures.read(session, consultation.id) == figures.recount(session, consultation.id)
    assert figures.read(session, consultation.id) == {"on_time.awaiting": MANY, "senders": MANY}


def test_a_rolled_back_import_leaves_nothing(session: Session, consultation: Consultation, tmp_path: Path) -> None:
    take(session, consultation, tmp_path, row())
    session.rollback()
    assert session.scalar(select(func.count(Response.id))) == 0
    assert take(session, consultation, tmp_path, row())[0].number == "1"
