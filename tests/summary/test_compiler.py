"""One snapshot, one package: the files of contract.md, the same bytes everywhere, refused while incomplete."""

import hashlib
import json
from dataclasses import replace

import pytest

from consultation.errors import Refused
from consultation.summary import pdf_check, readback
from consultation.summary.compiler import compile_package
from consultation.summary.inputs import Inputs, Point, PublicAnswer
from consultation.summary.manifest import PUBLIC
from consultation.summary.papers import Package
from consultation.summary.privacy import never_public
from consultation.summary.selection import Selection
from consultation.vocabulary import Status
from tests.summary.fresh import in_fresh_process
from tests.summary.sample import CPR, REMOVED_NAME, WITHHELD_TEXT, response, sample

CLOSED_WORDS = (CPR, REMOVED_NAME, WITHHELD_TEXT, "Ursula Påfund", "Birger Fiktion", "ursula@post.example")

WRITE_ALL = """
from consultation.summary.compiler import compile_package
from consultation.summary.inputs import from_json, to_json
from tests.summary.sample import sample

def write():
    package = compile_package(from_json(to_json(sample())))
    return b"".join(data for files in (package.files, package.closed) for _, data in sorted(files.items()))
"""


@pytest.fixture(scope="module")
def package() -> Package:
    return compile_package(sample())


def provisional(inputs: Inputs) -> Inputs:
    return replace(inputs, snapshot=replace(inputs.snapshot, provisional=True))


def incomplete(inputs: Inputs) -> Inputs:
    return replace(inputs, positions=tuple(replace(each, remark="") for each in inputs.positions))


def test_R41_the_package_has_every_file_of_the_contract(package: Package) -> None:
    assert set(package.files) == {*PUBLIC, "manifest.json"}
    assert all(name.startswith("lukket/") for name in package.closed)


@pytest.mark.slow
def test_R45_another_zone_language_and_hash_seed_give_the_same_bytes(package: Package) -> None:
    files = [data for part in (package.files, package.closed) for _, data in sorted(part.items())]
    here = hashlib.sha256(b"".join(files)).hexdigest()
    assert [in_fresh_process(WRITE_ALL, zone) for zone in ("Asia/Kathmandu", "America/New_York")] == [here, here]


def test_R45_the_order_of_the_inputs_does_not_matter(package: Package) -> None:
    inputs = sample()
    turned = replace(inputs, responses=inputs.responses[::-1], points=inputs.points[::-1], drafts=inputs.drafts[::-1])
    assert compile_package(turned).files == package.files


def test_the_manifest_lists_each_public_file_and_no_closed_one(package: Package) -> None:
    manifest = json.loads(package.files["manifest.json"])
    assert {each["name"]: (each["size"], each["sha256"]) for each in manifest["files"]} == {
        name: (len(package.files[name]), hashlib.sha256(package.files[name]).hexdigest()) for name in PUBLIC
    }
    assert (manifest["snapshot"]["id"], manifest["snapshot"]["provisional"]) == ("3", False)
    assert manifest["counts"] == json.loads(package.files["data.json"])["counts"]
    closed = [hashlib.sha256(data).hexdigest() for data in package.closed.values()]
    for data in package.files.values():
        assert b"fulde-svar" not in data
        assert not any(digest.encode() in data for digest in closed)


def test_data_json_has_the_keys_of_the_contract(package: Package) -> None:
    found = json.loads(package.files["data.json"])
    assert {name: set(part[0] if isinstance(part, list) else part) for name, part in found.items()} == {
        "consultation": {"slug", "title", "case_number", "opens_at", "closes_at", "days"},
        "counts": {
            "received", "on_time", "late", "senders", "published", "redacted", "withheld", "withdrawn", "awaiting",
            "no_remarks", "identical", "points", "points_answered",
        },
        "drafts": {
            "number", "title", "version", "responses", "points", "accepted", "partly", "not_accepted", "noted",
            "out_of_scope",
        },
        "responses": {
            "number", "received_at", "late", "channel", "capacity", "shown_name", "status", "drafts", "group",
            "signatures", "files", "answers", "page",
        },
        "questions": {"number", "draft", "kind", "text", "responses", "options"},
        "groups": {"id", "kind", "numbers", "senders"},
        "campaigns": {"id", "kind", "numbers", "senders", "identical"},
        "themes": {"number", "title", "parent", "main", "positions", "responses", "senders"},
        "positions": {
            "theme_number", "quotes",
            "number", "key", "title", "numbers", "draft", "section", "theme", "remark", "remark_number", "recommended",
            "decided", "change", "page",
        },
        "points": {"number", "response", "position", "quotes"},
        "parties": {"name", "kind", "basis", "sent_at", "outcome"},
        "milestones": {"on", "body", "item", "outcome"},
    }  # fmt: skip
    assert set(found["responses"][0]["answers"][0]) == {
        "draft", "version", "section", "stance", "text", "proposed_text", "question", "choices", "quote",
    }  # fmt: skip
    assert found["responses"][0]["answers"][0]["section"] == "3.2"


def test_R46_no_closed_word_is_in_any_public_file(package: Package) -> None:
    for name, data in package.files.items():
        text = "".join(readback.words(name, data).split())
        assert not [word for word in CLOSED_WORDS if "".join(word.split()) in text], name


def test_R32_every_closed_word_is_in_the_closed_part(package: Package) -> None:
    text = "".join(pdf_check.text(package.closed["lukket/fulde-svar.pdf"]).split())
    assert all("".join(word.split()) in text for word in CLOSED_WORDS)


def test_the_closed_words_are_known_so_that_they_can_be_looked_for() -> None:
    found = never_public(Selection(sample()))
    assert set(CLOSED_WORDS) <= set(found)
    assert "Kørsel skal med." not in found


def test_R52_every_pdf_is_tagged_and_in_danish(package: Package) -> None:
    for name, data in {**package.files, **package.closed}.items():
        if name.endswith(".pdf"):
            assert pdf_check.faults(data, "da") == (), name


def test_R38_an_incomplete_one_is_refused_with_its_gaps() -> None:
    with pytest.raises(Refused) as refused:
        compile_package(incomplete(sample()))
    assert {getattr(gap, "kind", None) for gap in refused.value.gaps} == {"no_remark"}
    assert len(refused.value.gaps) == 6


def test_R38_a_provisional_one_is_stamped_and_lists_its_gaps() -> None:
    made = compile_package(provisional(incomplete(sample())))
    assert json.loads(made.files["manifest.json"])["snapshot"]["provisional"] is True
    for name in PUBLIC:
        if not name.endswith(".json"):
            assert "KLADDE" in readback.words(name, made.files[name]), name
    assert "Pkt. 1.1 mangler forvaltningens bemærkning" in readback.words(
        "hoeringsnotat.html", made.files["hoeringsnotat.html"]
    )


def test_a_complete_provisional_one_lists_no_gaps() -> None:
    made = compile_package(provisional(sample()))
    assert "Mangler i denne kladde" not in made.files["hoeringsnotat.html"].decode()


def test_R46_a_private_word_is_refused_even_as_a_draft() -> None:
    inputs = sample()
    leaking = tuple(replace(each, remark=f"{each.remark} {CPR}") for each in inputs.positions)
    with pytest.raises(Refused) as refused:
        compile_package(provisional(replace(inputs, positions=leaking)))
    assert {getattr(gap, "kind", None) for gap in refused.value.gaps} == {"private"}


def test_pending_text_is_nowhere() -> None:
    answers = (PublicAnswer(1, 1, None, None, None, None, "Aftenvagterne skal bestå."),)
    waiting = response("40", None, status=Status.AWAITING, answers=answers, shown_name="Borger, 8999")
    inputs = sample()
    points = (*inputs.points, Point("40.1", "40", "1.1", quotes=("Aftenvagterne skal bestå.",)))
    made = compile_package(provisional(replace(inputs, responses=(*inputs.responses, waiting), points=points)))
    for name, data in made.files.items():
        text = readback.words(name, data)
        assert "Aftenvagterne" not in text, name
        assert "8999" not in text, name


def test_an_empty_consultation_has_a_package() -> None:
    bare = replace(
        sample(), responses=(), groups=(), points=(), positions=(), parties=(), themes=(), milestones=(), drafts=()
    )
    made = compile_package(bare)
    assert json.loads(made.files["data.json"])["counts"]["received"] == 0


def test_the_package_knows_how_many_pages_each_open_paper_has(package: Package) -> None:
    counts = {name: len(pdf_check.page_texts(file)) for name, file in package.files.items() if name.endswith(".pdf")}
    assert package.places.counts == counts
    assert min(counts.values()) >= 1
