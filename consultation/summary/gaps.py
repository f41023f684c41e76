"""What keeps a package from being final, each with the sentence that the page says and where to go (R38, R44, R46).

Texts name places and numbers, never the private words found: a provisional report prints them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consultation.analysis.lint import PLACEHOLDERS
from consultation.summary.case_paper import OWN_ROOM, too_long
from consultation.summary.counts import check
from consultation.summary.inputs import REQUIRED_CHAPTERS, Consultation, Inputs, Party, Point, Position, Response
from consultation.summary.privacy import has_cpr, private_kinds
from consultation.summary.selection import Selection, branches
from consultation.summary.tables import is_heard
from consultation.summary.words import CHAPTER_TITLES, counted, listed, number_list
from consultation.vocabulary import ApprovalStep, Delivery, Outcome, PartyBasis, PartyOutcome, Status

FEWEST_MAIN, MOST_MAIN = 3, 6
NEVER = frozenset({"private", "private_name", "numbers"})
"""Gaps that a stamp does not heal: such a package is not made, not even as KLADDE (R40, R46)."""


@dataclass(frozen=True)
class Gap:
    """`kind` is a stable code, `subject` a printed number or chapter, `link_hint` the page that mends it:
    coverage, points, response, position, queue, report, themes, main_themes, late, parties, system."""

    kind: str
    text: str
    subject: str
    link_hint: str


def gaps(inputs: Inputs) -> tuple[Gap, ...]:
    """Everything that can be found in a snapshot, in the order of interface.md 6; empty when it is complete."""
    selection = Selection(inputs)
    return (
        *_unsplit(selection),
        *_points(selection),
        *_positions(inputs),
        *_main_themes(selection),
        *_awaiting(inputs.responses),
        *_placeholders(inputs),
        *_too_long(inputs),
        *_numbers(selection),
        *_private(selection),
        *_private_names(selection),
        *_late(inputs.responses),
        *_parties(inputs.parties),
        *_changes(inputs.positions),
    )


def _unsplit(selection: Selection) -> Iterator[Gap]:
    pointed = {number for point in selection.points for number in selection.members(point)}
    still_open = [response for response in selection.considered if response.open_sentences]
    whole = [response.number for response in still_open if response.number not in pointed]
    if whole:
        words = counted(len(whole), "svar er", "svar er")
        yield Gap("unsplit", f"{words} ikke delt i punkter: nr. {number_list(whole)}", ",".join(whole), "coverage")
    for response in still_open:
        if response.number in pointed:
            words = counted(response.open_sentences, "sætning", "sætninger")
            text = f"Svar nr. {response.number} har {words} uden punkt"
            yield Gap("open_sentence", text, response.number, "response")


def _points(selection: Selection) -> Iterator[Gap]:
    positions = {position.number for position in selection.inputs.positions}
    for point in selection.points:
        if point.position not in positions:
            yield Gap("no_position", f"Punkt {point.number} er ikke i noget synspunkt", point.number, "points")
        yield from _quotes(selection, point)
    lost = (point for point in selection.inputs.points if point.response not in selection.responses)
    for point in lost:
        yield Gap("numbers", f"Punkt {point.number} hører til et svar, der ikke findes", point.number, "system")


def _quotes(selection: Selection, point: Point) -> Iterator[Gap]:
    response = selection.responses[point.response]
    texts = [text for answer in response.answers for text in (answer.text, answer.proposed_text)]
    for quote in selection.quotes(point):
        if not any(quote in text for text in texts):
            text = f"Citatet i punkt {point.number} står ikke ordret i svar nr. {point.response}"
            yield Gap("quote", text, point.number, "response")


def _positions(inputs: Inputs) -> Iterator[Gap]:
    with_points = {point.position for point in Selection(inputs).points}
    for position in inputs.positions:
        name = f"Pkt. {position.number}"
        yield from _unanswered(position, name)
        if position.number not in with_points:
            yield Gap("no_points", f"{name} har ingen punkter", position.number, "position")
        if position.outdated_changes:
            text = f"{name} har ny tekst, der er skrevet til en tidligere version af udkastet og skal ses igen"
            yield Gap("outdated_change", text, position.number, "position")


def _unanswered(position: Position, name: str) -> Iterator[Gap]:
    """What its answer lacks, on one line; only an answer that is whole can be approved."""
    remark = [] if position.remark.strip() else [("no_remark", "forvaltningens bemærkning")]
    outcome = [] if position.outcome is not None else [("no_outcome", "en indstilling")]
    lacking = remark + outcome
    if not lacking and position.lacks_approval:
        steps = listed([_APPROVALS[step] for step in position.lacks_approval])
        lacking = [("no_approval", f"{steps} godkendelse")]
    if lacking:
        words = listed([words for _kind, words in lacking])
        yield Gap(lacking[0][0], f"{name} mangler {words}", position.number, "position")


_APPROVALS = {ApprovalStep.SUBJECT_OWNER: "den fagansvarliges", ApprovalStep.DIRECTOR: "direktørens"}


def _main_themes(selection: Selection) -> Iterator[Gap]:
    """The summary has three to six main themes, chosen by the secretary, once there are three to choose from (R42)."""
    answered = [branch for branch in selection.branches if selection.numbers_under(branch)]
    chosen = len(selection.main)
    if len(answered) >= FEWEST_MAIN and not FEWEST_MAIN <= chosen <= MOST_MAIN:
        told = counted(chosen, "hovedtema er", "hovedtemaer er") if chosen else "Ingen hovedtemaer er"
        text = f"{told} valgt til sammenfatningen, og der skal være {FEWEST_MAIN} til {MOST_MAIN}"
        yield Gap("main_themes", text, "main_themes", "main_themes")


def _awaiting(responses: Iterable[Response]) -> Iterator[Gap]:
    waiting = [response.number for response in responses if response.status is Status.AWAITING]
    if waiting:
        words = counted(len(waiting), "svar venter", "svar venter")
        yield Gap("awaiting", f"{words} på gennemgang: nr. {number_list(waiting)}", ",".join(waiting), "queue")


def _placeholders(inputs: Inputs) -> Iterator[Gap]:
    for place, subject, hint, text in written(inputs):
        for found in PLACEHOLDERS.findall(text):
            yield Gap("placeholder", f'"{found}" i {place}', subject, hint)
    for chapter in REQUIRED_CHAPTERS:
        if not inputs.text(chapter).strip():
            yield Gap("placeholder", f"Teksten mangler i {CHAPTER_TITLES[chapter]}", chapter, "report")


def _too_long(inputs: Inputs) -> Iterator[Gap]:
    """The sagsfremstilling has two pages, and these texts stand nowhere else (R41)."""
    if texts := too_long(inputs):
        text = f"{listed([words.capitalize() for words in texts])} fylder tilsammen for meget til sagsfremstillingen"
        yield Gap("too_long", f"{text}: højst {OWN_ROOM} linjer", "economy", "report")


Written = tuple[str, str, str, str]
"""A place in words, its subject, its link hint, and the text there."""


def written(inputs: Inputs) -> Iterator[Written]:
    """What staff wrote and the papers print."""
    for position in inputs.positions:
        yield from _position_texts(position)
    for branch in branches(inputs.themes):
        yield f"navnet på tema {branch.number}", branch.number, "themes", branch.theme.title
    for text in inputs.texts:
        yield CHAPTER_TITLES[text.chapter], text.chapter, "report", text.text
    for response in inputs.responses:
        yield f"afgørelsen om svar nr. {response.number}", response.number, "late", response.admission_reason
    for party in inputs.parties:
        reasons = " ".join((party.waived_reason, party.removed_reason, party.opt_out_reason))
        yield f"begrundelsen for {party.name}", party.name, "parties", reasons
    for milestone in inputs.milestones:
        words = " ".join((milestone.body, milestone.item, milestone.outcome))
        yield f"mødet {milestone.on.isoformat()}", milestone.kind.value, "report", words
    yield from _consultation_texts(inputs.consultation)


def _position_texts(position: Position) -> Iterator[Written]:
    yield f"resumé af pkt. {position.number}", position.number, "position", position.title
    remark = f"bemærkning {position.remark_number or position.number}"
    yield remark, position.number, "position", position.remark
    for change in position.changes:
        yield f"ny tekst til pkt. {position.number}", position.number, "position", change.after


def _consultation_texts(consultation: Consultation) -> Iterator[Written]:
    yield "høringens indledning", "lead", "report", consultation.lead
    for paragraph in consultation.cover_letter:
        yield "høringsbrevet", "cover_letter", "report", paragraph
    for deadline in (*consultation.deadlines, *consultation.party_deadlines):
        yield (
            "begrundelsen for fristen",
            "deadline",
            "report",
            " ".join((deadline.reason, *(one.reason for one in deadline.warnings))),
        )


def _numbers(selection: Selection) -> Iterator[Gap]:
    for fault in check(selection.counts.public()):
        yield Gap("numbers", f"{fault} Det er en fejl i systemet, ikke hos dig.", "counts", "system")
    if len(selection.responses) != len(selection.inputs.responses):
        yield Gap("numbers", "To svar har samme nummer. Det er en fejl i systemet, ikke hos dig.", "counts", "system")


def _private(selection: Selection) -> Iterator[Gap]:
    for response in selection.responses.values():
        if selection.has_rendition(response):
            parts = [text for answer in response.answers for text in (answer.text, answer.proposed_text)]
            for kind in private_kinds("\n".join((*parts, *(file.name for file in response.files))), response.cleared):
                text = f"{kind} i bilag 1, svar nr. {response.number}"
                yield Gap("private", text, response.number, "response")
            for kind in private_kinds(response.shown_name or "", response.cleared):
                yield Gap("private", f"{kind} i navnet på svar nr. {response.number}", response.number, "response")
    for place, subject, hint, text in written(selection.inputs):
        if subject != "cover_letter":
            yield from (Gap("private", f"{kind} i {place}", subject, hint) for kind in private_kinds(text, sure=True))
        elif has_cpr(text):  # the letter says whom to write to or call
            yield Gap("private", f"Et CPR-nummer i {place}", subject, hint)


def _private_names(selection: Selection) -> Iterator[Gap]:
    """Private persons stand in the report by number only (domain.md 4.2, product.md)."""
    names = {
        name: response.number
        for response in selection.responses.values()
        if not response.organised
        for name in _full_names(response)
    }
    for place, subject, hint, text in written(selection.inputs):
        for name, number in names.items():
            if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
                yield Gap("private_name", f"Navnet på afsenderen af svar nr. {number} i {place}", subject, hint)


def _full_names(response: Response) -> Iterator[str]:
    given = response.sender.name if response.sender else ""
    shown = (response.shown_name or "").partition(",")[0]
    yield from (name.strip() for name in (given, shown) if len(name.split()) > 1)


def _late(responses: Iterable[Response]) -> Iterator[Gap]:
    undecided = [each.number for each in responses if each.late and each.admitted is None and _stands(each)]
    if undecided:
        words = counted(len(undecided), "svar", "svar")
        text = f"{words} efter fristen er ikke vurderet: nr. {number_list(undecided)}"
        yield Gap("late", text, ",".join(undecided), "late")


def _stands(response: Response) -> bool:
    return response.status is not Status.WITHDRAWN


def _parties(parties: Iterable[Party]) -> Iterator[Gap]:
    for party in parties:
        settled = party.delivery in (Delivery.SENT, Delivery.DELIVERED) or party.outcome is not PartyOutcome.NO_ANSWER
        if party.basis is PartyBasis.STATUTORY and is_heard(party) and not settled and not party.waived_reason:
            yield Gap("party", f"{party.name}: ingen levering af høringsbrevet", party.name, "parties")


def _changes(positions: Iterable[Position]) -> Iterator[Gap]:
    for position in positions:
        about_a_draft = position.draft is not None  # a general wish is met by an act, not by new words in a draft
        if position.outcome not in (Outcome.ACCEPTED, Outcome.PARTLY) or not about_a_draft:
            continue
        if not any(change.before.strip() != change.after.strip() for change in position.changes):
            how = "imødekommet" if position.outcome is Outcome.ACCEPTED else "delvist imødekommet"
            yield Gap(
                "no_change", f"Pkt. {position.number} er {how}, men ny tekst mangler", position.number, "position"
            )
