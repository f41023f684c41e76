"""The short parts of a consultation before it is sent out: what each form holds, and how it is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Generic, TypeVar

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consultation.consultations import (
    drafting,
    meetings,
    operations,
    planning,
    queries,
    questions,
    rules,
    scheduling,
    subjects,
)
from consultation.consultations.deadlines import DeadlineWarning, proposed_agenda_time
from consultation.consultations.forms import (
    AddDraftForm,
    BasicsForm,
    FollowUpBasicsForm,
    MeaningForm,
    PeriodForm,
    PublicationForm,
    QuestionForm,
    Reasoned,
    instant_of,
    question_form,
    with_reasons,
)
from consultation.consultations.labels import DEADLINES, PARTS
from consultation.consultations.staff_documents import Editing, new_document, save_document
from consultation.errors import Invalid
from consultation.lib.dates import MINUTE, closing_instant, local
from consultation.models import Consultation, Milestone
from consultation.parties.forms import HearForm
from consultation.parties.pages import hear_form, save_heard
from consultation.vocabulary import LoginMode, MilestoneKind, PublicationMode
from consultation.web.fields import Form
from consultation.web.i18n import language
from consultation.web.labels import LOGIN_MODES

F = TypeVar("F", bound=Form)
NOON = time(12, 0)
_ADDRESSES = {
    "form": lambda: _("Brug kun små bogstaver a-z, tal og bindestreg"),
    "taken": lambda: _("En anden høring har den adresse"),
}


@dataclass(frozen=True)
class Part(Generic[F]):
    """`save` marks what a rule refuses and says whether the part was saved; the page commits."""

    form: Callable[[Editing], F]
    save: Callable[[Editing, F], bool]


@dataclass(frozen=True)
class MenuItem:
    part: str
    words: object
    gaps: int


def menu_of(session: Session, consultation: Consultation, now: datetime) -> tuple[list[MenuItem], int]:
    """The side menu: each part with the number of its gaps; and how many there are in all."""
    gaps = rules.missing(planning.plan_of(session, consultation), now)
    items = [MenuItem(part, words, sum(1 for gap in gaps if gap.part == part)) for part, words in PARTS.items()]
    return items, len(gaps)


def _basics(editing: Editing) -> BasicsForm:
    form = FollowUpBasicsForm if editing.consultation.follows_id is not None else BasicsForm
    shown = form(obj=editing.consultation)
    here = language()
    shown.subject.choices = {one.code: one.words(here) for one in subjects.in_order(subjects.SUBJECTS, here)}
    return shown


def _save_basics(editing: Editing, form: BasicsForm) -> bool:
    row = editing.consultation
    if form.contact_email.data and "@" not in form.contact_email.data:
        form.contact_email.mark(_("Skriv en e-mail med @"))
        return False
    try:
        operations.set_address(editing.session, editing.actor, editing.now, row, form.slug.data)
    except Invalid as error:
        form.slug.mark(_ADDRESSES[error.errors["slug"]]())
        return False
    values = {name: data for name, data in form.data.items() if name != "slug"} | {"subject": form.subject.data or ""}
    operations.edit_part(editing.session, editing.actor, editing.now, row, "grundoplysninger", values)
    return True


def _meaning(editing: Editing) -> MeaningForm:
    return MeaningForm(obj=editing.consultation)


def _save_meaning(editing: Editing, form: MeaningForm) -> bool:
    operations.edit_part(editing.session, editing.actor, editing.now, editing.consultation, "betydning", form.data)
    return True


def _new_draft(_editing: Editing) -> AddDraftForm:
    return AddDraftForm()


def _save_draft(editing: Editing, form: AddDraftForm) -> bool:
    drafting.add_draft(editing.session, editing.actor, editing.now, editing.consultation, **form.data)
    return True


def _period(editing: Editing) -> PeriodForm:
    row = editing.consultation
    opens, closes = (local(at) if at else None for at in (row.opens_at, row.closes_at and row.closes_at - MINUTE))
    committee, council = (_meeting(editing, kind) for kind in (MilestoneKind.COMMITTEE, MilestoneKind.COUNCIL))
    reasons = queries.list_reasons_in_force(editing.session, row.id)
    return with_reasons(
        PeriodForm,
        warnings_of(editing.session, editing.now, row),
        {
            "opens_on": opens and opens.date(),
            "opens_clock": opens and opens.time(),
            "closes_on": closes and closes.date(),
            "closes_clock": closes and closes.time(),
            "committee_on": committee and committee.on,
            "committee_body": committee.body if committee else "",
            "council_on": council and council.on,
            "council_body": council.body if council else "",
            **{f"reason_{one.code}": one.reason for one in reasons},
        },
    )


def warnings_of(session: Session, now: datetime, consultation: Consultation) -> tuple[DeadlineWarning, ...]:
    """What the deadline, as it is saved, needs a reason for (R5)."""
    if consultation.opens_at is None or consultation.closes_at is None:
        return ()
    return queries.warnings_of(session, now, consultation, consultation.closes_at)


def unreasoned(session: Session, now: datetime, consultation: Consultation) -> int:
    """How many reasons the deadline still needs."""
    given = {row.code for row in queries.list_reasons_in_force(session, consultation.id) if row.reason}
    return sum(1 for one in warnings_of(session, now, consultation) if one.code not in given)


def _meeting(editing: Editing, kind: MilestoneKind) -> Milestone | None:
    rows = queries.list_milestones(editing.session, editing.consultation.id)
    return next((row for row in rows if row.kind is kind), None)


def _save_period(editing: Editing, form: PeriodForm) -> bool:
    opens_at = instant_of(form.opens_on, form.opens_clock)
    closes_at = instant_of(form.closes_on, form.closes_clock, closing_instant)
    for on, body in ((form.committee_on, form.committee_body), (form.council_on, form.council_body)):
        if on.data is not None and not body.data:
            body.mark(_("Skriv, hvem der mødes"))
    if form.errors:
        return False
    reasons = form.reasons() if isinstance(form, Reasoned) else {}
    common = (editing.session, editing.actor, editing.now, editing.consultation)
    try:
        scheduling.set_period(*common, opens_at, closes_at, reasons)
    except Invalid as error:
        form.closes_on.mark(DEADLINES[error.errors["closes_at"]])
        return False
    meetings.plan_meeting(*common, MilestoneKind.COMMITTEE, form.committee_on.data, form.committee_body.data)
    meetings.plan_meeting(*common, MilestoneKind.COUNCIL, form.council_on.data, form.council_body.data)
    return True


def _publication(editing: Editing) -> PublicationForm:
    row = editing.consultation
    public = local(row.responses_public_at) if row.responses_public_at else None
    council = _meeting(editing, MilestoneKind.COUNCIL)
    calendar = queries.calendar_of(editing.session, row.authority_id)
    proposed = proposed_agenda_time(calendar, council.on) if council else None
    given = {"public_on": public.date() if public else proposed, "public_clock": public.time() if public else NOON}
    form = PublicationForm(obj=row, data=given)
    provider = current_app.config["SETTINGS"].oidc
    offered = LOGIN_MODES if provider else {mode: LOGIN_MODES[mode] for mode in (LoginMode.OPEN, LoginMode.CONFIRMED)}
    form.login_mode.choices = offered
    return form


def _save_publication(editing: Editing, form: PublicationForm) -> bool:
    with_agenda = form.publication_mode.data is PublicationMode.WITH_AGENDA
    public_at = None
    if with_agenda and form.public_on.data is not None:
        public_at = instant_of(form.public_on, form.public_clock)
    if form.errors:
        return False
    values = {
        "publication_mode": form.publication_mode.data,
        "responses_public_at": public_at,
        "publication_reason": form.publication_reason.data,
        "two_person": form.two_person.data,
        "name_rule": form.name_rule.data,
        "login_mode": form.login_mode.data or editing.consultation.login_mode,
    }
    common = (editing.session, editing.actor, editing.now, editing.consultation)
    operations.edit_part(*common, "offentliggoerelse", values)
    return True


def _question(editing: Editing) -> QuestionForm:
    return question_form(queries.list_drafts(editing.session, editing.consultation.id))


def _save_question(editing: Editing, form: QuestionForm) -> bool:
    given = form.given()
    if given is not None:
        questions.add_question(editing.session, editing.actor, editing.now, editing.consultation, given)
    return given is not None


def _party(editing: Editing) -> HearForm:
    return hear_form(editing.session, editing.consultation.authority_id)


def _save_party(editing: Editing, form: HearForm) -> bool:
    return save_heard(editing.session, editing.actor, editing.now, editing.consultation, form)


FORMS: Mapping[str, Part[Any]] = {
    "grundoplysninger": Part(_basics, _save_basics),
    "udkast": Part(_new_draft, _save_draft),
    "frist": Part(_period, _save_period),
    "spoergsmaal": Part(_question, _save_question),
    "parter": Part(_party, _save_party),
    "offentliggoerelse": Part(_publication, _save_publication),
    "dokumenter": Part(new_document, save_document),
    "betydning": Part(_meaning, _save_meaning),
}
"""Every part of labels.PARTS."""
