"""What the desk shows: the original in numbered pieces, each thing to decide, and everything that stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack

from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts import queries as accounts
from consultation.accounts.signed_in import Person, current_person
from consultation.consultations.pages import staff_consultation
from consultation.errors import Invalid
from consultation.extensions import db
from consultation.lib.dates import clock_words, date_words, local, moment_words, short_date, short_moment
from consultation.lib.integers import read_integer
from consultation.models import Consultation, Response
from consultation.moderation import (
    appeals,
    bulk_proposals,
    file_pages,
    group_queries,
    history,
    notices,
    queries,
    rules,
    sending,
)
from consultation.moderation.forms import (
    AppealAnswerForm,
    AssignOneForm,
    ColleagueNoteForm,
    ComplaintForm,
    DecisionForm,
    OpinionForm,
    SentencesForm,
    TakedownForm,
    WordsForm,
)
from consultation.moderation.items import Item, items_of, originals_of, sentence_choices
from consultation.moderation.labels import (
    APPEAL_OUTCOMES,
    BASES,
    KEEP_REASONS,
    MARK_KINDS,
    RISKS,
    crowd_words,
    pending_words,
    place_words,
    proof_words,
    sender_words,
    sign_words,
    undo_words,
)
from consultation.moderation.queries import Material
from consultation.moderation.queue import Undoable, count_waiting, list_undoable, place_of
from consultation.moderation.rules import FindingState
from consultation.responses import appealing
from consultation.responses import queries as responses
from consultation.responses.risk import risk_of
from consultation.responses.rules import number_label
from consultation.responses.suspicion import held_by
from consultation.vocabulary import DecisionKind, Precision, Reason, Status
from consultation.web.form import Words
from consultation.web.i18n import language
from consultation.web.labels import CAPACITIES, DECISIONS, FINDINGS, REASONS, STANCES, STATUSES

_WORDS: Mapping[str, object] = {
    "risks": RISKS,
    "place_words": place_words,
    "finding_words": FINDINGS,
    "stance_words": STANCES,
    "decision_words": DECISIONS,
    "reason_words": REASONS,
    "status_words": STATUSES,
    "keep_reasons": KEEP_REASONS,
    "mark_kinds": MARK_KINDS,
    "bases": BASES,
    "appeal_words": APPEAL_OUTCOMES,
    "crowd_words": crowd_words,
    "States": FindingState,
}


@dataclass(frozen=True)
class Desk:
    """One response on one person's screen."""

    consultation: Consultation
    response: Response
    person: Person
    now: datetime

    @property
    def label(self) -> str:
        return number_label(self.response.series, self.response.seq)

    def url(self, anchor: str = "") -> str:
        return url_for("moderation.desk", slug=self.consultation.slug, label=self.label, _anchor=anchor or None)


# The page


def find_desk(slug: str, label: str) -> Desk:
    """The response of this address, if it is the signed-in person's authority's. NotFound."""
    row = staff_consultation(slug)
    return Desk(row, responses.get_response(db.session, row.id, label), current_person(), clock.now())


class Sent(TypedDict, total=False):
    """What was sent to the desk where something was wrong in it."""

    words: WordsForm
    places: int
    sentences: SentencesForm
    decision: DecisionForm
    takedown: TakedownForm
    opinion: OpinionForm
    note: ColleagueNoteForm
    assign: AssignOneForm
    complaint: ComplaintForm
    appeal_answer: AppealAnswerForm
    wrong_finding: int
    wrong_words: str
    letter: tuple[DecisionKind, Reason | None]
    """The decision of which one wants to see what the author would be told."""


def render(at: Desk, *, status: int = 200, **sent: Unpack[Sent]) -> BaseResponse:
    """The desk, with what was sent to it where something was wrong."""
    material = queries.material_of(db.session, at.response)
    items = items_of(material)
    page = render_template(
        "moderation/desk.html",
        at=at,
        material=material,
        items=items,
        **_WORDS,
        **_holding(at, material, items),
        **_forms(at, material, sent),
        **_facts(at, material, sent.get("letter")),
        **_acts(at, material),
        **_appeals(at, material),
        **file_pages.shown(material, items),
    )
    return make_response(page, status)


def _forms(at: Desk, material: Material, sent: Sent) -> dict[str, object]:
    """As they were sent, else as they begin."""
    sentences = sent.get("sentences") or SentencesForm(formdata=None)
    sentences.sentences.choices = sentence_choices(material)
    begun: dict[str, object] = {
        "words": WordsForm(formdata=None),
        "places": 0,
        "decision": DecisionForm(formdata=None, data=_proposal(material)),
        "takedown": TakedownForm(formdata=None),
        "opinion": _opinion(at, material),
        "note": ColleagueNoteForm(formdata=None),
        "assign": _assign(at),
        "complaint": ComplaintForm(formdata=None),
        "appeal_answer": AppealAnswerForm(formdata=None),
        "wrong_finding": None,
        "wrong_words": "",
    }
    return {**begun, **sent, "sentences": sentences}


def colleagues(at: Desk) -> dict[int, Words]:
    """Whom this person can ask: anybody (0), or one of the others."""
    others = queries.list_moderators(db.session, at.consultation.authority_id)
    return {0: _("Den kollega, der først har tid"), **{key: name for key, name in others if key != at.person.id}}


def _opinion(at: Desk, material: Material) -> OpinionForm:
    kind, reason = _likely(material)
    form = OpinionForm(formdata=None, data={"asked": 0, "proposed": kind, "proposed_reason": reason})
    form.asked.choices = colleagues(at)
    return form


def _assign(at: Desk) -> AssignOneForm:
    entry = queries.find_entry(db.session, at.response.id)
    form = AssignOneForm(formdata=None, data={"staff_id": entry.assigned_id or 0 if entry else 0})
    form.staff_id.choices = {0: _("Ingen"), **dict(queries.list_moderators(db.session, at.consultation.authority_id))}
    return form


def _appeals(at: Desk, material: Material) -> dict[str, object]:
    """The complaints about the response, and what this person can do about the one that waits."""
    known = appeals.list_of_response(db.session, at.response.id)
    open_here = {one.id for one, answer in known if answer is None}
    waiting = appeals.list_open(db.session, at.person.authority_id, at.person.actor, at.consultation.id)
    return {
        "appeals": known,
        "another_decides": queries.lost_appeal(db.session, at.response.id, at.person.actor),
        "may_answer": not any(one.own for one in waiting if one.appeal.id in open_here),
        "may_note_appeal": appealing.appealed_until(material.standing) is not None
        and appealing.find_appeal(db.session, material.standing) is None,
    }


def _contact(at: Desk, material: Material) -> list[tuple[str, str]] | None:
    """Where the sender can be reached, while this person's leave to see it lasts."""
    if queries.find_contact_access(db.session, at.person.id, at.response.id, at.now) is None:
        return None
    version = material.standing.version
    known = (
        (_("E-mail"), responses.email_of(db.session, version)),
        (_("Telefon"), version.phone),
        (_("Adresse"), version.address),
        (_("Postnummer"), version.postcode),
    )
    return [(str(label), value) for label, value in known if value]


def _holding(at: Desk, material: Material, items: tuple[Item, ...]) -> dict[str, object]:
    """Whose desk the response is on, and what this person may read and do there now."""
    reads = queries.find_access(db.session, at.person.id, at.response.id, at.now)
    claim = queries.find_claim(db.session, at.response.id, at.now)
    mine = claim is not None and claim.staff_id == at.person.id
    decidable = material.standing.status is Status.AWAITING and not at.response.unconfirmed
    return {
        "reads": reads,
        "originals": originals_of(material, items) if reads else (),
        "contact": _contact(at, material),
        "claim": claim,
        "mine": mine,
        "holder": queries.name_of(db.session, f"staff:{claim.staff_id}") if claim else "",
        "until": clock_words(claim.until_at, language()) if claim else "",
        "acts": mine and reads is not None and decidable,
        "undoable": undoable_of(at.consultation, at.person, at.now),
        "place_in_queue": place_of(db.session, at.response.id),
        "waiting": count_waiting(db.session, at.consultation.id),
        "shortcuts": accounts.get_staff(db.session, at.person.authority_id, at.person.id).shortcuts,
    }


def _facts(at: Desk, material: Material, chosen: tuple[DecisionKind, Reason | None] | None) -> dict[str, object]:
    """What is known of the response and its sender, and what the sender would be told."""
    response, decision = at.response, material.standing.decision
    notice = sending.notice_of(db.session, material, *(chosen or _likely(material)), at.now)
    return {
        "received": received_on(response.received_at, response.received_precision),
        "received_day": local(response.received_at).date(),
        "erased_at": responses.find_erased_at(db.session, response.id),
        "pending": decision is not None and decision.kind in rules.PUBLISHES and decision.effective_at > at.now,
        "risk": risk_of(
            [(found.finding.kind, found.finding.sure) for found in material.findings],
            unreadable=any(file.awaits_person for file in material.files),
        ),
        "held": sign_words(held_by(response.suspicion, shown=response.has_shown_who)),
        "proof": proof_words(response.login_mode, response.confirmed_by),
        "sender_words": sender_words(material.public),
        "capacity": CAPACITIES[material.sender.capacity],
        "group": group_queries.find_group(db.session, response.id),
        "alike": responses.find_alike(db.session, response),
        "notice": notices.words_of(notice).body,
        "letter_asked": chosen is not None,
    }


def _acts(at: Desk, material: Material) -> dict[str, object]:
    """What people have done about the response, and their names."""
    decisions = queries.list_decisions(db.session, at.response.id)
    asked, notes = queries.find_opinion(db.session, at.response.id), queries.list_notes(db.session, at.response.id)
    answers = [found.answer for found in material.findings if found.answer]
    replies = [reply for _one, reply in appeals.list_of_response(db.session, at.response.id) if reply]
    actors = {one.by for acts in (decisions, answers, replies, notes, [asked] if asked else []) for one in acts}
    seconds = {one.second_by or "" for acts in (decisions, answers) for one in acts}
    return {
        "history": history.told(db.session, at.response),
        "decisions": decisions,
        "asked": asked,
        "asked_by_me": asked is not None and asked.by == at.person.actor,
        "notes": notes,
        "names": accounts.names(db.session, actors | seconds),
    }


def _proposal(material: Material) -> dict[str, object]:
    """What is chosen beforehand; a person decides. The author's wish is filled in, never followed by itself."""
    kind, reason = _likely(material)
    return {"kind": kind, "reason": reason}


def _likely(material: Material) -> tuple[DecisionKind, Reason | None]:
    if material.standing.decision is not None and material.standing.status is not Status.AWAITING:
        return material.standing.decision.kind, material.standing.decision.reason
    if material.response.hide_requested:
        return DecisionKind.WITHHOLD, Reason.REQUESTED
    marked = material.is_redacted or bool(material.undecided)
    return (DecisionKind.PUBLISH_REDACTED if marked else DecisionKind.PUBLISH), None


def undoable_of(row: Consultation, person: Person, now: datetime) -> list[tuple[Undoable, str]]:
    """What this person may still undo by pressing, each with its sentence."""
    found = list_undoable(db.session, row.id, person.actor, now)
    return [(one, undo_words(row, one, now)) for one in found]


def proposals_of(row: Consultation, person: Person) -> list[tuple[str, str]]:
    """What waits for a colleague about many at once: the key of the group, and the sentence (R36)."""
    found = bulk_proposals.list_pending(db.session, row.id)
    names = accounts.names(db.session, {one.row.by for one in found})
    return [(one.key, pending_words(one, names.get(one.row.by, ""), mine=one.row.by == person.actor)) for one in found]


def received_on(at: datetime, precision: Precision) -> str:
    """When a response came, to the minute where it is known so well."""
    return date_words(at, language()) if precision is Precision.DAY else moment_words(at, language())


def received_short(at: datetime, precision: Precision) -> str:
    """The same for a table."""
    return short_date(at, language()) if precision is Precision.DAY else short_moment(at, language())


def whole(name: str) -> int:
    """A number that the page carries; Invalid where it was tampered with."""
    value = read_integer(request.form.get(name))
    if value is None:
        raise Invalid(f"{name} is not a number")
    return value


def version() -> int:
    """The version of the response that the page showed."""
    return whole("version")
