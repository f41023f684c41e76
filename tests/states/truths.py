"""What holds after every step (states.md, contract.md): each function raises AssertionError where it does not."""

from collections import Counter
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import chain, search_index
from consultation.analysis import queries as analysis
from consultation.consultations import queries as consultations
from consultation.lib.tokens import hash_token
from consultation.models import Consultation, Job, Response, Snapshot
from consultation.site import renditions
from consultation.site.renditions import Filter, Row, Span
from consultation.summary import inputs
from consultation.vocabulary import Series, Status
from tests.states.expected import Answer, Case
from tests.states.tables import Tables, words_of

ALL = Span(10_000)


def check(session: Session, row: Consultation, case: Case, now: datetime, tables: Tables) -> None:
    """Everything, at this instant."""
    assert consultations.state_of(session, row, now) is case.state(now)
    _check_sums(tables, case)
    _check_numbers(tables, case)
    _check_receipts(tables, case)
    _check_places(tables, case)
    _check_list(session, row, case, now)
    if any(answer.points_made for answer in case.answers):
        _check_points(session, row, case)


def check_chain(session: Session, authority_id: int) -> None:
    """The log is whole, and something is in it (L2); what can be searched is what is public."""
    assert chain.faults(session, authority_id) == []
    assert search_index.differing(session) == 0


def check_jobs(session: Session) -> None:
    """Whatever the worker has done, it could do."""
    assert session.execute(select(Job.name, Job.last_error).where(Job.last_error != "")).all() == []


def check_snapshot(snapshot: Snapshot, case: Case) -> None:
    """Its responses are all there are, each with the status that it has."""
    frozen = inputs.from_json(snapshot.inputs.encode())
    assert {one.number: one.status for one in frozen.responses} == {one.number: one.status for one in case.answers}


def count_open_sentences(session: Session, row: Response) -> int:
    return sum(one.is_open for one in analysis.sentences_of(session, row))


def _check_sums(tables: Tables, case: Case) -> None:
    """received = published + redacted + withheld + withdrawn + awaiting = on time + late (D7)."""
    assert tables.figures == tables.figures_anew
    assert tables.queue == tables.queue_anew
    kept = dict(tables.figures)
    kept.pop("senders", None)
    assert sum(kept.pop(name) for name in list(kept) if name.startswith("days.")) <= len(case.answers)
    assert kept == case.figures()
    for name in [one for one in kept if one.startswith("appeals.")]:
        del kept[name]
    assert kept.pop("unconfirmed", 0) <= sum(kept.get(f"{lane.value}.awaiting", 0) for lane in Series)
    kept.pop("no_remarks", None)
    assert sum(kept.values()) == len(case.answers)
    assert {name.partition(".")[0] for name in kept} <= {lane.value for lane in Series}


def _check_numbers(tables: Tables, case: Case) -> None:
    """No number twice and none left out, in either series."""
    assert tables.seqs == {series: list(range(1, case.next_seq(series))) for series in Series}


def _check_receipts(tables: Tables, case: Case) -> None:
    """Every link still opens its own response, with the number on the receipt."""
    assert tables.receipts == {(hash_token(one.token), one.id, one.number) for one in case.answers}


def _check_places(tables: Tables, case: Case) -> None:
    """In the public tables each number stands once, as rendition or tombstone, with no word that it may not say."""
    assert tables.places == Counter(one.number for one in case.answers)
    for answer in case.answers:
        may_be_said = answer.public_words(answer.shown_from) if answer.shown_from else set()
        assert _canaries_in(tables.words.get(answer.number, ""), case) == may_be_said


def _check_list(session: Session, row: Consultation, case: Case, now: datetime) -> None:
    """What the public list says of each number at this instant."""
    listed = {one.number: one for one in renditions.list_rows(session, row.id, now, Filter(), ALL)}
    assert len(listed) == len(case.answers)
    for answer in case.answers:
        _check_row(listed[answer.number], answer, case, now)


def _check_row(row: Row, answer: Answer, case: Case, now: datetime) -> None:
    waits = answer.is_shown and answer.shown_from is not None and now < answer.shown_from
    assert row.status is (Status.AWAITING if waits else answer.status)
    assert row.reason == (answer.reason.value if answer.reason else "")
    assert _canaries_in(words_of(row.parts), case) == answer.public_words(now)


def _check_points(session: Session, row: Consultation, case: Case) -> None:
    """The points that count are those of responses on time or admitted that have not been withdrawn."""
    counted = analysis.list_points(session, row.id)
    assert {analysis.point_label(response, point) for point, response in counted} == case.points()
    passages = [one for found in analysis.passages_by_answer(session, row.id).values() for one in found]
    texts = {one.id: one.text for found in analysis.answers_by_response(session, row.id).values() for one in found}
    newest = [one for one in passages if one.answer_id in texts]
    assert all(one.quote == texts[one.answer_id][one.start : one.end] for one in newest)


def _canaries_in(text: str, case: Case) -> set[str]:
    return {word for word in case.canaries() if word in text}
