"""states.md as one machine: its events in random order on both databases, with real commits (D7)."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from consultation.app import create_app
from consultation.vocabulary import PublicationMode, Status
from tests import factories
from tests.site.published import statements
from tests.states.machine import ConsultationMachine
from tests.states.stage import OPENS
from tests.states.tables import Shelf

SEEDS, RUNS, STEPS_OF_A_RUN, LEAST_STEPS = (2, 4, 5, 8, 13, 14), 6, 28, 1_000
"""With these seeds everything in EVENTS comes to pass; more runs of a seed would repeat each other in part."""
THE_SAME_EACH_TIME = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS_OF_A_RUN,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


EVENTS = frozenset(
    {
        "planned then open",
        "open then closed",
        "closed then open",
        "closed then under_consideration",
        "came to agenda_at",
        "came to forgotten_at",
        "job done",
        "sent on_time",
        "sent late",
        "sent again",
        "refused to send",
        "letter on_time",
        "letter late",
        "no remarks",
        "no remarks replaced",
        "corrected",
        "corrected after a decision",
        "withdrawn by the sender",
        "withdrawn by staff",
        "withdrawn with points",
        "sent unconfirmed",
        "confirmed",
        "not confirmed",
        "taken in without",
        "withdrawn by the owner of the address",
        "late one admitted",
        "late one not admitted",
        "scanned",
        "marked",
        "finding answered keep",
        "finding answered redact",
        "decided publish",
        "decided publish_redacted",
        "decided withhold",
        "decided reopen",
        "decided on an old page",
        "taken down",
        "asked a colleague",
        "question taken back",
        "left to a second person",
        "decided by two",
        "complained",
        "complaint upheld",
        "complaint opened",
        "mended after the deadline",
        "undone in time",
        "point made",
        "points removed",
        "settled",
        "provisional snapshot",
        "snapshot refused",
        "final snapshot",
        "deadline moved",
        "agenda time moved",
        "meeting recorded",
        "cancelled",
        "pages read",
        "kept pages read",
    }
)
"""What must have happened at least once."""


@pytest.fixture
def reader(engine: Engine, tmp_path: Path) -> FlaskClient:
    """Anybody, without JavaScript."""
    return create_app(replace(factories.settings(), data_dir=tmp_path), engine).test_client()


@pytest.fixture
def tally() -> Counter[str]:
    return Counter()


@pytest.fixture
def machine(engine: Engine, reader: FlaskClient, tally: Counter[str]) -> Iterator[Callable[[], ConsultationMachine]]:
    with statements(engine) as sent:
        yield partial(ConsultationMachine, engine, Shelf(sent), reader, tally)


@pytest.mark.slow
def test_D7_the_sum_the_receipts_and_the_silence_hold_after_every_event(machine: Any, tally: Counter[str]) -> None:
    for number in SEEDS:
        run_state_machine_as_test(seed(number)(machine), settings=THE_SAME_EACH_TIME)
    assert tally["steps"] >= LEAST_STEPS
    assert {event for event in EVENTS if not tally[event]} == set()


def test_C3_the_same_form_gives_the_same_receipt_when_all_that_was_not_sent_is_deleted(
    machine: Callable[[], ConsultationMachine], tally: Counter[str]
) -> None:
    walked = machine()
    walked.begin(OPENS, PublicationMode.CONTINUOUS)
    form = walked.fetch_form(heard=False, found=False)
    walked.send_form(form)
    walked.come_to("forgotten_at", before=False)
    walked.the_worker_works()
    walked.send_form(form)
    walked.what_was_promised_holds()
    assert tally["sent again after the deletion"] == 1


def test_P6_a_person_who_marks_first_does_not_stand_for_the_look_of_the_machine(
    machine: Callable[[], ConsultationMachine],
) -> None:
    walked = machine()
    walked.begin(OPENS, PublicationMode.CONTINUOUS)
    found = walked.register_letter(OPENS, found=True)
    walked.mark(found, 0)
    walked.publish(found, 0)
    walked.what_was_promised_holds()
    assert found.status is Status.AWAITING


def test_R6_a_late_answer_is_on_time_when_the_deadline_is_moved_past_it(
    machine: Callable[[], ConsultationMachine], tally: Counter[str]
) -> None:
    walked = machine()
    walked.begin(OPENS, PublicationMode.CONTINUOUS)
    form = walked.fetch_form(heard=False, found=False)
    walked.come_to("closes_at", before=False)
    walked.send_form(form)
    walked.set_deadline(1)
    walked.what_was_promised_holds()
    walked.the_worker_works()
    walked.what_was_promised_holds()
    assert tally["on time after all"] == 1
