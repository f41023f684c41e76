"""A council writes one answer together: code, own pages, and a lead who puts the words in and sends (4.3)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.lib.tokens import hash_token
from consultation.models import Consultation, Response, Unsent, UnsentAuthor, UnsentContribution, UnsentPart
from consultation.responses import contributing, queries, unsent
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.pages import PageClient
from tests.responses.test_flow import ANSWER, KAREN, begin, hidden, send, send_form, text_of
from tests.responses.test_switching import replace_draft

SECTION = f"{ANSWER}?udkast=2&afsnit=hvor-laenge"
BODY = {"capacity": "council", "name": "Lis Lederprøve", "organisation": "Prøverådet", "til": "naeste"}


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


@pytest.fixture
def lead(client: PageClient, consultation: Consultation) -> str:
    """The link of an answer about draft 2 and one of its sections."""
    return begin(client, SECTION, **{"text": "Rådets svar.", "text-hvor-laenge": "For kort."})


def code_of(client: PageClient, lead: str) -> str:
    """A new code, as the lead's page shows it."""
    page = client.get(client.post(f"{lead}/sammen", data={"til": "kode"}).location).get_data(as_text=True)
    found = re.search(r'id="kode"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def join(client: PageClient, code: str, name: str = "Karen Kollega") -> str:
    """The link of a colleague's own page."""
    joined = client.post("/skriv-sammen", data={"code": code, "name": name})
    assert joined.status_code == 303, text_of(joined)
    return joined.location


def contribute(client: PageClient, link: str, text: str = "Unge mangler.", place: str = "2-hvor-laenge") -> None:
    assert client.post(link, data={f"text-{place}": text, "til": "gem"}).status_code == 303


def inserts(page: str) -> list[str]:
    return re.findall(r'value="(bidrag-\d+)"', page)


def test_a_code_is_readable_open_until_closed_and_new_each_time(client: PageClient, lead: str) -> None:
    first = code_of(client, lead)
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", first)
    second = code_of(client, lead)
    assert second != first
    assert client.post("/skriv-sammen", data={"code": first, "name": "Karen"}).status_code == 200
    join(client, second)
    client.post(f"{lead}/sammen", data={"til": "luk"})
    assert "Koden virker ikke" in text_of(client.post("/skriv-sammen", data={"code": second, "name": "Lene"}))


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}. "])
def test_a_code_is_taken_however_it_is_typed(client: PageClient, lead: str, change: object) -> None:
    assert callable(change)
    join(client, change(code_of(client, lead)))


def test_A2_code_and_link_are_stored_as_hashes_and_the_link_has_256_bits(
    client: PageClient, store: Session, lead: str
) -> None:
    code = code_of(client, lead)
    token = join(client, code).removeprefix("/bidrag/")
    assert len(token) == 43
    author = store.scalars(select(UnsentAuthor)).one()
    assert author.token_hash == hash_token(token)
    stored = store.scalars(select(Unsent.lead_code_hash)).one()
    assert stored is not None
    assert code.replace("-", "") not in stored.upper()


def test_A2_codes_cannot_be_tried_for_long(
    client: PageClient, lead: str, at: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contributing, "MOST_TRIES", 3)
    code = code_of(client, lead)
    for _ in range(3):
        client.post("/skriv-sammen", data={"code": "AAAA-AAAA", "name": "Gæt"})
    assert client.post("/skriv-sammen", data={"code": code, "name": "Karen"}).status_code == 200
    at.now += timedelta(hours=1)
    join(client, code)


def test_a_colleague_sees_what_is_answered_and_only_their_own_words(client: PageClient, lead: str) -> None:
    code = code_of(client, lead)
    first, second = join(client, code, "Karen"), join(client, code, "Lene")
    contribute(client, first, "Karens ord.")
    page = text_of(client.get(second))
    assert "Dit bidrag om udkast 2, afsnit 2 Hvor længe?" in page
    assert "Et forløb varer højst seks uger (2)." in page
    for hidden_words in ("Karens ord.", "Rådets svar.", "For kort."):
        assert hidden_words not in page
    assert "Karens ord." in text_of(client.get(first))
    assert 'action="' not in client.get(first).get_data(as_text=True).split("<main", 1)[1]


def test_an_empty_contribution_is_not_called_saved(client: PageClient, lead: str) -> None:
    link = join(client, code_of(client, lead))
    empty = text_of(client.get(client.post(link, data={"text-2-": " ", "til": "gem"}).location))
    assert "Dit bidrag er tomt" in empty
    assert "Dit bidrag er gemt" not in empty
    written = text_of(client.get(client.post(link, data={"text-2-": "Ord.", "til": "gem"}).location))
    assert "Dit bidrag er gemt" in written


def test_a_contribution_is_saved_by_itself_too(client: PageClient, store: Session, lead: str) -> None:
    link = join(client, code_of(client, lead))
    told = client.post(link, data={"text-2-": "Ord.", "til": "autosave"})
    assert told.json == {"saved_at": "13.00"}
    assert store.scalars(select(UnsentContribution.text)).all() == ["Ord."]


def test_the_lead_puts_a_contribution_behind_their_own_words(client: PageClient, lead: str) -> None:
    link = join(client, code_of(client, lead))
    contribute(client, link)
    page = client.get(f"{lead}/skriv")
    assert "Bidrag fra Karen Kollega, kl. 13.00" in text_of(page)
    (button,) = inserts(page.get_data(as_text=True))
    typed = hidden(page) | {"text": "Rådets svar.", "text-hvor-laenge": "For kort, mener vi.", "til": button}
    after = client.get(client.post(f"{lead}/skriv?udkast=2", data=typed).location)
    assert "For kort, mener vi.\n\nUnge mangler.</textarea>" in after.get_data(as_text=True)
    assert "Det er sat ind." in text_of(after)
    assert inserts(after.get_data(as_text=True)) == []


def test_what_changed_since_can_be_put_in_again(client: PageClient, lead: str, at: Clock) -> None:
    link = join(client, code_of(client, lead))
    contribute(client, link)
    (button,) = inserts(client.get(f"{lead}/skriv").get_data(as_text=True))
    send_form(client, f"{lead}/skriv", til=button)
    at.now += timedelta(minutes=1)
    contribute(client, link, "Unge og gamle mangler.")
    page = client.get(f"{lead}/skriv")
    assert "Det er ændret, siden det blev sat ind." in text_of(page)
    assert inserts(page.get_data(as_text=True)) == [button]


def test_the_review_names_what_is_not_put_in_and_sends_without_it(
    client: PageClient, store: Session, lead: str, at: Clock
) -> None:
    links = [join(client, code_of(client, lead), name) for name in ("Karen", "Lene")]
    for link in links:
        contribute(client, link)
    client.post(f"{lead}/om-dig", data=KAREN)
    review = text_of(client.get(f"{lead}/gennemse"))
    assert "2 bidrag er ikke sat ind i svaret" in review
    assert "Fra Lene, kl. 13.00." in review
    send(client, lead)
    response = store.scalars(select(Response)).one()
    content = queries.content_of(store, queries.newest_version(store, response.id))
    assert "Unge mangler." not in "".join(answer.text for answer in content.answers)
    store.rollback()
    for link in links:
        page = text_of(client.get(link))
        assert "Svaret er sendt" in page
        assert "Rådets svar." not in page
    late = client.post(links[0], data={"text-2-": "For sent.", "til": "gem"})
    assert "For sent." in text_of(late)
    assert store.scalar(select(func.count(UnsentContribution.id))) == 2


def test_who_is_taken_off_has_a_dead_link_and_their_words_stay(client: PageClient, lead: str) -> None:
    link = join(client, code_of(client, lead))
    contribute(client, link)
    page = client.get(f"{lead}/sammen").get_data(as_text=True)
    remove = re.search(r'value="(fjern-\d+)"', page)
    assert remove is not None
    assert "Karen Kollega. 1 bidrag." in text_of(client.get(f"{lead}/sammen"))
    client.post(f"{lead}/sammen", data={"til": remove[1]})
    assert client.get(link).status_code == 404
    assert client.post(link, data={"text-2-": "x", "til": "gem"}).status_code == 404
    assert "Unge mangler." in text_of(client.get(f"{lead}/skriv"))
    assert "Er ikke med mere" in text_of(client.get(f"{lead}/sammen"))


def test_another_answers_lead_cannot_take_off_or_put_in(client: PageClient, store: Session, lead: str) -> None:
    contribute(client, join(client, code_of(client, lead)))
    author, words = store.scalars(select(UnsentAuthor.id)).one(), store.scalars(select(UnsentContribution.id)).one()
    store.rollback()
    other = begin(client)
    client.post(f"{other}/sammen", data={"til": f"fjern-{author}"})
    send_form(client, f"{other}/skriv", til=f"bidrag-{words}")
    assert store.scalars(select(UnsentAuthor.removed_at)).one() is None
    assert store.scalars(select(UnsentContribution.inserted_at)).one() is None


def test_contributions_follow_to_a_new_version_of_the_draft(
    client: PageClient, store: Session, consultation: Consultation, lead: str
) -> None:
    link = join(client, code_of(client, lead))
    contribute(client, link)
    replace_draft(store, consultation, ("hvem", "hvor-laenge"))
    send_form(client, f"{lead}/skriv", til="ny-udgave")
    assert "Unge mangler." in text_of(client.get(f"{lead}/skriv"))
    assert "Unge mangler." in text_of(client.get(link))


def test_a_place_with_a_contribution_stays_when_another_choice_is_made(client: PageClient, lead: str) -> None:
    contribute(client, join(client, code_of(client, lead)))
    send_form(client, f"{lead}/skriv", **{"text": "", "text-hvor-laenge": ""}, til="naeste")
    client.post(f"{lead}/vaelg", data={"udkast": "1", "til": "vaelg"})
    assert "Unge mangler." in text_of(client.get(f"{lead}/skriv?udkast=2"))


def test_everything_is_deleted_with_the_answer_sent_or_not(
    client: PageClient, store: Session, consultation: Consultation, lead: str
) -> None:
    month = CLOSES + timedelta(days=30)
    contribute(client, join(client, code_of(client, lead)))
    sent = begin(client, f"{ANSWER}?udkast=1")
    contribute(client, join(client, code_of(client, sent), "Lene"), place="1-")
    send(client, sent)
    for row in store.scalars(select(Unsent.id)).all():
        unsent.delete_overdue(store, factories.settings(), month, unsent_id=row)
    store.commit()
    for table in (UnsentContribution, UnsentAuthor, UnsentPart):
        assert store.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize(("capacity", "offered"), [("council", True), ("citizen", False)])
def test_writing_together_is_offered_to_bodies(
    client: PageClient, consultation: Consultation, capacity: str, offered: bool
) -> None:
    link = begin(client)
    client.post(f"{link}/om-dig", data=BODY | {"capacity": capacity, "postcode": "0000"})
    assert ("Skriv sammen med andre" in text_of(client.get(f"{link}/skriv"))) is offered


def test_after_sending_nobody_joins(client: PageClient, lead: str) -> None:
    code = code_of(client, lead)
    send(client, lead)
    assert client.post("/skriv-sammen", data={"code": code, "name": "Karen"}).status_code == 200
    assert NOW < CLOSES


def test_the_pages_of_writing_together_are_whole_in_english(client: PageClient, lead: str) -> None:
    link = join(client, code_of(client, lead))
    assert "Your contribution to the response" in text_of(client.get(f"/en{link}"))
    assert "Write together with others" in text_of(client.get(f"/en{lead}/sammen"))
    assert "Contribute to a response" in text_of(client.get("/en/skriv-sammen"))
