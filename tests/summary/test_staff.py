"""Pages of the papers: who may see them, what they refuse, and what they hand out (R44-R46, A1, C2, U26)."""

import io
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.accounts import operations as accounts
from consultation.models import Access, Audit, Authority, Job, PublishedAnnex, Snapshot, Staff, StaffRole, WordingAnswer
from consultation.summary import archive, canonical, comma, inputs, operations, queries
from consultation.summary.annex_names import INDEX, archive_name
from consultation.summary.dataset import data
from consultation.summary.manifest import CLOSED_MANIFEST, CLOSED_PAPER, MANIFEST, PUBLIC
from consultation.summary.papers import Package
from consultation.summary.selection import Selection
from consultation.vocabulary import JobState, Role
from tests import factories
from tests.conftest import Clock
from tests.databases import Once
from tests.pages import PageClient
from tests.summary.case import CHAPTERS, COUNCIL, READY, REMOVED, WITHHELD, Case, case

WEB_PAGE = b'<!doctype html>\n<html lang="da"><head><title>Notat</title></head><body><h1>Notat</h1></body></html>\n'
DATA = b'{"consultation": {"title": "Notat", "case_number": "27-1"}}'
PAPERS = Package(
    {name: f"{name}\n".encode() for name in (*PUBLIC, MANIFEST)} | {"hoeringsnotat.html": WEB_PAGE, "data.json": DATA},
    {CLOSED_PAPER: b"closed words\n", CLOSED_MANIFEST: b"{}\n"},
)
"""What a compiler would give, without its seconds of work."""


@pytest.fixture
def made(store: Session, once: Once, at: Clock) -> Case:
    found = once(store, case)
    at.now = READY
    return found


def signed_in(made: Case, app: Flask, role: Role, owner: Authority | None = None) -> PageClient:
    person = factories.staff(made.session, owner or made.consultation.authority, role, f"{role.value} Prøve")
    token = accounts.open_session(made.session, READY, person)
    made.session.commit()
    client = app.test_client()
    client.set_cookie("staff", token)
    assert isinstance(client, PageClient)
    return client


@pytest.fixture
def secretary(made: Case, app: Flask) -> PageClient:
    return signed_in(made, app, Role.SECRETARY)


def root(made: Case) -> str:
    return f"/intern/hoeringer/{made.consultation.slug}"


def page(client: PageClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def package(made: Case, app: Flask, *, provisional: bool = False) -> str:
    """The address of a package that is made."""
    snapshot = made.freeze(provisional=provisional)
    kept = operations.keep_package(
        made.session, app.extensions["store"], made.secretary, READY, made.consultation, snapshot, PAPERS
    )
    made.session.commit()
    return f"{root(made)}/pakke/{kept.key}"


# The report's texts


def test_the_secretary_writes_a_chapter(made: Case, secretary: PageClient) -> None:
    answer = post(secretary, f"{root(made)}/rapport", "videre-proces", "Byrådet beslutter i juni.", base=0)
    assert answer.status_code == 303
    made.session.expire_all()
    assert queries.list_report_texts(made.session, made.consultation.id)["process"].text == "Byrådet beslutter i juni."


def test_R46_a_chapter_that_gives_something_away_is_saved_and_says_so_at_once(
    made: Case, secretary: PageClient
) -> None:
    address, text = f"{root(made)}/rapport", "Hun har 010231-4123 og bor på a@b.example."
    assert post(secretary, address, "videre-proces", text, base=0).status_code == 303
    body = page(secretary, f"{address}/videre-proces")
    assert "Tekst: teksten er gemt, som du skrev den" in body
    assert 'aria-describedby="videre-proces-text-warning videre-proces-text-hint"' in body
    assert body.count("noget, der ligner et CPR-nummer og en e-mailadresse") == 2
    assert "Der er ikke mere at se på" not in body
    made.session.expire_all()
    assert queries.list_report_texts(made.session, made.consultation.id)["process"].text == text
    assert f'href="{address}/videre-proces">Et CPR-nummer i videre proces' in page(secretary, f"{root(made)}/pakke")


def post(client: PageClient, address: str, chapter: str, text: str, base: int):  # type: ignore[no-untyped-def]  # - werkzeug's response
    values = {f"{chapter}-text": text, f"{chapter}-base": str(base), "csrf_token": token(client, f"{address}/oekonomi")}
    return client.post(f"{address}/{chapter}", data=values)


def token(client: PageClient, address: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).get_data(as_text=True))
    assert found is not None
    return found[1]


def test_C2_the_second_of_two_who_write_sees_both_texts(made: Case, secretary: PageClient) -> None:
    address = f"{root(made)}/rapport"
    post(secretary, address, "sammenfatning", "Den første ny tekst.", base=1)
    answer = post(secretary, address, "sammenfatning", "Den anden ny tekst.", base=1)
    assert answer.status_code == 409
    body = answer.get_data(as_text=True)
    assert "Den første ny tekst." in body
    assert "Den anden ny tekst." in body
    assert 'name="sammenfatning-base" value="2"' in body


def test_C2_both_texts_can_be_read_afterwards(made: Case, secretary: PageClient) -> None:
    address = f"{root(made)}/rapport"
    post(secretary, address, "sammenfatning", "Den nye tekst.", base=1)
    body = page(secretary, f"{address}/sammenfatning")
    assert "Den nye tekst." in body
    assert CHAPTERS["summary"] in body


def test_a_text_that_cannot_be_stored_is_given_back(made: Case, secretary: PageClient) -> None:
    answer = post(secretary, f"{root(made)}/rapport", "oekonomi", "for langt " * 6000, base=1)
    assert answer.status_code == 400
    assert "for langt for langt" in answer.get_data(as_text=True)


def test_an_unknown_chapter_is_not_found(made: Case, secretary: PageClient) -> None:
    assert post(secretary, f"{root(made)}/rapport", "efterord", "Slut.", base=0).status_code == 404


def test_the_subject_owner_reads_the_report_and_cannot_write_it(made: Case, app: Flask) -> None:
    client = signed_in(made, app, Role.SUBJECT_OWNER)
    assert CHAPTERS["summary"] in page(client, f"{root(made)}/rapport")
    body = page(client, f"{root(made)}/rapport/sammenfatning")
    assert CHAPTERS["summary"] in body
    assert "<textarea" not in body


# The editor of a chapter


def typed(client: PageClient, made: Case, text: str, **more: str):  # type: ignore[no-untyped-def]  # - werkzeug's response
    address = f"{root(made)}/rapport/sammenfatning"
    values = {"sammenfatning-text": text, "sammenfatning-base": "1", "csrf_token": token(client, address)}
    return client.post(address, data=values | more)


def test_a_chapter_is_shown_as_it_will_be_printed_before_it_is_saved(made: Case, secretary: PageClient) -> None:
    answer = typed(secretary, made, "Et afsnit.\n\n- et punkt", vis="1")
    body = answer.get_data(as_text=True)
    assert (answer.status_code, "<li>et punkt</li>" in body, "Teksten er ikke gemt endnu" in body) == (200, True, True)
    made.session.expire_all()
    assert queries.list_report_texts(made.session, made.consultation.id)["summary"].text == CHAPTERS["summary"]


def test_R40_a_number_typed_by_hand_is_held_against_the_one_that_is_counted(made: Case, secretary: PageClient) -> None:
    assert "Systemet tæller" in typed(secretary, made, "Der kom 104 svar.", vis="1").get_data(as_text=True)
    assert "Systemet tæller" not in typed(secretary, made, "Der kom 3 svar.", vis="1").get_data(as_text=True)


def test_a_warning_about_wording_is_answered_with_a_reason_and_asked_again_of_other_words(
    made: Case, secretary: PageClient
) -> None:
    address = f"{root(made)}/rapport/sammenfatning"
    made.write("summary", "Mange vil have mere tid (svar nr. 1).", base=1)
    made.session.commit()
    assert "Skriv et præcist tal i stedet." in page(secretary, address)
    reason = "Ordet er borgerens."
    values = {"fault": "vague", "words": "Mange", "reason": reason, "csrf_token": token(secretary, address)}
    assert secretary.post(f"{address}/ordlyd", data=values).status_code == 303
    body = page(secretary, address)
    assert (reason in body, "Der er ikke mere at se på." in body) == (True, True)
    made.write("summary", "Flere vil have mere tid (svar nr. 1).", base=2)
    made.session.commit()
    assert "Der er ikke mere at se på." not in page(secretary, address)


def test_a_warning_is_not_let_be_without_a_reason(made: Case, secretary: PageClient) -> None:
    address = f"{root(made)}/rapport/sammenfatning"
    values = {"fault": "vague", "words": "Mange", "reason": " ", "csrf_token": token(secretary, address)}
    assert secretary.post(f"{address}/ordlyd", data=values).status_code == 303
    assert made.session.scalar(select(func.count(WordingAnswer.id))) == 0


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR, Role.AUDITOR])
@pytest.mark.parametrize("path", ["/rapport", "/rapport/forhaandsvisning", "/pakke"])
def test_A1_nobody_else_sees_the_report(made: Case, app: Flask, role: Role, path: str) -> None:
    assert signed_in(made, app, role).get(root(made) + path).status_code == 403


@pytest.mark.parametrize("path", ["", "/aaben", "/lukket", "/fil/data.json"])
def test_A1_the_subject_owner_takes_no_package(made: Case, app: Flask, path: str) -> None:
    address = package(made, app)
    assert signed_in(made, app, Role.SUBJECT_OWNER).get(address + path).status_code == 403


# The preview


def test_the_preview_reads_like_the_report(made: Case, secretary: PageClient) -> None:
    body = page(secretary, f"{root(made)}/rapport/forhaandsvisning")
    for words in ("KLADDE", "Sammenfatning", COUNCIL, "Forløbet bliver forlænget."):
        assert words in body


def test_P1_the_preview_has_no_word_that_was_taken_out(made: Case, secretary: PageClient) -> None:
    body = page(secretary, f"{root(made)}/rapport/forhaandsvisning")
    assert REMOVED not in body
    assert WITHHELD not in body


def test_the_preview_says_what_is_missing_where_it_is_missing(made: Case, secretary: PageClient) -> None:
    made.accepted.recommended_outcome = None
    made.session.commit()
    body = page(secretary, f"{root(made)}/rapport/forhaandsvisning")
    below = body[body.index('id="standard-1"') :]
    assert "Pkt. 1.1 mangler en indstilling" in below


def test_the_committees_view_hides_what_is_missing(made: Case, secretary: PageClient) -> None:
    made.accepted.recommended_outcome = None
    made.session.commit()
    assert "hs-panel--wrong" not in page(secretary, f"{root(made)}/rapport/forhaandsvisning?vis=udvalg")


# Freezing


def test_U26_each_gap_is_a_line_with_a_link_to_where_it_is_mended(made: Case, secretary: PageClient) -> None:
    made.write("summary", "Vi fik xx svar.", base=1)
    made.receive("Vi vil have mere tid.")
    made.session.commit()
    body = page(secretary, f"{root(made)}/pakke")
    for words, address in {
        "svar er ikke delt i punkter: nr. 4": f"{root(made)}/daekning",
        "&#34;xx&#34; i sammenfatningen": f"{root(made)}/rapport/sammenfatning",
    }.items():
        assert re.search(rf'<a href="{re.escape(address)}">[^<]*{re.escape(words)}', body), words
    assert re.search(r"<li>[^<]*svar venter på gennemgang: nr. 4 \(kan åbnes af: moderator\)</li>", body)


def test_U26_a_gap_leads_to_the_page_of_a_role_that_the_person_has(made: Case, app: Flask) -> None:
    made.receive("Vi vil have mere tid.")
    client = signed_in(made, app, Role.SECRETARY)
    both = made.session.scalars(select(Staff).where(Staff.name == "secretary Prøve")).one()
    owned = {"authority_id": both.authority_id, "staff_id": both.id}
    made.session.add(StaffRole(**owned, role=Role.MODERATOR, granted_by="system", from_at=READY))
    made.session.commit()
    body = page(client, f"{root(made)}/pakke")
    assert re.search(rf'<a href="{root(made)}/gennemgang">[^<]*svar venter på gennemgang: nr. 4</a>', body)


def test_a_final_edition_is_offered_only_when_nothing_is_missing(made: Case, secretary: PageClient) -> None:
    assert "Lås grundlaget, og opret bilagene" in page(secretary, f"{root(made)}/pakke")
    made.receive("Vi vil have mere tid.")
    made.session.commit()
    body = page(secretary, f"{root(made)}/pakke")
    assert "Lås grundlaget, og opret bilagene" not in body
    assert "Opret en foreløbig udgave" in body


def freeze(client: PageClient, made: Case, edition: str = "endelig"):  # type: ignore[no-untyped-def]  # - werkzeug's response
    address = f"{root(made)}/pakke"
    return client.post(address, data={"edition": edition, "csrf_token": token(client, address)})


def test_locking_freezes_and_owes_the_papers(made: Case, secretary: PageClient) -> None:
    assert freeze(secretary, made).status_code == 303
    job = made.session.scalars(select(Job).where(Job.name == queries.COMPILE)).one()
    snapshot = made.session.scalars(select(Snapshot)).one()
    assert job.arguments == f'{{"snapshot_id": {snapshot.id}}}'
    assert "Pakken bliver lavet" in page(secretary, f"{root(made)}/pakke")


def test_locking_twice_owes_the_papers_once(made: Case, secretary: PageClient) -> None:
    freeze(secretary, made)
    freeze(secretary, made)
    assert made.session.scalar(select(func.count(Snapshot.id))) == 1
    assert made.session.scalar(select(func.count(Job.id)).where(Job.name == queries.COMPILE)) == 1


def test_R44_locking_an_incomplete_case_is_refused_with_the_list(made: Case, secretary: PageClient) -> None:
    made.write("summary", "Vi fik xx svar.", base=1)
    made.session.commit()
    answer = freeze(secretary, made)
    assert answer.status_code == 409
    assert "i sammenfatningen" in answer.get_data(as_text=True)
    assert made.session.scalar(select(func.count(Snapshot.id))) == 0


def test_a_provisional_edition_is_made_of_an_incomplete_case(made: Case, secretary: PageClient) -> None:
    made.write("summary", "Vi fik xx svar.", base=1)
    made.session.commit()
    assert freeze(secretary, made, "foreloebig").status_code == 303
    assert made.session.scalars(select(Snapshot)).one().provisional


def test_papers_that_could_not_be_made_are_said_so(made: Case, secretary: PageClient) -> None:
    freeze(secretary, made)
    made.session.scalars(select(Job).where(Job.name == queries.COMPILE)).one().state = JobState.DEAD
    made.session.commit()
    body = page(secretary, f"{root(made)}/pakke")
    assert "Papirerne af øjebliksbillede 1 blev ikke lavet" in body
    assert "Pakken bliver lavet" not in body


def test_R45_a_later_change_is_counted_and_named(made: Case, app: Flask, secretary: PageClient) -> None:
    package(made, app)
    made.write("economy", "Forslaget koster lidt mere.", base=1)
    made.session.commit()
    body = page(secretary, f"{root(made)}/pakke")
    assert "Der er kommet 1 ændring siden øjebliksbillede 1" in body
    assert "Teksten i økonomien er ændret" in body


def test_a_consultation_that_is_not_sent_out_has_no_papers(made: Case, secretary: PageClient) -> None:
    factories.consultation(made.session, made.consultation.authority, "ikke-sendt", published=False)
    made.session.commit()
    assert secretary.get("/intern/hoeringer/ikke-sendt/pakke").status_code == 409


# The package


def test_the_open_files_are_listed_with_type_size_and_checksum(made: Case, app: Flask, secretary: PageClient) -> None:
    address = package(made, app)
    body = page(secretary, address)
    blob = next(blob for file, blob in blobs(made, address) if file.name == "hoeringsnotat.pdf")
    assert f'href="{address}/fil/hoeringsnotat.pdf"' in body
    assert blob.sha256 in body


def blobs(made: Case, address: str):  # type: ignore[no-untyped-def]  # - rows of a file and its blob
    found, _snapshot = queries.get_package(made.session, made.consultation.id, address.rsplit("/", 1)[1])
    return queries.list_blobs(made.session, found.id)


def test_R46_no_checksum_of_a_closed_file_is_on_the_page(made: Case, app: Flask, secretary: PageClient) -> None:
    address = package(made, app)
    body = page(secretary, address)
    assert not [blob.sha256 for file, blob in blobs(made, address) if not file.public and blob.sha256 in body]


def test_an_open_file_comes_as_a_download_that_nothing_runs(made: Case, app: Flask, secretary: PageClient) -> None:
    answer = secretary.get(f"{package(made, app)}/fil/hoeringsnotat.html")
    assert answer.data == WEB_PAGE
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["fulde-svar.pdf", "lukket%2Ffulde-svar.pdf", "..%2Fdata.json", "findes-ikke.pdf"])
def test_R46_a_closed_file_has_no_address_of_its_own(made: Case, app: Flask, secretary: PageClient, name: str) -> None:
    assert secretary.get(f"{package(made, app)}/fil/{name}").status_code == 404


def test_R46_the_open_part_holds_every_open_file_and_no_closed_one(
    made: Case, app: Flask, secretary: PageClient
) -> None:
    answer = secretary.get(f"{package(made, app)}/aaben")
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert sorted(names) == sorted((*map(archive_name, (*PUBLIC, MANIFEST)), INDEX))


def test_R46_reading_about_the_closed_part_hands_nothing_out(made: Case, app: Flask, secretary: PageClient) -> None:
    body = page(secretary, f"{package(made, app)}/lukket")
    assert "forvaltningslovens § 27" in body
    assert "closed words" not in body
    assert made.session.scalar(select(func.count(Access.id)).where(Access.package_id.is_not(None))) == 0


def test_R46_the_closed_part_is_handed_out_on_record(made: Case, app: Flask, secretary: PageClient) -> None:
    address = f"{package(made, app)}/lukket"
    answer = secretary.post(address, data={"csrf_token": token(secretary, address)})
    assert zipfile.ZipFile(io.BytesIO(answer.data)).read(CLOSED_PAPER) == b"closed words\n"
    assert made.session.scalar(select(func.count(Access.id)).where(Access.package_id.is_not(None))) == 1
    assert "package.downloaded" in made.session.scalars(select(Audit.event)).all()


def test_R45_an_archive_of_the_same_files_is_the_same_bytes() -> None:
    assert archive.pack({"b.txt": b"b", "a.txt": b"a"}) == archive.pack({"a.txt": b"a", "b.txt": b"b"})


def test_a_package_of_another_authority_is_not_found(made: Case, app: Flask) -> None:
    address = package(made, app)
    stranger = signed_in(made, app, Role.SECRETARY, factories.authority(made.session, "andenby"))
    assert stranger.get(address).status_code == 404


# Annexes on the page


def lay(client: PageClient, address: str, name: str = ""):  # type: ignore[no-untyped-def]  # - werkzeug's response
    values = {"csrf_token": token(client, address)} | ({"file": name} if name else {})
    return client.post(f"{address}/bilag", data=values)


def laid(made: Case) -> set[str]:
    return set(made.session.scalars(select(PublishedAnnex.name)))


def test_one_file_is_laid_on_the_page(made: Case, app: Flask, secretary: PageClient) -> None:
    address = package(made, app)
    assert lay(secretary, address, "hoeringsnotat.pdf").status_code == 303
    assert laid(made) == {"hoeringsnotat.pdf"}
    assert "Ja, siden" in page(secretary, address)


def test_all_open_files_are_laid_in_one_act(made: Case, app: Flask, secretary: PageClient) -> None:
    lay(secretary, package(made, app))
    assert laid(made) == {*PUBLIC, MANIFEST}


def test_R46_a_closed_file_cannot_be_named(made: Case, app: Flask, secretary: PageClient) -> None:
    assert lay(secretary, package(made, app), CLOSED_PAPER).status_code == 400
    assert laid(made) == set()


def test_a_provisional_package_cannot_be_laid(made: Case, app: Flask, secretary: PageClient) -> None:
    address = package(made, app, provisional=True)
    assert "Læg på siden" not in page(secretary, address)
    answer = lay(secretary, address, "hoeringsnotat.pdf")
    assert answer.status_code == 409
    assert "En foreløbig udgave kan ikke lægges på siden." in answer.get_data(as_text=True)


def test_P1_annexes_with_a_response_that_was_taken_back_are_refused(
    made: Case, app: Flask, secretary: PageClient
) -> None:
    address = package(made, app)
    made.withhold(made.responses[1])
    made.session.commit()
    answer = lay(secretary, address)
    assert answer.status_code == 409
    assert "Svar nr. 2 bliver ikke længere vist" in answer.get_data(as_text=True)
    assert laid(made) == set()


# Tables for other programs


def test_the_package_page_leads_to_each_table_and_it_is_made_of_the_packages_own_data(
    made: Case, app: Flask, secretary: PageClient
) -> None:
    snapshot = made.freeze()
    told = canonical.dump(data(Selection(inputs.from_json(snapshot.inputs.encode()))))
    papers = Package({**PAPERS.files, "data.json": told}, PAPERS.closed)
    kept = operations.keep_package(
        made.session, app.extensions["store"], made.secretary, READY, made.consultation, snapshot, papers
    )
    made.session.commit()
    address = f"{root(made)}/pakke/{kept.key}"
    for name in comma.FILES:
        assert f'href="{address}/csv/{name}"' in page(secretary, address)
    answer = secretary.get(f"{address}/csv/synspunkter.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Ønske om et længere forløb" in answer.data.decode("utf-8-sig")
    assert secretary.get(f"{address}/csv/andet.csv").status_code == 404
