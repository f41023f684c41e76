"""Staff pages of responses: registering what came on paper, by telephone or at a meeting, and late responses."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.clock import COPENHAGEN
from consultation.consultations.pages import staff_consultation
from consultation.consultations.queries import get_blob, list_drafts, list_heard
from consultation.errors import Invalid, NotFound
from consultation.extensions import db
from consultation.lib.dates import local
from consultation.lib.text import listed
from consultation.lib.tokens import sign, unsign
from consultation.models import Consultation, LateAdmission, Response
from consultation.responses import filing, labels, lateness, operations, pages, queries, reading
from consultation.responses.blueprint import blueprint
from consultation.responses.content import WHOLE, AnswerContent, Content, FileContent, Submission
from consultation.responses.forms import LateForm
from consultation.responses.queries import Standing
from consultation.responses.reading import ReadFile, RefusedFile
from consultation.responses.sender_forms import IntakeForm
from consultation.responses.wording import received_words
from consultation.vocabulary import Channel, Role
from consultation.web.bodies import accepts_files
from consultation.web.filters import short_moment
from consultation.web.i18n import language
from consultation.web.labels import CAPACITIES, CHANNELS
from consultation.web.uploads import MOST_FILES, read_uploads

KEEP = ("kanal", "dag")
"""What `Gem, og registrér næste` takes along."""
_KEPT = "intake"


@blueprint.route("/intern/hoeringer/<slug>/registrer", methods=["GET", "POST"])
@requires(Role.MODERATOR, Role.SECRETARY)
@accepts_files
def intake(slug: str) -> str | BaseResponse:
    consultation = staff_consultation(slug)
    form, kept = _intake_form(consultation), list[Kept]()
    if form.is_submitted():
        ready = form.check(clock.today())
        kept = _keep(consultation, form)
        received = _take_in(consultation, form, kept) if ready and not form.errors else None
        if received is not None:
            _tell(slug, received.response, by_letter=bool(form.address.data.strip()) and not form.email.data)
        db.session.commit()  # the chosen files are kept, also where something else is wrong
        if received is not None:
            again = request.form.get("til") == "naeste"
            channel, day = (form.channel.data, form.on.data) if again else (None, None)
            return redirect(url_for("responses.intake", slug=slug, kanal=channel, dag=day), 303)
    return render_template(
        "responses/intake.html", consultation=staff_consultation(slug), form=form, errors=form.errors, kept=kept
    )


def _intake_form(consultation: Consultation) -> IntakeForm:
    channel, day = (request.args.get(name, "") for name in KEEP)
    data: dict[str, object] = {"key": secrets.token_urlsafe(24)}
    if channel in set(Channel):
        data["channel"] = Channel(channel)
    try:
        data["on"] = datetime.fromisoformat(day).date()
    except ValueError:
        data["on"] = None
    form = IntakeForm(data=data)
    form.drafts.choices = {
        text.version.id: f"{text.draft.number} {text.draft.title}" for text in list_drafts(db.session, consultation.id)
    }
    heard = [row for row in list_heard(db.session, consultation.id) if not row.opt_out_reason and not row.removed_at]
    form.party.choices = {row.id: row.party.name for row in heard}
    return form


@dataclass(frozen=True)
class Kept:
    """A chosen file that is stored; `signed` names it in the form until the response is registered."""

    signed: str
    content: FileContent


def _keep(consultation: Consultation, form: IntakeForm) -> list[Kept]:
    """The files kept before that are still ticked, then those that were chosen now."""
    owner, slug = consultation.id, consultation.slug
    db.session.rollback()  # the turn to write is given back while the files are read
    read = _read(form)
    consultation = staff_consultation(slug)
    before = [_kept_before(owner, signed) for signed in request.form.getlist("gemt")[:MOST_FILES]]
    new = [Kept(_signed(owner, content), content) for content in _files(consultation, clock.now(), read)]
    if len(before) + len(new) > MOST_FILES:
        form.files.mark(_("Der er plads til 10 filer. Fjern hakket ved dem, der ikke skal med"))
    return [*before, *new]


def _signed(consultation_id: int, file: FileContent) -> str:
    value = f"{consultation_id}/{current_person().actor}/{file.blob_id}/{file.name}"
    return sign(pages.settings().secret_key, _KEPT, value)


def _kept_before(consultation_id: int, signed: str) -> Kept:
    """NotFound for a file that this person did not choose here."""
    value = unsign(pages.settings().secret_key, _KEPT, signed) or ""
    owner, actor, blob_id, name = [*value.split("/", 3), "", "", "", ""][:4]
    if owner != str(consultation_id) or actor != current_person().actor:
        raise NotFound("no such file")
    blob = get_blob(db.session, int(blob_id))
    return Kept(signed, FileContent(blob.id, name, blob.size, blob.sha256))


def _take_in(consultation: Consultation, form: IntakeForm, kept: Sequence[Kept]) -> operations.Received | None:
    """None where something is wrong, which the form then says."""
    try:
        return _register(consultation, form, kept)
    except Invalid as error:
        _mark(form, error)
    return None


def _register(consultation: Consultation, form: IntakeForm, kept: Sequence[Kept]) -> operations.Received:
    now = clock.now()
    received_at = datetime.combine(form.received_on, form.clock, COPENHAGEN).astimezone(UTC)
    if received_at > now:
        raise Invalid("received in the future", errors={"on": "future"})
    sent = Submission(
        form.sender(),
        Content(_answers(form), tuple(one.content for one in kept), bool(form.no_remarks.data), bool(form.hide.data)),
        f"intake:{form.key.data[:60]}",
        received_at,
        channel=form.channel.data or Channel.LETTER,
        precision=form.precision,
        source=form.source.data or "",
        actor=current_person().actor,
        heard_party_id=form.party.data,
        together=form.others,
    )
    return operations.send_response(db.session, pages.settings(), now, consultation, sent)


def _answers(form: IntakeForm) -> tuple[AnswerContent, ...]:
    """The text belongs to the one draft that is chosen, else to the whole; other chosen drafts stay named."""
    if form.no_remarks.data:
        return ()
    chosen = form.drafts.data
    about = chosen[0] if len(chosen) == 1 else WHOLE.version_id
    text = (AnswerContent(form.text.data, version_id=about),) if form.text.data.strip() else ()
    named = chosen if len(chosen) > 1 or not text else ()
    return (*text, *(AnswerContent(version_id=version_id) for version_id in named))


def _read(form: IntakeForm) -> list[ReadFile]:
    """A file that cannot be kept is named at the field."""
    kept = []
    for file in reading.read_all(read_uploads(form.files.data)):
        if isinstance(file, RefusedFile):
            form.files.mark(labels.fault_words(file))
        else:
            kept.append(file)
    return kept


def _files(consultation: Consultation, now: datetime, read: Sequence[ReadFile]) -> tuple[FileContent, ...]:
    blobs = [
        filing.keep(db.session, pages.settings(), pages.store(), now, consultation.authority_id, file) for file in read
    ]
    filing.note_uploaded(db.session, current_person().actor, now, consultation, blobs)
    return tuple(
        FileContent(blob.id, file.name, blob.size, blob.sha256) for blob, file in zip(blobs, read, strict=True)
    )


def _mark(form: IntakeForm, error: Invalid) -> None:
    if "on" in error.errors:
        form.on.mark(_("Tidspunktet ligger i fremtiden"))
    else:
        form.text.mark(_("Skriv svarets tekst, eller vælg den fil, det står i"))


def _tell(slug: str, response: Response, *, by_letter: bool) -> None:
    """Both times stay visible, and what to do next is a link (interface.md 3.14)."""
    words = _(
        "Svar nr. %(number)s er registreret: modtaget %(received)s, registreret %(registered)s.",
        number=queries.number_of(response),
        received=received_words(response),
        registered=short_moment(response.registered_at),
    )
    letters = Markup(' <a href="{}">{}</a>').format(
        url_for("notifications.letters", slug=slug), _("Print kvitteringen")
    )
    flash(escape(words) + (letters if by_letter else ""), "success")
    alike = queries.find_alike(db.session, response)
    if alike.nearest:
        others = [ngettext("%(num)s andet", "%(num)s andre", alike.more)] if alike.more else []
        numbers = listed([*alike.nearest, *others], language())
        words = _("Ligner svar nr. %(numbers)s fra samme afsender.", numbers=numbers)
        flash(escape(words) + _links(slug, alike.nearest), "info")


def _links(slug: str, numbers: Sequence[str]) -> Markup:
    """To the responses, for who may open them."""
    if Role.MODERATOR not in current_person().roles:
        return Markup("")
    words = [
        (url_for("moderation.desk", slug=slug, label=one), _("Se svar nr. %(number)s", number=one)) for one in numbers
    ]
    return Markup("").join(Markup(' <a href="{}">{}</a>').format(*one) for one in words)


# Late responses


@dataclass(frozen=True)
class Late:
    """A late response, what was decided on it, and the form for the next decision."""

    standing: Standing
    received: str
    admission: LateAdmission | None
    form: LateForm


@blueprint.route("/intern/hoeringer/<slug>/efter-fristen", methods=["GET", "POST"])
@requires(Role.SECRETARY)
def late(slug: str) -> str | BaseResponse:
    consultation = staff_consultation(slug)
    rows = _late_rows(consultation)
    chosen = next((row for row in rows if row.standing.number == request.form.get("svar")), None)
    if request.method == "POST" and chosen is not None and chosen.form.validate():
        lateness.decide_late(
            db.session,
            current_person().actor,
            clock.now(),
            chosen.standing.response,
            admitted=chosen.form.admitted.data == "ja",
            reason=chosen.form.reason.data,
        )
        db.session.commit()
        flash(_("Svar nr. %(number)s er vurderet.", number=request.form["svar"]), "success")
        return redirect(url_for("responses.late", slug=slug), 303)
    return render_template(
        "responses/late.html",
        consultation=consultation,
        rows=rows,
        faulty=chosen,
        errors=chosen.form.errors if chosen else {},
        capacities=CAPACITIES,
        channels=CHANNELS,
        names=names(db.session, {row.admission.by for row in rows if row.admission}),
        closed_on=local(consultation.closes_at) if consultation.closes_at else None,
    )


def _late_rows(consultation: Consultation) -> list[Late]:
    admissions = queries.newest_admissions(db.session, consultation.id)
    sent = request.form.get("svar")
    rows = []
    for response in queries.list_late(db.session, consultation.id):
        standing = queries.standing_of(db.session, response)
        form = (
            LateForm(prefix=f"{standing.number}-")
            if standing.number == sent
            else LateForm(None, prefix=f"{standing.number}-")
        )
        rows.append(Late(standing, received_words(response), admissions.get(response.id), form))
    return rows
