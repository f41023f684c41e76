"""Words of the private pages: when it came, where it stands, what happens next (interface.md 3.9, 3.10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from consultation.consultations.states import responses_are_public
from consultation.lib.dates import deadline_words, local, moment_words
from consultation.lib.text import is_email
from consultation.models import Consultation, LateAdmission, Message, Milestone, Response
from consultation.responses import appealing, queries, reason_texts, receipts, removing
from consultation.responses.confirming import NOT_ME
from consultation.responses.content import AnswerContent, Place
from consultation.responses.queries import Standing
from consultation.responses.revealing import kinds_in
from consultation.vocabulary import (
    By,
    FindingKind,
    Language,
    LoginMode,
    MessageState,
    PublicationMode,
    Reason,
    SectionFate,
    Status,
)
from consultation.web.filters import day, moment, unbroken
from consultation.web.i18n import language
from consultation.web.labels import FINDINGS

if TYPE_CHECKING:
    from consultation.config import Settings


@dataclass(frozen=True)
class Line:
    """One step of "Hvad sker der nu?"; state: done, now or coming. `danish`: its title is not translated."""

    title: str
    text: str
    state: str
    danish: bool = False


def received_words(response: Response) -> str:
    """When it was received, as exactly as it is known."""
    return receipts.received_words(response.received_at, response.received_precision, language())


def needs_words(consultation: Consultation) -> str:
    """What one needs to answer, in a sentence or two (R13)."""
    if consultation.login_mode is LoginMode.CONFIRMED:
        return str(_("Du skal have en e-mail. Når du har sendt svaret, får du en mail med et link, du skal trykke på."))
    if consultation.login_mode is LoginMode.IDENTITY:
        return str(_("Du skal logge ind med %(name)s, før du sender svaret.", name=provider_name()))
    return str(_("Du skal ikke logge ind, og du behøver ikke en e-mail."))


def provider_name() -> str:
    """What citizens know the identity provider as."""
    provider = cast("Settings", current_app.config["SETTINGS"]).oidc
    return provider.name if provider else "MitID"


def paper_words(consultation: Consultation) -> str:
    """The way without a computer, named wherever somebody is asked for something (R13)."""
    phone = unbroken(consultation.contact_phone or consultation.authority.phone)
    return str(
        _("Vil du hellere svare på papir eller i telefon? Ring til os på %(phone)s, så hjælper vi.", phone=phone)
    )


@dataclass(frozen=True)
class MailLine:
    """What became of the receipt as mail or letter, and what the sender may do about it."""

    words: str
    failed: bool = False
    none: bool = False
    may_change: bool = True


def mail_line(message: Message | None) -> MailLine:
    """The line of the receipt's page about the mail; the page itself is the proof."""
    if message is None:
        words = _("Vi har ingen e-mailadresse, så kvitteringen står kun her. Gem linket, eller print siden.")
        return MailLine(str(words), none=True)
    failed, kept = message.state is MessageState.FAILED, message.state is MessageState.KEPT
    return MailLine(_mail_words(message), failed, not is_email(message.recipient), not kept)


def _mail_words(message: Message) -> str:
    by_mail = is_email(message.recipient)
    if message.state is MessageState.SENT and message.sent_at is not None:
        if not by_mail:
            return str(_("Kvitteringen er sendt med brev %(day)s.", day=day(message.sent_at)))
        at = moment(message.sent_at)
        return str(_("Kvitteringen er sendt til %(email)s %(when)s.", email=message.recipient, when=at))
    words = {
        MessageState.QUEUED: _("Kvitteringen bliver sendt til %(email)s.", email=message.recipient),
        MessageState.KEPT: _("Der bliver ikke sendt mails herfra. Gem linket, eller print siden."),
        MessageState.LETTER: _("Vi sender kvitteringen som brev."),
        MessageState.FAILED: _(
            "Kvitteringen kunne ikke sendes til %(email)s. Gem linket, eller print siden.", email=message.recipient
        ),
    }
    return str(words[message.state])


def status_words(
    session: Session, standing: Standing, consultation: Consultation, now: datetime, *, is_open: bool
) -> list[str]:
    """Where the response stands, in sentences; of a decision that can still be undone, when it takes effect.

    `is_open`: its sender may answer still (U05).
    """
    response = standing.response
    if standing.status is Status.WITHDRAWN and response.withdrawn_at is not None:
        return _withdrawn(response, response.withdrawn_at, is_open=is_open)
    if response.no_remarks:
        return [*_late(session, response), str(_("Vi har noteret, at I ingen bemærkninger har."))]
    words = {
        Status.AWAITING: _awaiting,
        Status.PUBLISHED: _published,
        Status.REDACTED: _published,
        Status.WITHHELD: _withheld,
    }[standing.status](session, standing, consultation, now)
    return [*_late(session, response), *words]


def link_words(*, corrects: bool, undoes: bool) -> str:
    """What whoever has the private link can do with it now."""
    if corrects:
        return str(_("Gem linket. Den, der har det, kan rette svaret."))
    if undoes:
        return str(_("Gem linket. Den, der har det, kan fortryde svaret."))
    return str(_("Gem linket. Den, der har det, kan læse svaret og se, hvad der bliver af det."))


def _withdrawn(response: Response, at: datetime, *, is_open: bool) -> list[str]:
    if response.no_remarks:
        undone = str(_("Fortrudt %(when)s. Det tæller ikke længere som jeres svar.", when=moment(at)))
        again = str(_("I kan svare igen med linket i det brev, hvor I blev spurgt."))
        return [undone, again] if is_open else [undone]
    if response.withdrawn_reason == NOT_ME:
        return [
            str(_("Trukket tilbage %(when)s. Den, der har e-mailadressen, har ikke sendt svaret.", when=moment(at))),
            str(_("Er det dit svar, så send det igen med din egen adresse, eller kontakt os.")),
        ]
    words = [str(_("Trukket tilbage %(when)s. Svaret vises ikke.", when=moment(at)))]
    if response.withdrawn_by is By.STAFF:
        words.append(str(_("En medarbejder har skrevet det ind, fordi du bad om det. Er det forkert, så kontakt os.")))
    return words


def timeline(
    consultation: Consultation,
    response: Response,
    milestones: Sequence[Milestone],
    today: date,
    status: Status = Status.AWAITING,
    admission: LateAdmission | None = None,
    *,
    waits: bool = False,
) -> list[Line]:
    """What happens after a response was received; of a late one no more is promised than is known.

    `waits`: its sender has an e-mail address to confirm first.
    """
    received = Line(str(_("Svaret er modtaget")), received_words(response), "done")
    if response.late and (admission is None or not admission.admitted):
        return [received, _late_line(admission)]
    asked = [Line(str(_("Du bekræfter din e-mail")), str(_("Tryk på Bekræft i mailen fra os.")), "now")]
    read = Line(
        str(_("En medarbejder læser svaret")),
        str(_("Vi fjerner det, der ikke må vises, for eksempel CPR-numre og telefonnumre.")),
        "coming" if waits else "now" if status is Status.AWAITING else "done",
    )
    meetings = [milestone for milestone in milestones if milestone.on >= today]
    steps = [received, *(asked if waits else []), read]
    return [*steps, _shown_line(consultation, response, status), *(_meeting_line(one) for one in meetings)]


def shown_status(standing: Standing, now: datetime) -> Status:
    """Where a response stands on the page of the consultation: a decision shows it when it takes effect."""
    if standing.status is Status.WITHDRAWN:
        return standing.status
    return standing.status if standing.decision and standing.decision.effective_at <= now else Status.AWAITING


def _late_line(admission: LateAdmission | None) -> Line:
    if admission is not None:
        return Line(str(_("Svaret indgår ikke")), str(_("Det er modtaget efter fristen. Vi gemmer det.")), "now")
    words = _("Det er modtaget efter fristen. Når vi har taget stilling, står det på din side.")
    return Line(str(_("Vi vurderer, om svaret kan indgå")), str(words), "now")


def _shown_line(consultation: Consultation, response: Response, status: Status) -> Line:
    if status is Status.WITHHELD:
        return Line(str(_("Udvalget får svaret")), str(_("Det bliver ikke vist på siden.")), "coming")
    if consultation.publication_mode is PublicationMode.NOT_PUBLIC:
        return Line(str(_("Udvalget får svaret")), _when_shown(consultation), "coming")
    if response.hide_requested and status is Status.AWAITING:
        words = _("Vi tager stilling til dit ønske. Udvalget får svaret at se.")
        return Line(str(_("Du har bedt om, at svaret ikke bliver vist")), str(words), "coming")
    return Line(str(_("Svaret bliver vist")), _when_shown(consultation), "coming")


def _meeting_line(milestone: Milestone) -> Line:
    return Line(milestone.body, day(milestone.on), "coming", danish=True)


def hour_minute(instant: datetime) -> str:
    """ "14.32", in English "14:32"."""
    at = local(instant)
    return f"{at.hour}{'.' if language() is Language.DANISH else ':'}{at.minute:02}"


REVEALING = {
    FindingKind.CPR: _l("Det ligner et CPR-nummer. Vi viser det aldrig, men fjern det gerne."),
    FindingKind.PHONE: _l(
        "Det ligner et telefonnummer. Vi viser det ikke, men fjern det gerne, hvis det er en andens."
    ),
    FindingKind.EMAIL: _l(
        "Det ligner en e-mailadresse. Vi viser den ikke, men fjern den gerne, hvis den er en andens."
    ),
    FindingKind.HEALTH: _l("Det ligner noget om en andens sygdom. Skriv det helst, så ingen kan genkendes."),
}
"""What is said kindly where a text seems to hold private data (interface.md 3.5)."""


def revealing_words(answers: Iterable[tuple[Place, AnswerContent]]) -> list[tuple[Place, list[str]]]:
    """The same for each answer that has some."""
    found = [
        (place, [str(REVEALING[kind]) for kind in kinds_in(f"{answer.text}\n{answer.proposed_text}")])
        for place, answer in answers
    ]
    return [(place, words) for place, words in found if words]


def _late(session: Session, response: Response) -> list[str]:
    if not response.late:
        return []
    admission = queries.newest_admissions(session, response.consultation_id).get(response.id)
    if admission is None:
        return [str(_("Modtaget efter fristen. Vi vurderer, om svaret kan indgå."))]
    if admission.admitted:
        return [str(_("Modtaget efter fristen. Svaret indgår alligevel."))]
    return [str(_("Modtaget efter fristen. Svaret indgår ikke."))]


def _awaiting(session: Session, standing: Standing, _consultation: Consultation, _now: datetime) -> list[str]:
    if standing.response.unconfirmed:
        return [
            str(_("Modtaget, men din e-mail er ikke bekræftet endnu. Vi læser svaret, når du har trykket på Bekræft."))
        ]
    if appealing.is_decided(session, standing.version):
        words = [_again(session, standing)]
    elif standing.version.number > 1:
        words = [str(_("Modtaget og rettet. En medarbejder har ikke set på den nye udgave endnu."))]
    else:
        words = [str(_("Modtaget. En medarbejder har ikke set på det endnu."))]
    if standing.response.hide_requested:
        words.append(str(_("Du har bedt om, at svaret ikke bliver vist. Det tager en medarbejder stilling til.")))
    return words


def _again(session: Session, standing: Standing) -> str:
    """Decided once, and to be decided once more about the same words (R32)."""
    complaint = appealing.find_latest(session, standing.response.id)
    if complaint is not None and complaint.opened and complaint.version == standing.version.number:
        return str(_("Åbnet igen efter din klage. Svaret venter på, at en anden medarbejder ser på det."))
    return str(_("Modtaget. En medarbejder er ved at se på svaret igen."))


def _published(session: Session, standing: Standing, consultation: Consultation, now: datetime) -> list[str]:
    mode, closes_at, public_at = (
        consultation.publication_mode,
        consultation.closes_at,
        consultation.responses_public_at,
    )
    words = []
    if standing.decision is not None and responses_are_public(mode, closes_at, public_at, now):
        since = removing.public_from(consultation, standing.decision)
        if since > now:
            words.append(str(_("Gennemgået. Svaret bliver vist på siden kl. %(at)s.", at=hour_minute(since))))
        else:
            words.append(str(_("Vist på siden fra %(day)s.", day=day(since))))
    else:
        words.append(str(_("Gennemgået. %(when)s", when=_when_shown(consultation))))
    kinds = queries.redacted_kinds(session, standing.decision)
    if kinds:
        named = ", ".join(str(FINDINGS[kind]) for kind in kinds)
        words.append(str(_("Vi har fjernet noget, før svaret bliver vist: %(kinds)s.", kinds=named)))
    return words


def _withheld(session: Session, standing: Standing, consultation: Consultation, _now: datetime) -> list[str]:
    reason = standing.decision.reason if standing.decision else None
    if reason is Reason.NOT_CONFIRMED:
        return _unconfirmed(consultation)
    contact = ", ".join(part for part in (consultation.contact_phone, consultation.contact_email) if part)
    dpo = consultation.authority.dpo
    because = reason_texts.text_of(session, consultation.authority_id, language(), reason)
    return [
        *_taken_down(session, standing, consultation),
        str(_("Vises ikke offentligt, men indgår i sagen.")),
        *([str(_("Grund: %(reason)s", reason=because))] if because else []),
        str(_("Udvalget får hele svaret.")),
        str(_("Har du spørgsmål, så få fat på os: %(contact)s.", contact=contact)),
        *([str(_("Du kan også klage til vores databeskyttelsesrådgiver: %(dpo)s.", dpo=dpo))] if dpo else []),
    ]


def _taken_down(session: Session, standing: Standing, consultation: Consultation) -> list[str]:
    since = removing.shown_from(session, consultation, standing.decision) if standing.decision else None
    if since is None or standing.decision is None:
        return []
    gone = moment(standing.decision.at)
    return [str(_("Svaret blev vist på siden fra %(since)s. Vi tog det ned %(gone)s.", since=moment(since), gone=gone))]


def _unconfirmed(consultation: Consultation) -> list[str]:
    contact = ", ".join(part for part in (consultation.contact_phone, consultation.contact_email) if part)
    return [
        str(_("Din e-mail blev ikke bekræftet i tide. Svaret vises ikke og er ikke talt med som de andre.")),
        str(_("Skal det med alligevel? Skriv eller ring til os: %(contact)s.", contact=contact)),
    ]


def _when_shown(consultation: Consultation) -> str:
    mode = consultation.publication_mode
    if mode is PublicationMode.CONTINUOUS:
        return str(_("På siden, når det er gennemgået."))
    if mode is PublicationMode.AFTER_DEADLINE and consultation.closes_at is not None:
        when = deadline_words(consultation.closes_at, language())
        return str(_("På siden efter fristen, %(when)s.", when=when))
    if mode is PublicationMode.WITH_AGENDA and consultation.responses_public_at is not None:
        when = moment_words(consultation.responses_public_at, language())
        return str(_("På siden med dagsordenen %(when)s.", when=when))
    return str(_("Svarene i denne høring bliver ikke offentliggjort. Udvalget får dem at læse."))


def carried_words(fate: SectionFate | None) -> str:
    """What has happened to what an answer is about, since it was sent (R7)."""
    words = {
        SectionFate.UNCHANGED: _("Afsnittet er ikke ændret."),
        SectionFate.MOVED: _("Afsnittet står et andet sted nu, med de samme ord."),
        SectionFate.CHANGED: _("Afsnittet er ændret."),
        SectionFate.SPLIT: _("Afsnittet er delt i flere."),
        SectionFate.GONE: _("Afsnittet er udgået."),
    }
    return str(words[fate] if fate else _("Udkastet er kommet i en ny version, siden du svarede."))
