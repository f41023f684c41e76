"""R48: each respondent hears once what became of their own points, by the secretary's act; by letter where need be."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation import worker
from consultation.analysis import queries as analysis
from consultation.analysis.points import make_point_in_group, settle
from consultation.analysis.positions import decide_position, save_position
from consultation.analysis.remarks import add_remark
from consultation.analysis.spans import Span
from consultation.analysis.themes import add_theme
from consultation.consultations import meetings
from consultation.consultations.meetings import MeetingInput
from consultation.errors import Invalid, Refused
from consultation.models import Audit, Consultation, Job, LateAdmission, Message, Position, Response, Staff
from consultation.moderation import grouping
from consultation.moderation import operations as moderation
from consultation.notifications import queries, telling
from consultation.notifications.telling import Gap, Way
from consultation.responses import operations as responses
from consultation.responses.content import Content
from consultation.vocabulary import (
    Channel,
    DecisionKind,
    Language,
    MessageState,
    MilestoneKind,
    NoPointReason,
    Outcome,
    Reason,
    Role,
)
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW, sender, submission
from tests.notifications.test_delivery import Inbox, inbox, server
from tests.pages import PageClient

__all__ = ["inbox", "server"]

MAILS = factories.settings("smtp://127.0.0.1:1")
PAGE = "/intern/hoeringer/hjaelp-i-hverdagen/beskeder"
ACTOR = "staff:1"
MORE = "Seks uger er for kort tid."
ADDRESS = "Prøvegade 12\n0000 Prøvestad"


@pytest.fixture
def consultation(request: pytest.FixtureRequest) -> Consultation:
    session: Session = request.getfixturevalue("store" if "app" in request.fixturenames else "session")
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def respond(session: Session, row: Consultation, email: str, text: str = MORE, **given: Any) -> Response:
    """A response that was looked through and published."""
    who = sender(email=email, name=given.pop("name", "Karen Prøvesen"), address=given.pop("address", ""))
    sent = submission(text, sender=who, receipt=False, **given)
    made = responses.send_response(session, MAILS, sent.received_at, row, sent)
    response = session.get_one(Response, made.response.id)
    if not response.no_remarks:
        moderation.scan_response(session, NOW, response.id)
    return response


def publish(session: Session, *rows: Response) -> None:
    for row in rows:
        moderation.decide(session, "system", NOW, row.id, 0, 1, DecisionKind.PUBLISH, None, seen=True)


def treat(session: Session, row: Consultation, *made: Response, title: str = "Ønske om længere forløb") -> Position:
    """Each response's whole text is a point in one position with a remark; nothing of it is decided."""
    theme = add_theme(session, ACTOR, NOW, row, title)
    remark = add_remark(session, ACTOR, NOW, row, "Vi er enige. Forløbet kan forlænges. Det sker efter en samtale.")
    position = save_position(
        session, ACTOR, NOW, row, None, title=title, theme=theme, remark=remark, recommended=Outcome.ACCEPTED
    )
    for response in made:
        make_point_in_group(session, ACTOR, NOW, response, _spans(session, response), position)
    return position


def _spans(session: Session, response: Response) -> list[Span]:
    return [Span(one.id, 0, len(one.text)) for one in analysis.answers_of(session, response.id)]


def decide(session: Session, row: Consultation, *positions: Position, outcome: Outcome = Outcome.ACCEPTED) -> None:
    given = MeetingInput(MilestoneKind.COUNCIL, NOW.date(), "Byrådet", outcome="Byrådet sagde ja.", decides=True)
    meetings.record_meeting(session, ACTOR, CLOSES, row, given)
    for position in positions:
        decide_position(session, ACTOR, CLOSES, row, position, outcome)


def send(session: Session, row: Consultation, press: str = "a") -> list[Message]:
    """The act and its job; returns the messages that there are now."""
    telling.owe(session, ACTOR, CLOSES, row, press)
    telling.tell(session, MAILS, CLOSES, consultation_id=row.id)
    session.commit()
    found = select(Message).where(Message.event_key.startswith("own_outcome:")).order_by(Message.id)
    return list(session.scalars(found))


def test_R48_each_hears_of_their_own_points_and_of_nobody_elses(session: Session, consultation: Consultation) -> None:
    first = respond(session, consultation, "a@proeve.example")
    second = respond(session, consultation, "e@proeve.example", "Det er for dyrt.", language=Language.ENGLISH)
    publish(session, first, second)
    more = treat(session, consultation, first)
    dear = treat(session, consultation, second, title="Bekymring for prisen")
    decide(session, consultation, more)
    decide_position(session, ACTOR, CLOSES, consultation, dear, Outcome.NOT_ACCEPTED)
    danish, english = send(session, consultation)
    assert (danish.recipient, danish.subject) == ("a@proeve.example", "Sådan gik det: Hjælp i hverdagen")
    for words in (
        "Du har sendt svar nr. 1 til høringen Hjælp i hverdagen.",
        "Byrådet behandlede sagen mandag den 2. marts 2026. Byrådet sagde ja.",
        "Pkt. 0.1: Ønske om længere forløb\nDet er imødekommet.\nVores svar: Vi er enige. Forløbet kan forlænges. …",
        "http://localhost/hoeringer/hjaelp-i-hverdagen/resultat?svar=1",
    ):
        assert words in danish.body
    assert "Bekymring" not in danish.body
    assert MORE not in danish.body
    assert "Item 0.2: Bekymring for prisen\nIt has not been accepted." in english.body
    assert "http://localhost/en/hoeringer/hjaelp-i-hverdagen/resultat?svar=2" in english.body


def test_R48_pressed_twice_sends_nothing_twice(session: Session, consultation: Consultation) -> None:
    publish(session, first := respond(session, consultation, "a@proeve.example"))
    decide(session, consultation, treat(session, consultation, first))
    for press in ("a", "a", "b"):
        assert len(send(session, consultation, press)) == 1
    assert len(session.scalars(select(Job.id).where(Job.name == telling.TELL)).all()) == 1
    [entry] = session.scalars(select(Audit).where(Audit.event == "outcomes.sent"))
    assert json.loads(entry.fields) == {"count": 1}


def test_R48_nothing_is_sent_before_everything_is_decided_and_the_page_says_what_lacks(
    session: Session, consultation: Consultation
) -> None:
    publish(session, first := respond(session, consultation, "a@proeve.example"))
    assert telling.gaps(session, CLOSES, consultation) == {Gap.MEETING: 1}
    decide(session, consultation)
    assert telling.gaps(session, CLOSES, consultation) == {Gap.UNDIVIDED: 1}
    treat(session, consultation, first)
    assert telling.gaps(session, CLOSES, consultation) == {Gap.UNDECIDED: 1}
    with pytest.raises(Refused):
        telling.owe(session, ACTOR, CLOSES, consultation, "a")
    telling.tell(session, MAILS, CLOSES, consultation_id=consultation.id)
    assert not session.scalars(select(Message.id).where(Message.event_key.startswith("own_outcome"))).all()


def test_R48_who_had_nothing_to_answer_is_told_so_in_plain_words(session: Session, consultation: Consultation) -> None:
    thanks = respond(session, consultation, "a@proeve.example", "Tak for et godt udkast.")
    respond(session, consultation, "b@proeve.example", content=Content(no_remarks=True))
    publish(session, thanks)
    settle(session, ACTOR, NOW, thanks, _spans(session, thanks), NoPointReason.GREETING)
    decide(session, consultation)
    read, silent = send(session, consultation)
    assert "Der var ikke noget i det, der krævede et svar fra os." in read.body
    assert "Dit svar var, at der ikke er bemærkninger. Det er talt med." in silent.body


def test_R48_whose_response_is_withheld_hears_too_and_nothing_closed_is_repeated(
    session: Session, consultation: Consultation
) -> None:
    first = respond(session, consultation, "a@proeve.example", "Fru Jensen på tredje sal drikker.")
    moderation.decide(session, "system", NOW, first.id, 0, 1, DecisionKind.WITHHOLD, Reason.OFF_TOPIC, seen=True)
    decide(session, consultation, treat(session, consultation, first))
    [told] = send(session, consultation)
    assert "Dit svar er ikke vist på siden, men det er læst og er en del af sagen." in told.body
    assert "Pkt. 0.1: Ønske om længere forløb" in told.body
    assert "Jensen" not in told.body


def test_R39_a_point_on_a_text_that_many_sent_is_told_to_each_of_them(
    session: Session, consultation: Consultation
) -> None:
    made = [respond(session, consultation, f"{one}@proeve.example", MORE * 3, name=f"Person {one}") for one in "abc"]
    publish(session, *made)
    grouping.rebuild(session, MAILS, consultation)
    decide(session, consultation, treat(session, consultation, made[0]))
    assert ["Pkt. 0.1: Ønske om længere forløb" in one.body for one in send(session, consultation)] == [True] * 3


def test_R48_without_an_email_address_it_is_a_letter_and_without_any_address_it_is_counted(
    session: Session, consultation: Consultation
) -> None:
    post = respond(session, consultation, "", channel=Channel.LETTER, actor=ACTOR, address=ADDRESS)
    nobody = respond(session, consultation, "", "Det er for dyrt.")
    publish(session, post, nobody)
    decide(session, consultation, treat(session, consultation, post, nobody))
    due = telling.count_due(telling.list_told(session, consultation))
    assert due == {Way.LETTER: 1, Way.NOBODY: 1}
    [letter] = send(session, consultation)
    assert (letter.state, letter.recipient) == (MessageState.LETTER, f"Karen Prøvesen\n{ADDRESS}")


def test_R48_who_is_decided_or_let_in_later_is_told_when_it_is_pressed_again(
    session: Session, consultation: Consultation
) -> None:
    late = respond(session, consultation, "sen@proeve.example", received_at=CLOSES)
    waiting = respond(session, consultation, "venter@proeve.example", "Det er for dyrt.")
    publish(session, late)
    position = treat(session, consultation, waiting)
    decide(session, consultation, position)
    assert send(session, consultation) == []
    publish(session, waiting)
    _admit(session, late, admitted=False)
    assert {one.recipient for one in send(session, consultation, "b")} == {
        "sen@proeve.example",
        "venter@proeve.example",
    }
    _admit(session, late, admitted=True)
    make_point_in_group(session, ACTOR, NOW, late, _spans(session, late), position)
    *_rest, last = send(session, consultation, "c")
    assert last.recipient == "sen@proeve.example"
    assert "Pkt. 0.1" in last.body


def _admit(session: Session, response: Response, *, admitted: bool) -> None:
    owner = response.authority_id
    session.add(
        LateAdmission(
            authority_id=owner, response_id=response.id, admitted=admitted, reason="Posten var sen.", by=ACTOR, at=NOW
        )
    )
    session.flush()


def test_R48_what_did_not_arrive_is_sent_again_to_another_address_or_as_a_letter(
    session: Session, consultation: Consultation
) -> None:
    made = respond(session, consultation, "forkert@proeve.example", address=ADDRESS)
    publish(session, made)
    decide(session, consultation, treat(session, consultation, made))
    [first] = send(session, consultation)
    again = (session, MAILS, ACTOR, CLOSES, consultation)
    with pytest.raises(Invalid):
        telling.send_again(*again, first, by_letter=False)
    first.state = MessageState.FAILED
    telling.send_again(*again, first, by_letter=True)
    with pytest.raises(Invalid):
        telling.send_again(*again, first, by_letter=True)
    *_first, letter = send(session, consultation, "b")
    assert (letter.state, letter.body) == (MessageState.LETTER, first.body)


# The page


@pytest.fixture
def secretary(store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]) -> PageClient:
    return sign_in(factories.staff(store, consultation.authority, Role.SECRETARY))


@pytest.fixture
def decided(store: Session, consultation: Consultation, at: Clock) -> Position:
    made = [respond(store, consultation, f"{one}@proeve.example", f"{MORE} {one}") for one in "ab"]
    publish(store, *made)
    position = treat(store, consultation, *made)
    decide(store, consultation, position)
    consultation.closes_at = NOW
    store.commit()
    return position


def _post(client: PageClient, path: str, to: str, **values: Any) -> Any:
    html = client.get(path).get_data(as_text=True)
    token = html.split('csrf_token" value="')[1].split('"')[0]
    press = html.split('name="tryk" value="')[1].split('"')[0] if 'name="tryk"' in html else ""
    return client.post(to, data={"csrf_token": token, "tryk": press, **values})


def test_R48_the_secretary_reads_real_ones_by_number_and_how_many_before_sending(
    secretary: PageClient, decided: Position, store: Session
) -> None:
    page = secretary.get(f"{PAGE}?svar=2, 9").text
    assert "Du har sendt svar nr. 2 til høringen" in page
    assert "Du har sendt svar nr. 1 til høringen" not in page
    assert "Der er intet svar nr. 9" in page
    assert _post(secretary, PAGE, f"{PAGE}/svarerne").status_code == 303
    assert "2 beskeder bliver sendt nu." in secretary.get(PAGE).text
    assert len(store.scalars(select(Job).where(Job.name == telling.TELL)).all()) == 1


def test_R48_the_page_leads_to_what_lacks(secretary: PageClient, decided: Position, store: Session) -> None:
    decided.decided_outcome = None
    store.commit()
    page = secretary.get(PAGE).text
    assert "Det er ikke gemt, hvad der blev besluttet om 1 synspunkt." in page
    assert "/beslutning-synspunkter" in page
    assert _post(secretary, PAGE, f"{PAGE}/svarerne", tryk="0" * 16).status_code == 409


def test_R48_the_private_page_shows_the_same(
    client: FlaskClient, consultation: Consultation, decided: Position, store: Session
) -> None:
    who = sender(email="c@proeve.example")
    sent = submission("Og mere tid.", sender=who, receipt=False, received_at=NOW - timedelta(hours=1))
    made = responses.send_response(store, MAILS, sent.received_at, consultation, sent)
    row = store.get_one(Response, made.response.id)
    make_point_in_group(store, ACTOR, NOW, row, _spans(store, row), decided)
    store.commit()
    page = client.get(f"/mit-svar/{made.token}").text
    for words in ("Hvad der blev af dit svar", "Ønske om længere forløb", "Forløbet kan forlænges. …"):
        assert words in page
    assert "/resultat?svar=3#pkt-0.1" in page


def test_R48_D6_it_arrives_by_mail_and_what_the_server_refuses_is_listed_with_its_words(
    engine: Engine, session: Session, consultation: Consultation, inbox: Inbox, server: Controller, at: Clock
) -> None:
    publish(session, made := respond(session, consultation, "a@proeve.example"))
    decide(session, consultation, treat(session, consultation, made))
    telling.owe(session, ACTOR, CLOSES, consultation, "a")
    session.commit()
    at.now = CLOSES
    settings = factories.settings(f"smtp://127.0.0.1:{server.port}")
    inbox.refuse = "550 no such mailbox"
    while worker.run_once(engine, settings, CLOSES):
        pass
    [told] = telling.list_told(session, consultation)
    assert told.message is not None
    assert (told.message.state, inbox.mails) == (MessageState.FAILED, [])
    assert queries.last_answer(session, told.message.id) == "550 no such mailbox"
    inbox.refuse = ""
    telling.send_again(session, settings, ACTOR, CLOSES, consultation, told.message, by_letter=False)
    session.commit()
    while worker.run_once(engine, settings, CLOSES):
        pass
    [mail] = [one for one in inbox.mails if one["Subject"].startswith("Sådan gik det")]
    assert mail["To"] == "a@proeve.example"
    assert "Pkt. 0.1: Ønske om længere forløb" in mail.get_content()
