"""The queue and the desk as pages: without script, with the rules of access, conflict and undo (U21-U23, C1, R29)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.models import (
    Access,
    Audit,
    Claim,
    Consultation,
    Decision,
    HeldWord,
    Rendition,
    RenditionPart,
    Response,
    Staff,
)
from consultation.moderation import appeals, operations, queries, rules
from consultation.moderation.queries import Material
from consultation.responses import appealing
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import AppealOutcome, DecisionKind, FindingKind, NameRule, Reason, Role, Status
from tests import factories
from tests.conftest import Clock
from tests.factories import NOW
from tests.moderation import desk
from tests.moderation.desk import CPR, PHONE
from tests.pages import PageClient

SECRET = "Lillemus har det svært derhjemme."
HOME = "/intern/hoeringer/hjaelp-i-hverdagen"
QUEUE = f"{HOME}/gennemgang"
DESK = f"{HOME}/svar/1/gennemgang"
SignIn = Callable[[Staff], PageClient]


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


@pytest.fixture
def maja(store: Session, consultation: Consultation, sign_in: SignIn) -> PageClient:
    return _client(store, consultation, sign_in, "Maja Modprøve")


@pytest.fixture
def mads(store: Session, consultation: Consultation, sign_in: SignIn) -> PageClient:
    return _client(store, consultation, sign_in, "Mads Modprøve")


def _client(store: Session, consultation: Consultation, sign_in: SignIn, name: str) -> PageClient:
    person = factories.staff(store, consultation.authority, Role.MODERATOR, name)
    store.commit()
    return sign_in(person)


def _receive(store: Session, consultation: Consultation, text: str = SECRET, **given: Any) -> Response:
    response = desk.received(store, consultation, text, **given)
    store.commit()
    return response


def _page(client: PageClient, address: str = DESK) -> str:
    return client.get(address).get_data(as_text=True)


def _post(client: PageClient, act: str, address: str = DESK, **values: object) -> TestResponse:
    """Presses a button of the page: with its token, and with the numbers that it carries."""
    page = FlaskClient.open(client, address).get_data(as_text=True)  # as it is: its own test reads it strictly
    hidden = re.findall(r'<input type="hidden" name="(csrf_token|version|decision_seq|set_seq)" value="([^"]*)"', page)
    return client.post(f"{address}/{act}", data=dict(hidden) | values)


def _take(client: PageClient) -> TestResponse:
    return _post(client, "tag-det-naeste", QUEUE)


def _material(store: Session, response: Response) -> Material:
    """What is stored now; the lock is given back, as pages write in sessions of their own."""
    material = desk.material(store, response)
    store.commit()
    return material


def _finding_ids(store: Session, response: Response) -> list[int]:
    return [one.finding.id for one in _material(store, response).findings]


# Who may see what


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MODERATOR])
def test_A1_only_moderators_come_here(store: Session, consultation: Consultation, sign_in: SignIn, role: Role) -> None:
    _receive(store, consultation)
    client = sign_in(factories.staff(store, consultation.authority, role))
    assert [client.get(address).status_code for address in (QUEUE, DESK)] == [403, 403]


def test_A1_a_moderator_of_another_authority_finds_nothing(
    store: Session, consultation: Consultation, sign_in: SignIn
) -> None:
    _receive(store, consultation)
    client = sign_in(factories.staff(store, factories.authority(store, "nabostad"), Role.MODERATOR))
    assert [client.get(address).status_code for address in (QUEUE, DESK)] == [404, 404]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (3, "Samme afsender har også sendt svar nr. 2 og svar nr. 3."),
        (13, "svar nr. 10, svar nr. 11 og 2 andre."),
    ],
)
def test_the_desk_names_the_nearest_of_the_same_sender_and_counts_the_rest(
    store: Session, consultation: Consultation, maja: PageClient, sent: int, words: str
) -> None:
    for _number in range(sent):
        _receive(store, consultation)
    _take(maja)
    page = _page(maja)
    assert words in re.sub(r"<[^>]+>", "", page)
    assert page.count(">svar nr. ") == min(sent - 1, 10)


def test_nobody_is_sent_to_sign_in(store: Session, consultation: Consultation, client: PageClient) -> None:
    assert client.get(QUEUE).status_code == 302


def test_an_unknown_number_is_not_found(maja: PageClient) -> None:
    assert [maja.get(f"{HOME}/svar/{label}/gennemgang").status_code for label in ("9", "E-1", "x")] == [404] * 3


def test_the_original_is_closed_until_it_is_opened(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    _receive(store, consultation, f"Jeg bor på Prøvevej 12. {PHONE}")
    page = _page(maja)
    assert PHONE not in page
    assert "Vis originalen" in page


def test_R57_before_a_machine_has_looked_no_word_is_shown_without_leave(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    """What the public would see is then the whole original."""
    factories.response(store, consultation, factories.submission(f"Ring til mig. {PHONE}"))
    store.commit()
    page = _page(maja)
    assert PHONE not in page
    assert "Ring til mig" not in page


def test_a_get_opens_nothing(store: Session, consultation: Consultation, maja: PageClient) -> None:
    _receive(store, consultation)
    for address in (QUEUE, DESK, DESK):
        maja.get(address)
    assert store.scalar(select(func.count(Access.id))) == 0


def test_opening_the_original_is_noted_and_ends(
    store: Session, consultation: Consultation, maja: PageClient, at: Clock
) -> None:
    _receive(store, consultation, f"Ring {PHONE}.")
    _post(maja, "original")
    assert PHONE in _page(maja)
    at.now += rules.ACCESS_LIFE
    assert PHONE not in _page(maja)
    assert store.scalar(select(func.count(Access.id))) == 1


def test_what_one_has_opened_is_closed_to_another(
    store: Session, consultation: Consultation, maja: PageClient, mads: PageClient
) -> None:
    _receive(store, consultation, f"Ring {PHONE}.")
    _post(maja, "original")
    assert PHONE not in _page(mads)


def test_U30_pages_of_the_desk_are_kept_nowhere(store: Session, consultation: Consultation, maja: PageClient) -> None:
    _receive(store, consultation)
    assert "no-store" in maja.get(DESK).headers["Cache-Control"]


# The queue


def test_the_queue_names_risk_and_holder(
    store: Session, consultation: Consultation, maja: PageClient, mads: PageClient
) -> None:
    _receive(store, consultation, f"Nr. {CPR}.")
    _take(maja)
    page = _page(mads, QUEUE)
    assert "CPR-nummer fundet" in page
    assert "Maja Modprøve" in page
    assert "Der er intet her, som du kan tage nu" in page


def test_taking_the_next_opens_it_on_the_desk(store: Session, consultation: Consultation, maja: PageClient) -> None:
    _receive(store, consultation)
    assert _take(maja).location.endswith(DESK)
    assert SECRET in _page(maja)


def test_two_who_take_at_once_get_one_each(
    store: Session, consultation: Consultation, maja: PageClient, mads: PageClient
) -> None:
    for _ in range(2):
        _receive(store, consultation)
    assert _take(maja).location != _take(mads).location


def test_an_empty_queue_says_so(maja: PageClient) -> None:
    assert "Alle svar er gennemgået." in _page(maja, QUEUE)


def test_letting_go_and_taking_the_next_does_not_come_back(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    first = _receive(store, consultation)
    _receive(store, consultation)
    _take(maja)
    answer = _post(maja, "tag-det-naeste", QUEUE, after=first.id)
    assert answer.location.endswith(f"{HOME}/svar/2/gennemgang")
    assert store.scalars(select(Claim.response_id)).all() == [first.id + 1]


def test_where_nothing_is_free_one_comes_back_to_what_is_on_ones_desk(
    store: Session, consultation: Consultation, maja: PageClient, mads: PageClient
) -> None:
    _receive(store, consultation)
    assert _take(maja).location.endswith(DESK)
    assert _take(maja).location.endswith(DESK)
    assert _take(mads).location.endswith(QUEUE)


@pytest.mark.parametrize("after", ["9" * 30, "0", "x", ""])
def test_letting_go_of_what_is_not_waiting_lets_nothing_go(
    store: Session, consultation: Consultation, maja: PageClient, after: str
) -> None:
    _receive(store, consultation)
    assert _post(maja, "tag-det-naeste", QUEUE, after=after).location.endswith(DESK)


def test_a_response_that_is_let_go_is_free(store: Session, consultation: Consultation, maja: PageClient) -> None:
    _receive(store, consultation)
    _take(maja)
    assert _post(maja, "slip").status_code == 303
    assert store.scalar(select(func.count(Claim.id))) == 0


def test_a_number_leads_to_its_response(store: Session, consultation: Consultation, maja: PageClient) -> None:
    _receive(store, consultation)
    assert maja.get(f"{QUEUE}?nr=1").location.endswith(DESK)
    assert "Der er intet svar nr. 77" in _page(maja, f"{QUEUE}?nr=77")


# Findings and marks, without script (U21)


def test_U21_a_whole_review_without_script(store: Session, consultation: Consultation, maja: PageClient) -> None:
    response = _receive(store, consultation, f"Ring {PHONE}. {SECRET}")
    _receive(store, consultation, "Godt.")
    _take(maja)
    [finding] = _finding_ids(store, response)
    _post(maja, f"fund/{finding}", answer="redact")
    found = _post(maja, "ord", words="Lillemus", words_kind="person_name")
    assert "“Lillemus” står 1 sted i svaret." in found.get_data(as_text=True)
    _post(maja, "ord", words="Lillemus", words_kind="person_name", confirmed="1")
    answer = _post(maja, "afgoer", kind="publish_redacted", seen="1", then="next")
    assert answer.location.endswith(f"{HOME}/svar/2/gennemgang")
    assert store.scalars(select(RenditionPart.text)).all() == [
        "Ring [telefonnummer fjernet]. [navn fjernet] har det svært derhjemme."
    ]


def test_finding_words_changes_nothing(store: Session, consultation: Consultation, maja: PageClient) -> None:
    response = _receive(store, consultation)
    _take(maja)
    _post(maja, "ord", words="Lillemus", words_kind="person_name")
    assert _material(store, response).marks == ()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Skriv de ord, der skal overstreges"),
        ("Ulla", "Ordene står ikke i teksten. Skriv dem præcis som i svaret."),
    ],
)
def test_words_that_cannot_be_found_are_said_to_be_so(
    store: Session, consultation: Consultation, maja: PageClient, words: str, sentence: str
) -> None:
    _receive(store, consultation)
    _take(maja)
    answer = _post(maja, "ord", words=words, words_kind="person_name")
    assert answer.status_code == 400
    assert sentence in answer.get_data(as_text=True)


def test_whole_sentences_are_marked_and_stand_again(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    response = _receive(store, consultation, f"Godt. {SECRET}")
    _take(maja)
    [value] = re.findall(r'name="sentences" value="([^"]+\.6\.\d+)"', _page(maja))
    _post(maja, "saetninger", sentences=value, sentences_kind="health")
    assert _material(store, response).public.texts[1] == "Godt. [helbredsoplysning fjernet]"
    answer, place, start, end = value.split(".")
    _post(maja, "fjern", answer=answer, place=place, start=start, end=end)
    assert _material(store, response).marks == ()


def test_a_forged_sentence_is_refused(store: Session, consultation: Consultation, maja: PageClient) -> None:
    response = _receive(store, consultation)
    _take(maja)
    assert _post(maja, "saetninger", sentences="1.text.0.3", sentences_kind="health").status_code == 400
    assert _material(store, response).marks == ()


def test_keeping_without_a_reason_is_explained(store: Session, consultation: Consultation, maja: PageClient) -> None:
    response = _receive(store, consultation, f"Ring {PHONE}.")
    _take(maja)
    answer = _post(maja, f"fund/{_finding_ids(store, response)[0]}", answer="keep")
    assert answer.status_code == 400
    assert "Vælg en grund til at beholde det" in answer.get_data(as_text=True)


def test_a_finding_of_another_response_is_not_found(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    _receive(store, consultation)
    other = _receive(store, consultation, f"Ring {PHONE}.")
    _post(maja, "original")
    assert _post(maja, f"fund/{_finding_ids(store, other)[0]}", answer="redact").status_code == 404


def test_R29_a_colleague_confirms_what_one_proposes(
    store: Session, consultation: Consultation, maja: PageClient, mads: PageClient
) -> None:
    response = _receive(store, consultation, f"Sagen hedder {CPR}.")
    [finding] = _finding_ids(store, response)
    _take(maja)
    _post(maja, f"fund/{finding}", answer="keep", reason="not_that")
    assert "Du har foreslået at vise det. En kollega skal bekræfte." in _page(maja)
    _post(maja, "slip")
    _take(mads)
    assert "Maja Modprøve foreslår at vise det" in _page(mads)
    _post(mads, f"fund/{finding}", answer="keep", reason="not_that")
    assert "Bekræftet af Mads Modprøve." in _page(mads)


def test_U22_an_undecided_finding_stops_publication_and_names_itself(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    _receive(store, consultation, f"Ring {PHONE}.")
    _take(maja)
    assert "ikke afklaret endnu" in _page(maja)
    answer = _post(maja, "afgoer", kind="publish_redacted", seen="1")
    assert answer.status_code == 409
    assert "Fund 1 er ikke afklaret" in answer.get_data(as_text=True)


def test_R28_what_is_first_found_at_the_decision_is_there_to_be_answered(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    _receive(store, consultation, "Kroghuset lukker for tidligt.")
    _take(maja)
    row = {"words": "Kroghuset", "key": "kroghuset", "kind": FindingKind.OTHER, "by": "system", "at": NOW}
    store.add(HeldWord(authority_id=consultation.authority_id, **row))
    store.commit()
    answer = _post(maja, "afgoer", kind="publish", seen="1")
    assert "Fund 1 er ikke afklaret" in answer.get_data(as_text=True)
    assert "Fund: 1, ikke afklaret: 1" in _page(maja)


def test_R32_the_letter_to_what_is_chosen_is_read_before_anything_is_decided(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    _receive(store, consultation, sender=factories.sender(email="karen.proevesen@borger.example"))
    _take(maja)
    assert "kan nu læses" in _page(maja)
    chosen = {"kind": "withhold", "reason": "abuse", "then": "letter"}
    shown = _post(maja, "afgoer", **chosen).get_data(as_text=True)
    assert "truer eller håner" in shown
    assert "kan nu læses" not in shown
    assert _post(maja, "afgoer", kind="withhold", then="letter").status_code == 400
    assert store.scalars(select(Decision)).all() == []


def test_C1_save_and_take_the_next_holds_one_response_at_a_time(
    store: Session, consultation: Consultation, maja: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act on many holds them in another order: each would wait for the other."""
    held: list[set[int]] = [set()]
    lock = queries.lock_response

    def noted(session: Session, response_id: int) -> Response:
        if not held[-1]:
            event.listen(session, "after_commit", lambda _session: held.append(set()), once=True)
        held[-1].add(response_id)
        return lock(session, response_id)

    for _ in range(2):
        _receive(store, consultation)
    _take(maja)
    monkeypatch.setattr(queries, "lock_response", noted)
    assert _post(maja, "afgoer", kind="publish", seen="1", then="next").location.endswith("/svar/2/gennemgang")
    assert [len(one) for one in held if one] == [1, 1]


def test_R30_what_is_left_over_is_named(store: Session, sign_in: SignIn) -> None:
    owner = factories.consultation(store, factories.authority(store), name_rule=NameRule.FULL_NAME)
    maja = _client(store, owner, sign_in, "Maja Modprøve")
    _receive(store, owner, "Jeg hedder Karen Prøvesen.")
    _take(maja)
    _post(maja, "ord", words="Karen Prøvesen", words_kind="person_name", confirmed="1")
    answer = _post(maja, "afgoer", kind="publish_redacted", seen="1")
    assert answer.status_code == 409
    assert "står stadig et andet sted: “Karen Prøvesen”" in answer.get_data(as_text=True)


# Deciding


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Vælg, hvad der skal ske med svaret"),
        ({"kind": "publish"}, "Sæt hak ved, at du har læst den offentlige udgave"),
        ({"kind": "publish_redacted", "seen": "1"}, "Der er ingen overstregninger. Vælg Offentliggør."),
        ({"kind": "withhold"}, "Vælg en grund"),
        ({"kind": "reopen"}, "Vælg en af mulighederne"),
    ],
)
def test_a_decision_that_lacks_something_is_explained(
    store: Session, consultation: Consultation, maja: PageClient, values: dict[str, str], sentence: str
) -> None:
    _receive(store, consultation)
    _take(maja)
    answer = _post(maja, "afgoer", **values)
    assert answer.status_code == 400
    assert sentence in answer.get_data(as_text=True)
    assert store.scalar(select(func.count(Decision.id))) == 0


@pytest.mark.parametrize("name", ["version", "decision_seq", "set_seq"])
def test_a_decision_without_the_numbers_of_its_page_is_refused(
    store: Session, consultation: Consultation, maja: PageClient, name: str
) -> None:
    _receive(store, consultation)
    _take(maja)
    assert _post(maja, "afgoer", kind="publish", seen="1", **{name: "x"}).status_code == 400


def test_the_authors_wish_is_filled_in_and_not_followed(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    content = Content((AnswerContent("Vis det ikke."),), hide_requested=True)
    response = _receive(store, consultation, content=content)
    _take(maja)
    assert 'value="withhold" checked' in _page(maja)
    assert desk.status(store, response) == "awaiting"


def test_C1_who_comes_second_sees_both_decisions(
    store: Session, consultation: Consultation, maja: PageClient, mads: PageClient, at: Clock
) -> None:
    response = _receive(store, consultation)
    _take(mads)
    page = _page(mads)
    at.now += rules.CLAIM_LIFE
    operations.decide(
        store,
        desk.moderator(store, consultation, "Ulla Modprøve"),
        at.now,
        response.id,
        0,
        1,
        DecisionKind.WITHHOLD,
        Reason.ABUSE,
    )
    store.commit()
    hidden = dict(
        re.findall(r'<input type="hidden" name="(csrf_token|version|decision_seq|set_seq)" value="([^"]*)"', page)
    )
    answer = mads.post(f"{DESK}/afgoer", data=hidden | {"kind": "publish", "seen": "1"})
    words = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Ulla Modprøve har taget stilling til svaret kl.\xa013.30." in words
    assert "Vises ikke offentligt: Svaret truer eller håner nogen." in words
    assert "Offentliggør" in words


def test_a_corrected_response_says_so(store: Session, consultation: Consultation, maja: PageClient) -> None:
    response = _receive(store, consultation)
    _take(maja)
    page = _page(maja)
    content = Content((AnswerContent("Otte uger er nok."),))
    responses.correct_response(store, factories.settings(), NOW, response, factories.sender(), content)
    store.commit()
    hidden = dict(
        re.findall(r'<input type="hidden" name="(csrf_token|version|decision_seq|set_seq)" value="([^"]*)"', page)
    )
    answer = maja.post(f"{DESK}/afgoer", data=hidden | {"kind": "publish", "seen": "1"})
    assert answer.status_code == 409
    assert "Læs den nye version." in answer.get_data(as_text=True)


def test_what_is_on_another_desk_can_be_read_and_not_decided(
    store: Session, consultation: Consultation, maja: PageClient, mads: PageClient
) -> None:
    _receive(store, consultation)
    _take(maja)
    _post(mads, "original")
    page = _page(mads)
    assert SECRET in page
    assert "Maja Modprøve har svaret på sit bord" in page
    assert "Gem, og tag næste" not in page
    values = {"version": "1", "decision_seq": "0", "set_seq": "1", "kind": "publish", "seen": "1"}
    assert _post(mads, "afgoer", **values).status_code == 409


def test_nobody_decides_on_their_own_response(store: Session, consultation: Consultation, sign_in: SignIn) -> None:
    person = factories.staff(store, consultation.authority, Role.MODERATOR)
    _receive(store, consultation, sender=factories.sender(email=person.email))
    client = sign_in(person)
    _take(client)
    answer = _post(client, "afgoer", kind="publish", seen="1")
    assert answer.status_code == 403
    assert "En anden moderator skal tage det." in answer.get_data(as_text=True)


def test_R32_whose_decision_a_complaint_opened_is_told_why_a_colleague_goes_on(
    store: Session, consultation: Consultation, maja: PageClient, mads: PageClient
) -> None:
    response = _receive(store, consultation)
    people = {one.name: one.id for one in store.scalars(select(Staff))}
    first, second = (f"staff:{people[name]}" for name in ("Maja Modprøve", "Mads Modprøve"))
    desk.decide(store, first, response, DecisionKind.WITHHOLD, Reason.ABUSE)
    row = appealing.appeal(store, "sender", NOW, response, "Jeg håner ingen.")
    appeals.answer_appeal(store, second, NOW, row.id, AppealOutcome.OPENED, "Det har du ret i.")
    desk.decide(store, second, response, DecisionKind.PUBLISH)
    store.commit()
    page = _page(maja)
    assert "Derfor er det en kollega" in page
    assert ">Tag ned</button>" not in page
    answer = _post(maja, "tag-ned", reason="sensitive", decision_seq=3, version=1)
    assert answer.status_code == 403
    assert "afsenderen fik medhold i sin klage" in answer.get_data(as_text=True)
    assert ">Tag ned</button>" in _page(mads)


def test_U23_the_next_page_offers_to_undo(store: Session, consultation: Consultation, maja: PageClient) -> None:
    response = _receive(store, consultation)
    _take(maja)
    _post(maja, "afgoer", kind="publish", seen="1", then="queue")
    page = _page(maja, QUEUE)
    assert "Svar nr. 1 bliver vist kl.\xa013.05." in page
    hidden = dict(re.findall(r'<input type="hidden" name="(csrf_token|version|decision_seq)" value="([^"]*)"', page))
    assert maja.post(f"{DESK}/aabn-igen", data=hidden).status_code == 303
    assert desk.status(store, response) == Status.AWAITING
    rendition = store.scalars(select(Rendition)).one()
    assert rendition.hidden_at is not None
    assert rendition.hidden_at < rendition.visible_from


def test_U23_the_newest_decision_is_undone_at_once_and_the_others_are_folded(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    for number in (1, 2, 3):
        _receive(store, consultation)
        _take(maja)
        _post(maja, "afgoer", f"{HOME}/svar/{number}/gennemgang", kind="publish", seen="1", then="queue")
    first, folded = _page(maja, QUEUE).split("<details", 1)
    assert re.findall(r"afgørelsen om svar nr. (\d)", first) == ["3"]
    assert "Fortryd en tidligere afgørelse (2)" in folded
    assert re.findall(r"afgørelsen om svar nr. (\d)", folded) == ["2", "1"]


def test_U23_after_five_minutes_it_is_taken_down_instead(
    store: Session, consultation: Consultation, maja: PageClient, at: Clock
) -> None:
    response = _receive(store, consultation)
    _take(maja)
    _post(maja, "afgoer", kind="publish", seen="1", then="queue")
    at.now += rules.UNDO_TIME + timedelta(seconds=1)
    assert "Fortryd" not in _page(maja, QUEUE)
    assert _post(maja, "tag-ned").status_code == 400
    assert _post(maja, "tag-ned", reason="sensitive").status_code == 303
    assert desk.status(store, response) == Status.WITHHELD
    assert desk.shown(store, response) is None


def test_single_keys_are_switched_off_for_good(store: Session, consultation: Consultation, maja: PageClient) -> None:
    _receive(store, consultation)
    _take(maja)
    page = _page(maja)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    assert "data-shortcuts" in page
    answer = maja.post("/intern/genveje", data={"csrf_token": token[1], "on": "0", "back": DESK})
    assert answer.location.endswith(DESK)
    assert "data-shortcuts" not in _page(maja)


def test_A5_switching_keys_leads_to_no_other_site(store: Session, consultation: Consultation, maja: PageClient) -> None:
    _receive(store, consultation)
    answer = _post(maja, "original")
    token = re.search(r'name="csrf_token" value="([^"]+)"', _page(maja))
    assert token is not None
    answer = maja.post("/intern/genveje", data={"csrf_token": token[1], "on": "1", "back": "//evil.example/intern/"})
    assert answer.location == "/intern"


def test_the_protected_senders_name_stands_nowhere_in_the_preview(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    _receive(store, consultation, sender=factories.sender(protected=True))
    page = _page(maja)
    assert "Karen Prøvesen" not in page
    assert "navne- og adressebeskyttelse" in page


def test_marks_are_numbered_and_never_colour_alone(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    _receive(store, consultation, f"Ring {PHONE}, eller {CPR}.")
    _take(maja)
    page = _page(maja)
    assert re.search(rf'<mark class="hs-mark">{PHONE}<sup[^>]*>.*?1</sup></mark>', page)
    assert re.search(rf'<mark class="hs-mark hs-mark--gone">{CPR}<sup[^>]*>.*?2</sup></mark>', page)


def test_a_person_without_access_row_reads_no_finding(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    response = _receive(store, consultation, f"Nr. {CPR}.")
    page = _page(maja)
    assert CPR not in page
    assert _material(store, response).findings[0].text == CPR


def test_reading_order_is_text_findings_preview_decision(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    _receive(store, consultation)
    _take(maja)
    page = _page(maja)
    headings = re.findall(r"<h2[^>]*>([^<:]+)", page)
    assert headings == ["Originalen", "Fund", "Sådan ser offentligheden det", "Tag stilling", "Interne noter"]
    assert not re.search(r'tabindex="[1-9]', page)


def test_other_words_for_a_section_are_compared_in_the_original_and_in_what_the_public_will_read(
    store: Session, consultation: Consultation, maja: PageClient
) -> None:
    place = factories.places(store, consultation)[2, "hvor-laenge"]
    proposing = AnswerContent("", None, f"Et forløb varer otte uger. Ring {PHONE}.", *place)
    _receive(store, consultation, content=Content((proposing,)))
    _take(maja)
    page = _page(maja)
    compared = re.findall(r'<div class="hs-compare-inline">(.*?)</div>', page, re.DOTALL)
    assert len(compared) == 2
    assert all("<ins>" in one and "<del>" in one for one in compared)
    assert [PHONE in one for one in compared] == [True, False]


# Contact data


def test_R57_contact_data_is_shown_to_who_asks_for_half_an_hour_and_noted(
    store: Session, consultation: Consultation, maja: PageClient, mads: PageClient, at: Clock
) -> None:
    _receive(store, consultation, sender=factories.sender(email="karen@proeve.example", phone="87 65 43 21"))
    _post(maja, "original")
    assert "karen@proeve.example" not in maja.get(DESK).get_data(as_text=True)
    _post(maja, "kontakt")
    shown = maja.get(DESK).get_data(as_text=True)
    assert "karen@proeve.example" in shown
    assert "karen@proeve.example" not in mads.get(DESK).get_data(as_text=True)
    entry = store.scalars(select(Audit).where(Audit.event == "access.opened").order_by(Audit.seq.desc())).first()
    assert entry is not None
    assert entry.fields == '{"purpose":"contact"}'
    at.now = NOW + timedelta(minutes=31)
    assert "karen@proeve.example" not in maja.get(DESK).get_data(as_text=True)


def test_R57_contact_data_opens_no_original(store: Session, consultation: Consultation, maja: PageClient) -> None:
    _receive(store, consultation)
    _post(maja, "kontakt")
    assert "Originalen er lukket." in maja.get(DESK).get_data(as_text=True)
