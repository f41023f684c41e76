"""The words of moderation on screen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from consultation.lib.dates import clock_words, number
from consultation.models import AnswerGroup, BulkAct, BulkProposal, Consultation
from consultation.moderation import rules
from consultation.moderation.bulk_plans import Apart
from consultation.moderation.bulk_proposals import Pending
from consultation.moderation.composition import PublicResponse
from consultation.moderation.group_queries import Member
from consultation.moderation.queue import Undoable, Whose
from consultation.moderation.rules import KeepReason
from consultation.responses import crowds
from consultation.responses.content import Place
from consultation.responses.crowds import Crowd
from consultation.responses.risk import Risk
from consultation.vocabulary import (
    ORGANISED,
    AppealOutcome,
    Basis,
    BreachEntryKind,
    BreachNotice,
    BreachOutcome,
    BreachTask,
    By,
    DecisionKind,
    FileNote,
    FindingKind,
    GroupAct,
    GroupKind,
    LoginMode,
    PublicationMode,
    Sign,
    TextPart,
)
from consultation.web.i18n import language
from consultation.web.labels import DECISIONS, REASONS, SHORT_CAPACITIES, YOUNG

FILE_KINDS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
    "text/plain": _l("tekst"),
    "image/png": _l("billede"),
    "image/jpeg": _l("billede"),
}
FILE_PARTS = {
    TextPart.BODY: "",
    TextPart.PAGE: "",
    TextPart.HEADER: _l("Sidehoved og sidefod"),
    TextPart.NOTE: _l("Noter"),
    TextPart.FIELD: _l("Udfyldt felt"),
    TextPart.COMMENT: _l("Kommentar, som ikke ses ved print"),
    TextPart.DELETED: _l("Slettet tekst, som stadig ligger i filen"),
    TextPart.HIDDEN: _l("Skjult tekst"),
    TextPart.LAYER: _l("Tekst, som en scanner har lagt usynligt oven på billedet"),
    TextPart.PICTURE: _l("Tekst i billedet, som maskinen har læst den"),
    TextPart.REVISION: _l("Tekst fra en tidligere udgave, som stadig ligger i filen"),
    TextPart.INSIDE: _l("Fil, som ligger inde i filen"),
    TextPart.METADATA: _l("Oplysninger om filen: forfatter, titel og andet"),
}
FILE_NOTES = {
    FileNote.CUT: _l("Filen er så lang, at kun begyndelsen er læst af maskinen."),
    FileNote.EMBEDDED: _l("Der ligger andre filer inde i filen. De er ikke læst."),
    FileNote.LINKED: _l("Filen henter noget fra nettet eller et drev, når den åbnes i Word."),
    FileNote.PICTURES: _l("Der er billeder i filen. De er ikke læst."),
    FileNote.TRACKED: _l("Filen har sporede ændringer."),
    FileNote.REVISIONS: _l("Der ligger tidligere udgaver i filen."),
    FileNote.PLACE: _l("Billedet fortæller, hvor det er taget."),
}
MARK_KINDS = {
    FindingKind.PERSON_NAME: _l("Navn på en anden person"),
    FindingKind.HEALTH: _l("Helbred"),
    FindingKind.RELIGION: _l("Tro"),
    FindingKind.UNION: _l("Fagforening"),
    FindingKind.OFFENCE: _l("Strafbart forhold"),
    FindingKind.ADDRESS: _l("Adresse"),
    FindingKind.PHONE: _l("Telefon"),
    FindingKind.EMAIL: _l("E-mail"),
    FindingKind.CPR: _l("CPR-nummer"),
    FindingKind.IBAN: _l("Kontonummer"),
    FindingKind.OTHER: _l("Andet, som ikke må vises"),
}
HELD_KINDS = {
    kind: words
    for kind, words in MARK_KINDS.items()
    if kind not in {FindingKind.CPR, FindingKind.EMAIL, FindingKind.PHONE, FindingKind.IBAN}
}
"""What an authority's own words may be; the others are found by their shape."""
BASES = {
    Basis.NOT_NEEDED: _l("Ikke nødvendigt at vise (databeskyttelsesforordningen, artikel 5)"),
    Basis.SENSITIVE: _l("Følsom oplysning (databeskyttelsesforordningen, artikel 9)"),
    Basis.CPR: _l("CPR-nummer (databeskyttelsesloven, § 11)"),
    Basis.OFFENCE: _l("Strafbart forhold (databeskyttelsesloven, § 8)"),
    Basis.CONFIDENTIAL: _l("Fortroligt (forvaltningsloven, § 27)"),
    Basis.OTHERS_WORK: _l("En andens værk (ophavsretsloven, § 2)"),
}
KEEP_REASONS = {
    KeepReason.NOT_THAT: _l("Det er noget andet, end det ligner"),
    KeepReason.PUBLIC: _l("En myndighed, en forening, et sted eller en person i et hverv"),
    KeepReason.NOBODY: _l("Ingen kan genkendes"),
    KeepReason.OWN_WISH: _l("Afsenderen har bedt om, at det bliver vist"),
}
RISKS = {
    Risk.CPR: _l("CPR-nummer fundet"),
    Risk.POSSIBLE_CPR: _l("Måske et CPR-nummer"),
    Risk.SENSITIVE: _l("Helbred eller andet følsomt"),
    Risk.OTHER: _l("Andre fund"),
    Risk.UNREADABLE: _l("Fil skal ses igennem"),
    Risk.NONE: _l("Ingen fund"),
    Risk.HELD: _l("Måske fra en robot"),
}
APPEAL_OUTCOMES = {
    AppealOutcome.UPHELD: _l("Afgørelsen står ved magt"),
    AppealOutcome.OPENED: _l("Svaret gennemgås igen af en anden"),
}
WHOSE = {
    Whose.MINE: _l("Dine"),
    Whose.FREE: _l("Ingens"),
    Whose.COLLEAGUE: _l("Venter på en kollegas vurdering"),
    Whose.ASKED: _l("Dem, du har spurgt om"),
}
ASSIGN_FAULTS = {
    "unknown": _l("Vælg en anden. Personen gennemgår ikke svar længere"),
    "asked": _l("Vælg en anden. Personen har selv bedt om en kollegas vurdering af svaret"),
}
"""Why a response cannot be given to somebody."""
GROUP_KINDS = {
    GroupKind.IDENTICAL: _l("Samme brev, ord for ord"),
    GroupKind.TEMPLATE: _l("Samme brev, flere med egne ord"),
    GroupKind.NEAR: _l("Ligner hinanden"),
}
APART = {
    Apart.OWN_WORDS: _l("Har egne ord med"),
    Apart.WRITTEN_OTHERWISE: _l("Samme ord, men skrevet anderledes"),
    Apart.DECIDED: _l("Er afgjort"),
    Apart.PROTECTED: _l("Afsenderen har beskyttelse"),
    Apart.HIDE: _l("Afsenderen har bedt om ikke at blive vist"),
    Apart.FILES: _l("Har filer med"),
    Apart.FINDINGS: _l("Har egne fund, eller fund i navnet"),
    Apart.BEGUN: _l("Nogen er begyndt på det"),
    Apart.TAKEN: _l("Ligger hos en anden"),
    Apart.HELD: _l("Kan være fra en robot"),
    Apart.UNCONFIRMED: _l("Har ikke bekræftet sin e-mail"),
    Apart.UNREAD: _l("Er ikke læst igennem af maskinen endnu"),
    Apart.PARTIAL: _l("Er dit eget, fra en part, du hører til, eller åbnet igen efter en klage over din afgørelse"),
    Apart.NOT_SHOWN: _l("Vises ikke offentligt"),
    Apart.SINCE: _l("Er kommet til, siden en kollega tog stilling"),
}
"""Why a response is not decided together with the others of its group."""
GROUP_ACTS = {
    GroupAct.CONFIRMED: _l("bekræftede gruppen"),
    GroupAct.SPLIT_OUT: _l("tog svar nr. %(number)s ud"),
    GroupAct.MOVED: _l("flyttede svar nr. %(number)s"),
}
SIGNS = {
    Sign.TRAP: _l("et felt, som ingen mennesker ser, er udfyldt"),
    Sign.FAST: _l("skrevet og sendt på under to sekunder"),
    Sign.SOURCE: _l("mange svar fra samme internetforbindelse"),
    Sign.EMAIL: _l("mange svar fra samme e-mail"),
}
"""What speaks against a person's having written it (B1)."""


def crowd_words(one: AnswerGroup) -> str:
    """ "1.000 svar fra 987 afsendere, heraf 957 enslydende"."""
    return crowds.words(Crowd(one.responses, one.senders, one.identical), language())


def act_words(act: BulkAct) -> str:
    """That many were decided at once, and until when it can be taken back."""
    until = clock_words(act.at + rules.UNDO_TIME, language())
    return str(_("Der er taget stilling til flere svar på én gang. Det kan fortrydes til %(clock)s.", clock=until))


def proposal_words(row: BulkProposal) -> str:
    """ "Vises ikke offentligt (uden for emnet)"."""
    reason = f" ({REASONS[row.reason]})" if row.reason else ""
    return f"{DECISIONS[row.kind]}{reason}"


def since_words(count: int) -> str:
    """That so many could be decided with those of a proposal, and are not in it."""
    return str(
        ngettext(
            "%(num)s er kommet til siden og er ikke med. Det bliver i køen.",
            "%(num)s er kommet til siden og er ikke med. De bliver i køen.",
            count,
        )
    )


def pending_words(one: Pending, who: str, *, mine: bool) -> str:
    """Who has decided about how many, and that a colleague must decide the same."""
    told = {"who": who, "count": number(one.count, language())}
    if mine:
        return str(_("Du har taget stilling til %(count)s ens svar. Venter på en kollega.", **told))
    return str(_("%(who)s har taget stilling til %(count)s ens svar. Venter på en kollega.", **told))


def member_words(member: Member) -> str:
    """How a member of a group is like the text that stands for it, and whether a person has put it there."""
    words = _("ligner") if member.near else _("egne ord")
    by_staff = _("placeret af en medarbejder")
    return f"{words}, {by_staff}" if member.by else str(words)


def sign_words(held_by: tuple[Sign, ...]) -> str:
    """Why a response is held, on a line; "" where nothing holds it."""
    return ", ".join(str(SIGNS[sign]) for sign in held_by)


def proof_words(mode: LoginMode, confirmed_by: By | None) -> str:
    """How a sender has shown who they are (R13); "" where nobody was asked."""
    if mode is LoginMode.IDENTITY:
        return str(_("Identificeret"))
    if mode is LoginMode.CONFIRMED:
        words = {By.SENDER: _("Bekræftet e-mail"), By.STAFF: _("Ubekræftet e-mail, taget med")}
        return str(words[confirmed_by] if confirmed_by else _("Ubekræftet e-mail"))
    return ""


def sender_words(public: PublicResponse) -> str:
    """ "Borger, 8900", "Karen Prøve, 8900" or an organisation's name: all that the public sees of a sender (R31)."""
    word = str(YOUNG if public.under_18 else SHORT_CAPACITIES[public.capacity])
    if public.capacity in ORGANISED or (public.shown_name and not public.shown_name.isdecimal()):
        return public.shown_name
    return f"{word}, {public.shown_name}" if public.shown_name else word


def place_words(place: Place) -> str:
    """ "Udkast 8, 3.2 Hvor længe?"; "Hele høringen" where the answer is about no draft; a question's words after it."""
    if place.asked is not None:
        return f"{place_words(replace(place, asked=None))}: {place.asked.words.da}"
    if place.draft_number is None:
        return str(_("Hele høringen"))
    heading = f"{place.printed_number} {place.heading}".strip() or place.draft_title
    return str(_("Udkast %(number)s, %(heading)s", number=place.draft_number, heading=heading))


def undo_words(consultation: Consultation, one: Undoable, now: datetime) -> str:
    """What the last decision leads to, and when."""
    if one.kind is DecisionKind.WITHHOLD:
        return str(_("Svar nr. %(number)s vises ikke offentligt.", number=one.number))
    mode, values = consultation.publication_mode, {"number": one.number}
    if mode is PublicationMode.NOT_PUBLIC:
        return str(_("Svar nr. %(number)s er gennemgået. Svarene i denne høring bliver ikke vist.", **values))
    if mode is PublicationMode.WITH_AGENDA and _is_ahead(consultation.responses_public_at, now):
        return str(_("Svar nr. %(number)s bliver vist sammen med dagsordenen.", **values))
    if mode is PublicationMode.AFTER_DEADLINE and _is_ahead(consultation.closes_at, now):
        return str(_("Svar nr. %(number)s bliver vist, når fristen er gået.", **values))
    return str(
        _("Svar nr. %(number)s bliver vist %(clock)s.", clock=clock_words(one.effective_at, language()), **values)
    )


def _is_ahead(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant > now


def conflict_words(details: Mapping[str, object]) -> str:
    """Why an act was refused, and who was first (C1)."""
    cause, who = details.get("cause"), details.get("by") or _("Systemet")
    moments = {name: value for name, value in details.items() if isinstance(value, datetime)}
    clock = clock_words(next(iter(moments.values())), language()) if moments else ""
    return {
        "decided": str(_("%(who)s har taget stilling til svaret %(clock)s.", who=who, clock=clock)),
        "version": str(_("Svaret er rettet %(clock)s. Læs den nye version.", clock=clock)),
        "withdrawn": str(_("Afsenderen har trukket svaret tilbage %(clock)s.", clock=clock)),
        "claimed": str(_("%(who)s har svaret på sit bord til %(clock)s.", who=who, clock=clock)),
        "unconfirmed": str(
            _("Afsenderen har ikke bekræftet sin e-mail. Svaret kan først gennemgås, når det er taget med.")
        ),
        "erased": str(_("Indholdet er slettet %(clock)s. Der er intet at tage stilling til.", clock=clock)),
        "appealed": str(_("Der er allerede en klage over afgørelsen, eller der er intet at klage over.")),
        "appeal_answered": str(_("En kollega har besvaret klagen.")),
        "asked": str(
            _("Du har bedt en kollega om at vurdere svaret. Tag spørgsmålet tilbage, hvis du selv vil tage stilling.")
        ),
        "opinion": str(_("Spørgsmålet til en kollega er der ikke mere.")),
        "proposal": str(_("Du har intet forslag, der venter på en kollega.")),
        "group": str(_("Gruppen er ændret, siden du åbnede siden. Se den igen.")),
        "marks": str(_("Overstregningerne er ændret, siden du åbnede siden. Læs den offentlige udgave igen.")),
    }.get(str(cause), str(_("Svaret er ændret, siden du åbnede siden.")))


# Breaches

BREACH_TASKS = {
    BreachTask.TAKEN_DOWN: _l("Tag svaret af siden"),
    BreachTask.COPIES: _l("Bed søgemaskiner og andre om at slette deres kopier"),
    BreachTask.ASSESSED: _l("Vurdér, hvilken risiko det er for dem, det handler om"),
    BreachTask.DPO: _l("Giv databeskyttelsesrådgiveren besked"),
    BreachTask.SUPERVISOR: _l("Anmeld bruddet til Datatilsynet, medmindre risiko er usandsynlig"),
    BreachTask.PERSONS: _l("Giv besked til dem, det handler om, hvis risikoen er høj"),
    BreachTask.CAUSE: _l("Find årsagen, og skriv, hvad I ændrer"),
}
BREACH_ENTRIES = {
    BreachEntryKind.DONE: _l("Gjort"),
    BreachEntryKind.NOT_NEEDED: _l("Ikke nødvendigt"),
    BreachEntryKind.WORDING: _l("Ordlyd gemt"),
    BreachEntryKind.NOTE: _l("Note"),
}
BREACH_NOTICES = {
    BreachNotice.SUPERVISOR: _l("Til Datatilsynet og databeskyttelsesrådgiveren"),
    BreachNotice.PERSONS: _l("Til dem, det handler om"),
}
BREACH_OUTCOMES = {
    BreachOutcome.REPORTED: _l("Anmeldt til Datatilsynet"),
    BreachOutcome.NO_RISK: _l("Et brud, men risiko for nogen er usandsynlig"),
    BreachOutcome.NO_BREACH: _l("Ikke et brud på persondatasikkerheden"),
}
BREACH_FAULTS = {
    ("state", "always"): _l("Den opgave skal altid løses"),
    ("text", "missing"): _l("Skriv, hvorfor det ikke er nødvendigt"),
    ("outcome", "missing"): _l("Vælg, hvordan det endte"),
    ("outcome", "open_tasks"): _l("Der er opgaver, som ikke er løst"),
    ("outcome", "not_reported"): _l("Opgaven om at anmelde til Datatilsynet står ikke som gjort"),
    ("outcome", "was_reported"): _l("Bruddet er anmeldt til Datatilsynet. Vælg det."),
    ("closed_reason", "missing"): _l("Skriv en begrundelse"),
    ("", "closed"): _l("En anden har afsluttet bruddet. Det, du skrev, er ikke gemt."),
    ("", "wording"): _l("En anden har gemt en anden ordlyd imens. Din står her endnu, men er ikke gemt."),
}
"""(field, code) -> what is wrong; without a field it is about what another did."""
