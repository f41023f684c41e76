"""Each thing that keeps a package from being final is found, and says what and where (R38, R44, R46)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consultation.summary.gaps import Gap, gaps
from consultation.summary.inputs import Inputs, Point, PublicAnswer, ReportText
from consultation.vocabulary import ApprovalStep, Delivery, Outcome, PartyOutcome, Status
from tests.summary.sample import sample

Change = Callable[[Inputs], Inputs]


def response(number: str, **changes: Any) -> Change:
    return lambda inputs: replace(
        inputs, responses=tuple(replace(r, **changes) if r.number == number else r for r in inputs.responses)
    )


def position(number: str, **changes: Any) -> Change:
    return lambda inputs: replace(
        inputs, positions=tuple(replace(p, **changes) if p.number == number else p for p in inputs.positions)
    )


def point(number: str, **changes: Any) -> Change:
    return lambda inputs: replace(
        inputs, points=tuple(replace(p, **changes) if p.number == number else p for p in inputs.points)
    )


def without_point(number: str) -> Change:
    return lambda inputs: replace(inputs, points=tuple(p for p in inputs.points if p.number != number))


def party(name: str, **changes: Any) -> Change:
    return lambda inputs: replace(
        inputs, parties=tuple(replace(p, **changes) if p.name.startswith(name) else p for p in inputs.parties)
    )


def text(chapter: str, words: str) -> Change:
    return lambda inputs: replace(
        inputs, texts=(*(t for t in inputs.texts if t.chapter != chapter), ReportText(chapter, words))
    )


def public(words: str) -> tuple[PublicAnswer, ...]:
    return (PublicAnswer(1, 1, None, None, None, None, words),)


CASES = {
    "a sentence left open": (
        response("1", open_sentences=1),
        Gap("open_sentence", "Svar nr. 1 har 1 sætning uden punkt", "1", "response"),
    ),
    "a response without points": (
        lambda inputs: without_point("2.1")(response("2", open_sentences=3)(inputs)),
        Gap("unsplit", "1 svar er ikke delt i punkter: nr. 2", "2", "coverage"),
    ),
    "an admitted late one without points": (
        lambda inputs: without_point("E-1.1")(response("E-1", open_sentences=1)(inputs)),
        Gap("unsplit", "1 svar er ikke delt i punkter: nr. E-1", "E-1", "coverage"),
    ),
    "a point without position": (
        point("2.1", position=None),
        Gap("no_position", "Punkt 2.1 er ikke i noget synspunkt", "2.1", "points"),
    ),
    "a point of a position that is gone": (
        point("2.1", position="9.9"),
        Gap("no_position", "Punkt 2.1 er ikke i noget synspunkt", "2.1", "points"),
    ),
    "a quotation that is not verbatim": (
        point("2.1", quotes=("Forløbet kan forlænges.",)),
        Gap("quote", "Citatet i punkt 2.1 står ikke ordret i svar nr. 2", "2.1", "response"),
    ),
    "a position without remark": (
        position("1.1", remark=" "),
        Gap("no_remark", "Pkt. 1.1 mangler forvaltningens bemærkning", "1.1", "position"),
    ),
    "a position without outcome": (
        position("1.1", recommended=None),
        Gap("no_outcome", "Pkt. 1.1 mangler en indstilling", "1.1", "position"),
    ),
    "a position with no answer at all, which nobody can approve": (
        position("1.1", remark="", recommended=None, lacks_approval=tuple(ApprovalStep)),
        Gap("no_remark", "Pkt. 1.1 mangler forvaltningens bemærkning og en indstilling", "1.1", "position"),
    ),
    "a position without points": (
        without_point("11.1"),
        Gap("no_points", "Pkt. 3.1 har ingen punkter", "3.1", "position"),
    ),
    "a response that waits for moderation": (
        response("9", status=Status.AWAITING),
        Gap("awaiting", "1 svar venter på gennemgang: nr. 9", "9", "queue"),
    ),
    "xx in a remark": (
        position("1.1", remark="Vi har læst xx svar."),
        Gap("placeholder", '"xx" i bemærkning B1', "1.1", "position"),
    ),
    "[dato] in the summary": (
        text("summary", "Besluttet den [dato]."),
        Gap("placeholder", '"[dato]" i sammenfatningen', "summary", "report"),
    ),
    "TODO in the process": (
        text("process", "TODO: skriv om mødet"),
        Gap("placeholder", '"TODO" i videre proces', "process", "report"),
    ),
    "xx in a meeting's item": (
        lambda inputs: replace(inputs, milestones=(replace(inputs.milestones[0], item="sag xxx"),)),
        Gap("placeholder", '"xxx" i mødet 2019-12-09', "council", "report"),
    ),
    "a chapter that nobody wrote": (
        text("economy", ""),
        Gap("placeholder", "Teksten mangler i økonomien", "economy", "report"),
    ),
    "a CPR number in a rendition": (
        response("10", answers=public("Ring om 010231-4123."), status=Status.PUBLISHED),
        Gap("private", "Et CPR-nummer i bilag 1, svar nr. 10", "10", "response"),
    ),
    "a phone number in a rendition": (
        response("10", answers=public("Ring på 50 60 70 80.")),
        Gap("private", "Et telefonnummer i bilag 1, svar nr. 10", "10", "response"),
    ),
    "an e-mail address in a remark": (
        position("1.1", remark="Skriv til ursula@post.example."),
        Gap("private", "En e-mailadresse i bemærkning B1", "1.1", "position"),
    ),
    "a CPR number in a theme's name": (
        lambda inputs: replace(inputs, themes=(replace(inputs.themes[0], title="Om 010231-4123"), *inputs.themes[1:])),
        Gap("private", "Et CPR-nummer i navnet på tema 1", "1", "themes"),
    ),
    "a CPR number in the covering letter": (
        lambda inputs: replace(
            inputs, consultation=replace(inputs.consultation, cover_letter=("Om 010231-4123. Ring på 50 60 70 80.",))
        ),
        Gap("private", "Et CPR-nummer i høringsbrevet", "cover_letter", "report"),
    ),
    "a private name in a remark": (
        position("1.1", remark="Ursula Påfund har ret."),
        Gap("private_name", "Navnet på afsenderen af svar nr. 3 i bemærkning B1", "1.1", "position"),
    ),
    "a late one nobody decided on": (
        response("E-2", admitted=None),
        Gap("late", "1 svar efter fristen er ikke vurderet: nr. E-2", "E-2", "late"),
    ),
    "a statutory party that was not reached": (
        party("Ældrerådet", opt_out_reason=""),
        Gap("party", "Ældrerådet i Randby: ingen levering af høringsbrevet", "Ældrerådet i Randby", "parties"),
    ),
    "accepted without a change": (
        position("1.1", recommended=Outcome.ACCEPTED),
        Gap("no_change", "Pkt. 1.1 er imødekommet, men ny tekst mangler", "1.1", "position"),
    ),
    "partly accepted without a change": (
        position("2.1", changes=()),
        Gap("no_change", "Pkt. 2.1 er delvist imødekommet, men ny tekst mangler", "2.1", "position"),
    ),
    "a point of a response that does not exist": (
        lambda inputs: replace(inputs, points=(*inputs.points, Point("99.1", "99", "1.1"))),
        Gap("numbers", "Punkt 99.1 hører til et svar, der ikke findes", "99.1", "system"),
    ),
    "two responses with one number": (
        lambda inputs: replace(inputs, responses=(*inputs.responses, inputs.responses[1])),
        Gap("numbers", "To svar har samme nummer. Det er en fejl i systemet, ikke hos dig.", "counts", "system"),
    ),
}


def test_the_sample_is_complete() -> None:
    assert gaps(sample()) == ()


@pytest.mark.parametrize("case", CASES)
def test_R38_R44_the_gap_is_found(case: str) -> None:
    change, gap = CASES[case]
    assert gap in gaps(change(sample()))


WHOLE = {
    "a redaction is no placeholder": position("1.1", remark="Se [navn fjernet] og [...]."),
    "a waived delivery": party("Ældrerådet", opt_out_reason="", waived_reason="Rådet er nedlagt."),
    "a party that answered was reached": party("Ældrerådet", opt_out_reason="", outcome=PartyOutcome.NO_REMARKS),
    "an invited party that was not reached": party("Foreningen", delivery=Delivery.FAILED),
    "open sentences of a withdrawn response": response("9", open_sentences=4),
    "open sentences of a late one that was not admitted": response("E-2", open_sentences=4),
    "a word that a person let stand": response(
        "11", answers=public("Æblegården skal have egen bus. Kørsel 50607080."), cleared=("50607080",)
    ),
    "an unconfirmed one": response("4", withheld_reason="not_confirmed", open_sentences=2),
    "a deadline decided and then met": response("E-2", late=False, admitted=None),
}


@pytest.mark.parametrize("case", WHOLE)
def test_what_is_no_gap(case: str) -> None:
    assert gaps(WHOLE[case](sample())) == ()


def test_a_gap_never_repeats_the_private_word() -> None:
    found = gaps(position("1.1", remark="Ursula Påfund, 010231-4123, ursula@post.example")(sample()))
    assert {gap.kind for gap in found} == {"private", "private_name"}
    assert not any(word in gap.text for gap in found for word in ("Påfund", "4123", "@"))
