"""What waits for staff and what happened, in words: one sentence and one button a row (interface.md 3.12)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from consultation.analysis.figures import Lack
from consultation.site.waiting import Coming, Task
from consultation.web.filters import moment

EVENTS = {
    "authority.created": _l("Myndigheden blev oprettet"),
    "authority.closure_day_added": _l("En lukkedag kom på listen"),
    "authority.closure_day_removed": _l("En lukkedag blev taget af listen"),
    "authority.shortest_period_set": _l("En korteste periode blev ændret"),
    "authority.clock_differs": _l("Urene på server og database gik forskelligt"),
    "log.checked": _l("Hele loggen blev efterset"),
    "log.exported": _l("Loggen blev hentet som fil"),
    "staff.invited": _l("En bruger blev inviteret"),
    "staff.activated": _l("En bruger tog sin konto i brug"),
    "staff.signed_in": _l("Loggede ind"),
    "staff.signed_out": _l("Loggede ud"),
    "staff.sign_in_failed": _l("Kunne ikke logge ind"),
    "staff.disabled": _l("En brugers adgang blev lukket"),
    "consultation.created": _l("Høringen blev oprettet"),
    "consultation.copied": _l("Høringen blev kopieret fra en tidligere"),
    "consultation.edited": _l("Høringen blev rettet"),
    "consultation.published": _l("Høringen blev sendt ud"),
    "consultation.deadline_set": _l("Fristen blev sat"),
    "consultation.party_deadline_set": _l("En høringspart fik sin egen frist"),
    "consultation.cancelled": _l("Høringen blev aflyst"),
    "consultation.meeting_recorded": _l("Et møde blev skrevet ind"),
    "consultation.approvals_set": _l("Hvem der skal godkende, blev ændret"),
    "consultation.agenda_time_set": _l("Tidspunktet for dagsordenen blev flyttet"),
    "draft.saved": _l("Et udkast blev gemt"),
    "draft.read_in": _l("En tekst blev læst ind og vist til gennemsyn"),
    "draft.imported": _l("En tekst, der var læst ind, kom i et udkast"),
    "text.saved": _l("Et ord eller en lov blev forklaret"),
    "draft.version_published": _l("En ny version af et udkast blev sendt ud"),
    "draft.version_discarded": _l("En ny version af et udkast blev kasseret"),
    "draft.adopted": _l("Den vedtagne tekst af et udkast kom på siden"),
    "draft.cause_said": _l("Nogen skrev, hvorfor et vedtaget udkast er ændret"),
    "question.saved": _l("Et spørgsmål blev gemt"),
    "question.removed": _l("Et spørgsmål blev fjernet"),
    "document.saved": _l("Et dokument blev gemt"),
    "document.removed": _l("Et dokument blev fjernet"),
    "preview.made": _l("Et link til at se udkastet før udsendelsen blev lavet"),
    "preview.withdrawn": _l("Et link til at se udkastet før udsendelsen blev trukket tilbage"),
    "review.remarked": _l("Nogen skrev en bemærkning før høringen"),
    "review.answered": _l("Der blev taget stilling til en bemærkning før høringen"),
    "party.included": _l("En høringspart kom på listen"),
    "party.opted_out": _l("En høringspart blev fravalgt"),
    "party.sent": _l("Brevet til en høringspart blev sendt"),
    "party.removed": _l("En høringspart blev taget af listen"),
    "party.waived": _l("En høringspart, der ikke kunne nås, blev opgivet"),
    "parties.reminded": _l("Høringsparter, der ikke havde svaret, blev mindet om det"),
    "party.registered": _l("En part kom i registret"),
    "party.changed": _l("En part i registret blev rettet"),
    "party.ended": _l("En part i registret blev markeret som udgået"),
    "party.resumed": _l("En part i registret blev taget i brug igen"),
    "response.received": _l("Et svar kom ind"),
    "response.registered": _l("Et svar blev registreret"),
    "response.corrected": _l("Et svar blev rettet af afsenderen"),
    "response.withdrawn": _l("Et svar blev trukket tilbage"),
    "response.on_time": _l("Et svar efter fristen er nu inden for den nye frist"),
    "response.confirmed": _l("Afsenderen bekræftede sin e-mail"),
    "response.admitted": _l("Et svar blev taget med uden bekræftet e-mail"),
    "response.late_decided": _l("Der blev taget stilling til et svar efter fristen"),
    "response.party_joined": _l("Et svar blev knyttet til en høringspart"),
    "response.link_issued": _l("Et svar fik et nyt privat link"),
    "response.email_changed": _l("E-mailadressen for beskeder om et svar blev rettet"),
    "responses.imported": _l("Svar blev læst ind fra en fil"),
    "file.uploaded": _l("En fil blev lagt op"),
    "access.opened": _l("Et originalt svar blev åbnet"),
    "claim.taken": _l("Et svar blev taget til gennemgang"),
    "claim.released": _l("Et svar blev sluppet igen"),
    "finding.answered": _l("Der blev taget stilling til et fund"),
    "file.said": _l("Der blev taget stilling til en fil"),
    "file.copied": _l("Den offentlige kopi af en fil blev lavet, eller holdt tilbage"),
    "held_word.added": _l("Et ord kom på listen over ord, der holdes"),
    "held_word.ended": _l("Et ord blev taget af listen over ord, der holdes"),
    "redaction.marked": _l("Noget blev markeret til overstregning"),
    "appeal.made": _l("Afsenderen klagede over afgørelsen"),
    "appeal.answered": _l("En klage blev besvaret"),
    "opinion.asked": _l("En kollega blev bedt om at vurdere et svar"),
    "opinion.withdrawn": _l("Spørgsmålet til en kollega blev taget tilbage"),
    "note.added": _l("En intern note blev skrevet"),
    "queue.assigned": _l("Svar i køen blev fordelt"),
    "queue.returned": _l("Fordelte svar gik tilbage til køen"),
    "response.assigned": _l("Et svar blev givet til en moderator"),
    "petition.registered": _l("Antallet af underskrifter på et svar blev registreret"),
    "group.confirmed": _l("En gruppe af svar, der ligner hinanden, blev bekræftet"),
    "group.parted": _l("Svar blev taget ud af en gruppe"),
    "group.proposed": _l("En kollega blev bedt om at tage stilling til det samme om flere ens svar"),
    "group.proposal_withdrawn": _l("Et forslag om flere ens svar blev taget tilbage"),
    "decision.made": _l("Der blev truffet afgørelse om et svar"),
    "breach.opened": _l("Et brud på persondatasikkerheden blev oprettet"),
    "breach.noted": _l("Noget blev noteret om et brud på persondatasikkerheden"),
    "breach.closed": _l("Et brud på persondatasikkerheden blev afsluttet"),
    "point.made": _l("Et punkt blev lavet"),
    "point.changed": _l("Et punkt blev ændret"),
    "point.removed": _l("Et punkt blev fjernet"),
    "point.split": _l("Et punkt blev delt i to"),
    "point.merged": _l("To punkter blev lagt sammen"),
    "passage.settled": _l("Sætninger fik en plads"),
    "passage.reopened": _l("En sætning blev taget op igen"),
    "position.removed": _l("Et synspunkt blev fjernet"),
    "position.restored": _l("Et synspunkt blev taget i brug igen"),
    "position.split": _l("Et synspunkt blev delt i to"),
    "position.merged": _l("Synspunkter blev lagt sammen"),
    "position.step_undone": _l("En deling eller sammenlægning blev gjort om"),
    "points.moved": _l("Punkter blev flyttet mellem synspunkter"),
    "theme.saved": _l("Et tema blev gemt"),
    "theme.merged": _l("Et tema blev lagt sammen med et andet"),
    "theme.withdrawn": _l("Et tema blev fjernet"),
    "theme.main_chosen": _l("Sammenfatningens hovedtemaer blev valgt"),
    "quotes.picked": _l("Citater til et synspunkt blev valgt"),
    "position.saved": _l("Et synspunkt blev gemt"),
    "position.decided": _l("Udfaldet af et synspunkt blev skrevet ind"),
    "remark.saved": _l("En bemærkning blev gemt"),
    "standard.saved": _l("En standardbemærkning blev gemt"),
    "standard.withdrawn": _l("En standardbemærkning blev trukket tilbage, eller kan vælges igen"),
    "position.approved": _l("Et svar på et synspunkt blev godkendt"),
    "position.sent_back": _l("Et svar på et synspunkt blev sendt tilbage"),
    "wording.answered": _l("En advarsel om ordlyden blev besvaret med en grund"),
    "work.assigned": _l("Svar eller synspunkter blev givet til en ansvarlig"),
    "change.saved": _l("En ændring blev gemt"),
    "change.removed": _l("En ændring blev fjernet"),
    "report.text_saved": _l("En tekst til rapporten blev gemt"),
    "journal.taken": _l("Svar blev taget ud til journal"),
    "sheet.taken_in": _l("Bemærkninger og indstillinger blev læst ind fra et regneark"),
    "snapshot.frozen": _l("Grundlaget blev låst"),
    "package.made": _l("Bilagene blev lavet"),
    "package.downloaded": _l("Et bilag blev hentet"),
    "annex.published": _l("Et bilag blev lagt på siden"),
    "template.put_in_force": _l("En skabelon for papirerne blev taget i brug"),
    "template.withdrawn": _l("Papirerne gik tilbage til systemets egen skabelon"),
    "annex.withdrawn": _l("Et bilag blev taget af siden, fordi et svar i det blev taget ned"),
    "message.queued": _l("En besked blev lagt i udbakken"),
    "message.failed": _l("En besked kunne ikke sendes"),
    "letters.printed": _l("Breve blev hentet til print"),
    "message.posted": _l("Et brev blev sendt med posten"),
    "message.sent_again": _l("En besked, der ikke kom frem, blev sendt igen"),
    "outcomes.sent": _l("Dem, der har svaret, fik besked om deres punkter"),
    "message.opened": _l("En besked blev åbnet"),
    "subscription.confirmed": _l("Nogen følger nu en høring, et emne eller det hele"),
    "subscription.ended": _l("Nogen følger ikke længere en høring, et emne eller det hele"),
    "job.retried": _l("En opgave i baggrunden blev sat i gang igen"),
    "response.erased": _l("Indholdet af et svar blev slettet"),
    "erasure.made": _l("Oplysninger blev slettet"),
}
"""Every event of the audit log."""


EVENT_KINDS = {
    "authority": _l("Myndigheden"),
    "log": _l("Loggen"),
    "staff": _l("Brugere"),
    "consultation": _l("Høringen"),
    "draft": _l("Udkast"),
    "text": _l("Ord og love"),
    "document": _l("Dokumenter"),
    "question": _l("Spørgsmål"),
    "preview": _l("Links før udsendelsen"),
    "review": _l("Bemærkninger før høringen"),
    "party": _l("Høringsparter"),
    "parties": _l("Påmindelser"),
    "response": _l("Svar"),
    "responses": _l("Svar fra en fil"),
    "file": _l("Filer"),
    "access": _l("Adgang til originaler"),
    "claim": _l("Svar taget og sluppet"),
    "finding": _l("Fund"),
    "redaction": _l("Overstregninger"),
    "decision": _l("Afgørelser"),
    "appeal": _l("Klager"),
    "opinion": _l("Vurdering hos en kollega"),
    "note": _l("Interne noter"),
    "queue": _l("Køen"),
    "standard": _l("Standardbemærkninger"),
    "work": _l("Opgaver i behandlingen"),
    "wording": _l("Ordlyd"),
    "point": _l("Punkter"),
    "points": _l("Flyttede punkter"),
    "passage": _l("Sætninger"),
    "position": _l("Synspunkter"),
    "theme": _l("Temaer"),
    "quotes": _l("Citater"),
    "remark": _l("Forvaltningens bemærkninger"),
    "change": _l("Ændringer i udkast"),
    "report": _l("Rapporten"),
    "snapshot": _l("Låst grundlag"),
    "package": _l("Bilag"),
    "annex": _l("Bilag på siden"),
    "message": _l("Beskeder"),
    "letters": _l("Breve"),
    "outcomes": _l("Beskeder"),
    "subscription": _l("Følgere"),
    "job": _l("Opgaver i baggrunden"),
    "erasure": _l("Sletning"),
}
"""What an event is about, by the word before its dot."""
SUBJECTS = {
    "authority": _l("Myndigheden"),
    "closure_day": _l("Lukkedag"),
    "job": _l("Opgave nr. %(id)s"),
    "message": _l("Besked nr. %(id)s"),
    "party": _l("Part nr. %(id)s i registret"),
    "staff": _l("Bruger nr. %(id)s"),
    "standard_remark": _l("Standardbemærkning nr. %(id)s"),
    "subscription": _l("Følger nr. %(id)s"),
}
"""What an entry is about, by its table, where it is neither a response nor a consultation."""
ACTORS = {
    "sender": _l("Afsenderen"),
    "system": _l("Systemet"),
    "follower": _l("En, der følger"),
    "preview": _l("En med link til udkastet"),
}
"""Who acts without an account."""


def actor_words(actor: str) -> str:
    """Who acted, where it was nobody of the staff."""
    return str(ACTORS.get(actor, actor))


def subject_words(subject: str) -> str:
    """ "message:155" as people say it."""
    table, _colon, number = subject.partition(":")
    words = SUBJECTS.get(table)
    return str(words) % {"id": number} if words else subject


@dataclass(frozen=True)
class Row:
    """A sentence and where its button leads; `url` is "" where there is nothing to press."""

    words: str
    button: str
    url: str
    title: str


CAUSES = {
    "server": _l("Siden svarede ikke"),
    "stopped": _l("Serveren var stoppet"),
    "database": _l("Database"),
    "migrations": _l("Databasens udgave"),
    "storage": _l("Lager til filer"),
    "clock": _l("Ur"),
}
"""What was wrong while the system was down, by the names of the health page and of the watch."""
_TASKS = {
    "moderate": (_l("Åbn køen"), "moderation.queue"),
    "second": (_l("Se forslaget"), "moderation.groups"),
    "breach": (_l("Se bruddet"), "moderation.breaches"),
    "breach_overdue": (_l("Se bruddet"), "moderation.breaches"),
    "complete": (_l("Se, hvad der mangler"), "consultations.missing"),
    "send": (_l("Send i høring"), "consultations.publish"),
    "party_failed": (_l("Se parterne"), "parties.board"),
    "party_unasked": (_l("Se parterne"), "parties.board"),
    "divide": (_l("Del i punkter"), "analysis.list_responses"),
    "remark": (_l("Skriv bemærkninger"), "analysis.remarks"),
    "change": (_l("Skriv ny tekst"), "analysis.positions"),
    "given": (_l("Se dine opgaver"), "analysis.my_tasks"),
    "left_behind": (_l("Giv dem videre"), "analysis.tasks"),
    "approve": (_l("Se og godkend"), "analysis.approval"),
    "late": (_l("Tag stilling"), "responses.late"),
    "report": (_l("Se rapporten"), "summary.report"),
    "outcome": (_l("Skriv beslutningen"), "consultations.meetings"),
    "late_snapshot": (_l("Lås grundlaget"), "summary.compile"),
    "late_messages": (_l("Send beskederne"), "notifications.outbox"),
    "late_texts": (_l("Skriv de vedtagne tekster"), "analysis.adopted"),
    "watch_snapshot": (_l("Se høringen"), "site.overview"),
    "watch_outcome": (_l("Se høringen"), "site.overview"),
    "watch_messages": (_l("Se høringen"), "site.overview"),
    "was_down": (_l("Forlæng fristen"), "consultations.deadline"),
    "clock_differs": (_l("Se driften"), "site.health"),
    "log_broken": (_l("Se loggen"), "site.log"),
    "appeals": (_l("Se klagerne"), "moderation.appeals_list"),
    "jobs_dead": (_l("Se driften"), "site.health"),
    "messages_failed": (_l("Se driften"), "site.health"),
}


_VIEWS = {"change": Lack.CHANGE.value}
"""Which part of a page a task is about, where it is not all of it."""


def task_row(task: Task) -> Row:
    """The row of one task."""
    button, endpoint = _TASKS[task.code]
    late = ngettext("Forsinket %(num)s dag:", "Forsinket %(num)s dage:", task.days_late) if task.days_late else ""
    words = f"{late} {_SENTENCES[task.code.replace('watch_', 'late_')](task)}".strip()
    title, slug = (task.consultation.title, task.consultation.slug) if task.consultation else ("", None)
    return Row(words, str(button), address(endpoint, slug, _VIEWS.get(task.code)), title)


def address(endpoint: str, slug: str | None = None, view: str | None = None) -> str:
    """The address of a page that another feature has, or of a view of it; "" in an installation without it."""
    if endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint) if slug is None else url_for(endpoint, slug=slug, vis=view)


def _since(task: Task) -> str:
    return moment(task.since) if task.since else ""


_SENTENCES: Mapping[str, Callable[[Task], str]] = {
    "moderate": lambda task: ngettext(
        "%(num)s svar til gennemgang, kom %(since)s",
        "%(num)s svar til gennemgang, det ældste kom %(since)s",
        task.count,
        since=_since(task),
    ),
    "second": lambda task: ngettext(
        "En kollega har taget stilling til %(num)s svar. Det gælder, når du tager stilling til det samme.",
        "En kollega har taget stilling til %(num)s ens svar. Det gælder, når du tager stilling til det samme.",
        task.count,
    ),
    "breach": lambda task: ngettext(
        "%(num)s brud på persondatasikkerheden er åbent. Datatilsynet skal have besked senest %(since)s.",
        "%(num)s brud på persondatasikkerheden er åbne. Datatilsynet skal have besked om et senest %(since)s.",
        task.count,
        since=_since(task),
    ),
    "breach_overdue": lambda task: ngettext(
        "Forsinket: %(num)s brud på persondatasikkerheden skulle være anmeldt senest %(since)s.",
        "Forsinket: %(num)s brud på persondatasikkerheden skulle være anmeldt, det ene senest %(since)s.",
        task.count,
        since=_since(task),
    ),
    "complete": lambda task: ngettext(
        "Høringen kan ikke sendes ud endnu. %(num)s ting mangler.",
        "Høringen kan ikke sendes ud endnu. %(num)s ting mangler.",
        task.count,
    ),
    "was_down": lambda task: ngettext(
        "Siden var nede i %(num)s minut i det sidste døgn før fristen",
        "Siden var nede i %(num)s minutter i det sidste døgn før fristen",
        task.count,
    ),
    "clock_differs": lambda _task: _("Urene på server og database har gået forskelligt i det sidste døgn"),
    "appeals": lambda task: ngettext(
        "%(num)s klage over gennemgangen venter på et svar",
        "%(num)s klager over gennemgangen venter på et svar",
        task.count,
    ),
    "log_broken": lambda _task: _("Loggen er ikke hel. Rør ikke ved databasen, og få det undersøgt i dag."),
    "send": lambda _task: _("Intet mangler. Høringen kan sendes ud."),
    "party_failed": lambda task: ngettext(
        "Brevet til %(num)s lovbestemt høringspart kunne ikke leveres",
        "Brevet til %(num)s lovbestemte høringsparter kunne ikke leveres",
        task.count,
    ),
    "party_unasked": lambda task: ngettext(
        "%(num)s høringspart er ikke spurgt endnu", "%(num)s høringsparter er ikke spurgt endnu", task.count
    ),
    "divide": lambda task: ngettext(
        "%(num)s svar er ikke delt i punkter", "%(num)s svar er ikke delt i punkter", task.count
    ),
    "remark": lambda task: ngettext(
        "%(num)s synspunkt mangler en bemærkning", "%(num)s synspunkter mangler en bemærkning", task.count
    ),
    "change": lambda task: ngettext(
        "%(num)s synspunkt er imødekommet helt eller delvist, men ny tekst i udkastet mangler",
        "%(num)s synspunkter er imødekommet helt eller delvist, men ny tekst i udkastet mangler",
        task.count,
    ),
    "given": lambda task: ngettext(
        "%(num)s svar eller synspunkt er givet til dig",
        "%(num)s svar eller synspunkter er givet til dig",
        task.count,
    ),
    "approve": lambda task: ngettext(
        "%(num)s svar på et synspunkt venter på din godkendelse",
        "%(num)s svar på synspunkter venter på din godkendelse",
        task.count,
    ),
    "left_behind": lambda task: ngettext(
        "%(num)s opgave er uden ansvarlig, for den, der havde den, er her ikke mere",
        "%(num)s opgaver er uden ansvarlig, for den, der havde dem, er her ikke mere",
        task.count,
    ),
    "late": lambda task: ngettext(
        "%(num)s svar kom efter fristen og er ikke afgjort",
        "%(num)s svar kom efter fristen og er ikke afgjort",
        task.count,
    ),
    "report": lambda _task: _("Fristen er gået. Rapporten skal gøres færdig."),
    "outcome": lambda task: _("udfaldet af mødet i %(body)s er ikke skrevet ind", body=task.body),
    "late_outcome": lambda task: _("udfaldet af mødet i %(body)s er ikke skrevet ind", body=task.body),
    "late_snapshot": lambda task: _("grundlaget til mødet i %(body)s er ikke låst", body=task.body),
    "late_messages": lambda task: _(
        "sagen er besluttet for %(num)s dage siden, og svarerne har ikke fået besked", num=task.days_late
    ),
    "late_texts": lambda task: _(
        "sagen er besluttet for %(num)s dage siden, og vedtagne tekster mangler på siden", num=task.days_late
    ),
    "jobs_dead": lambda task: ngettext(
        "%(num)s opgave i baggrunden er gået i stå", "%(num)s opgaver i baggrunden er gået i stå", task.count
    ),
    "messages_failed": lambda task: ngettext(
        "%(num)s besked kunne ikke sendes", "%(num)s beskeder kunne ikke sendes", task.count
    ),
}


def coming_words(coming: Coming) -> str:
    """What is ahead, without its date."""
    words = {
        "opens": _("høringen åbner"),
        "closes": _("fristen udløber"),
        "agenda": _("svarene bliver vist"),
        "meeting": _("møde: %(body)s", body=coming.body),
    }
    return str(words[coming.code])
