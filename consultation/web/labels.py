"""The words of the vocabulary on screen; lazy, so that each page says them in its own language."""

from flask_babel import lazy_gettext as _l

from consultation.vocabulary import (
    AccessPurpose,
    Capacity,
    Channel,
    DecisionKind,
    Delivery,
    FindingKind,
    FollowUp,
    LoginMode,
    MilestoneKind,
    NameRule,
    NoPointReason,
    Outcome,
    PartyBasis,
    PartyKind,
    PartyOutcome,
    PublicationMode,
    Reason,
    Role,
    ScanState,
    SectionFate,
    SentBy,
    Stance,
    State,
    Status,
)

SCANS = {
    ScanState.WAITING: _l("Bliver tjekket for virus"),
    ScanState.CLEAN: _l("Tjekket for virus"),
    ScanState.INFECTED: _l("Virus fundet: kan ikke åbnes"),
    ScanState.UNSCANNED: _l("Ikke tjekket for virus"),
}
ROLES = {
    Role.MODERATOR: _l("Moderator"),
    Role.SUBJECT_OWNER: _l("Fagansvarlig"),
    Role.SECRETARY: _l("Udvalgssekretær"),
    Role.EDITOR: _l("Redaktør"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.AUDITOR: _l("Revisor"),
    Role.DIRECTOR: _l("Direktør"),
}
STATES = {
    State.UNPUBLISHED: _l("Ikke sendt i høring"),
    State.PLANNED: _l("Åbner snart"),
    State.OPEN: _l("Åben for svar"),
    State.CLOSED: _l("Lukket"),
    State.UNDER_CONSIDERATION: _l("Under behandling"),
    State.DECIDED: _l("Besluttet"),
    State.ARCHIVED: _l("Arkiveret"),
    State.CANCELLED: _l("Aflyst"),
}
FOLLOW_UPS = {
    FollowUp.SUPPLEMENTARY: _l("Supplerende høring"),
    FollowUp.RENEWED: _l("Fornyet høring"),
}
MODES = {
    PublicationMode.CONTINUOUS: _l("Løbende, når de er gennemgået"),
    PublicationMode.AFTER_DEADLINE: _l("Efter fristen"),
    PublicationMode.WITH_AGENDA: _l("Sammen med dagsordenen"),
    PublicationMode.NOT_PUBLIC: _l("Ikke offentligt"),
}
NAME_RULES = {
    NameRule.FULL_NAME: _l("Fuldt navn"),
    NameRule.NAME_POSTCODE: _l("Navn og postnummer"),
    NameRule.CITIZEN_POSTCODE: _l("Borger og postnummer"),
}
LOGIN_MODES = {
    LoginMode.OPEN: _l("Uden at logge ind"),
    LoginMode.CONFIRMED: _l("Med en e-mail, man bekræfter"),
    LoginMode.IDENTITY: _l("Ved at logge ind"),
}
CAPACITIES = {
    Capacity.CITIZEN: _l("Privatperson"),
    Capacity.RELATIVE: _l("Pårørende"),
    Capacity.GUARDIAN: _l("Værge"),
    Capacity.ORGANISATION: _l("Forening, virksomhed eller anden organisation"),
    Capacity.COUNCIL: _l("Råd (handicapråd, ældreråd, brugerråd)"),
    Capacity.EMPLOYEE: _l("Medarbejder"),
    Capacity.AUTHORITY: _l("Offentlig myndighed"),
}
SHORT_CAPACITIES = {
    Capacity.CITIZEN: _l("Borger"),
    Capacity.RELATIVE: _l("Pårørende"),
    Capacity.GUARDIAN: _l("Værge"),
    Capacity.ORGANISATION: _l("Organisation"),
    Capacity.COUNCIL: _l("Råd"),
    Capacity.EMPLOYEE: _l("Medarbejder"),
    Capacity.AUTHORITY: _l("Myndighed"),
}
YOUNG = _l("Ung")
"""What stands before the postcode of who is under 18, in any capacity (interface.md 4.4)."""
CHANNELS = {
    Channel.PORTAL: _l("Denne side"),
    Channel.LETTER: _l("Brev"),
    Channel.EMAIL: _l("E-mail"),
    Channel.DIGITAL_POST: _l("Digital Post"),
    Channel.PHONE: _l("Telefon"),
    Channel.MEETING: _l("Møde"),
}
STANCES = {
    Stance.SUPPORT: _l("Jeg er for"),
    Stance.NEUTRAL: _l("Hverken for eller imod"),
    Stance.OPPOSE: _l("Jeg er imod"),
}
FATES = {
    SectionFate.UNCHANGED: _l("Uændret"),
    SectionFate.MOVED: _l("Flyttet"),
    SectionFate.CHANGED: _l("Ændret"),
    SectionFate.SPLIT: _l("Delt"),
    SectionFate.GONE: _l("Udgået"),
}
NEW_SECTION = _l("Nyt")
STATUSES = {
    Status.PUBLISHED: _l("Vist"),
    Status.REDACTED: _l("Vist med overstregninger"),
    Status.WITHHELD: _l("Vises ikke offentligt"),
    Status.WITHDRAWN: _l("Trukket tilbage"),
    Status.AWAITING: _l("Afventer gennemgang"),
}
DECISIONS = {
    DecisionKind.PUBLISH: _l("Offentliggør"),
    DecisionKind.PUBLISH_REDACTED: _l("Offentliggør med overstregninger"),
    DecisionKind.WITHHOLD: _l("Vises ikke offentligt"),
    DecisionKind.REOPEN: _l("Åbn igen"),
}
REASONS = {
    Reason.PERSON: _l("Svaret handler om en anden person, som kan genkendes."),
    Reason.SENSITIVE: _l("Svaret har oplysninger om helbred eller andet meget privat."),
    Reason.PROTECTED: _l("Du har beskyttelse, og teksten kan vise, hvem du er."),
    Reason.REQUESTED: _l("Du har bedt om, at svaret ikke bliver vist."),
    Reason.UNLAWFUL: _l("Svaret kan være ulovligt."),
    Reason.ABUSE: _l("Svaret truer eller håner nogen."),
    Reason.ADVERT: _l("Svaret er reklame."),
    Reason.FALSE_SENDER: _l("Svaret er ikke fra den, der står som afsender."),
    Reason.OFF_TOPIC: _l("Svaret handler ikke om det, der er i høring."),
    Reason.NOT_CONFIRMED: _l("E-mailadressen er ikke bekræftet i tide."),
}
SHORT_REASONS = {
    "person": _l("handler om en anden person"),
    "sensitive": _l("meget private oplysninger"),
    "protected": _l("afsenderen har beskyttelse"),
    "requested": _l("afsenderens eget ønske"),
    "unlawful": _l("kan være ulovligt"),
    "abuse": _l("truer eller håner"),
    "advert": _l("reklame"),
    "false_sender": _l("forkert afsender"),
    "off_topic": _l("uden for emnet"),
    "not_confirmed": _l("e-mail ikke bekræftet"),
    "other": _l("andet"),
}
FINDINGS = {
    FindingKind.CPR: _l("CPR-nummer"),
    FindingKind.EMAIL: _l("E-mail"),
    FindingKind.PHONE: _l("Telefon"),
    FindingKind.IBAN: _l("Kontonummer"),
    FindingKind.ADDRESS: _l("Adresse"),
    FindingKind.HEALTH: _l("Helbred"),
    FindingKind.RELIGION: _l("Tro"),
    FindingKind.UNION: _l("Fagforening"),
    FindingKind.OFFENCE: _l("Strafbart forhold"),
    FindingKind.PERSON_NAME: _l("Navn på anden person"),
    FindingKind.OTHER: _l("Andet"),
}
GIVEAWAYS = {
    FindingKind.CPR: _l("et CPR-nummer"),
    FindingKind.EMAIL: _l("en e-mailadresse"),
    FindingKind.PHONE: _l("et telefonnummer"),
    FindingKind.IBAN: _l("et kontonummer"),
}
"""What no text of the authority may give away in print; after "der ligner"."""
OUTCOMES = {
    Outcome.ACCEPTED: _l("Imødekommes"),
    Outcome.PARTLY: _l("Imødekommes delvist"),
    Outcome.NOT_ACCEPTED: _l("Imødekommes ikke"),
    Outcome.NOTED: _l("Taget til efterretning"),
    Outcome.OUT_OF_SCOPE: _l("Uden for høringens emne"),
}
NO_POINT_REASONS = {
    NoPointReason.GREETING: _l("Hilsen eller indledning"),
    NoPointReason.BACKGROUND: _l("Baggrund om afsenderen"),
    NoPointReason.REPEATED: _l("Gentager et punkt"),
    NoPointReason.QUOTES_DRAFT: _l("Gengiver udkastet"),
    NoPointReason.OUTSIDE: _l("Handler om noget andet end høringen"),
}
MILESTONES = {
    MilestoneKind.SENT_OUT: _l("Sendt i høring"),
    MilestoneKind.COMMITTEE: _l("Udvalgsmøde"),
    MilestoneKind.COUNCIL: _l("Byrådsmøde"),
    MilestoneKind.IN_FORCE: _l("Træder i kraft"),
    MilestoneKind.OTHER: _l("Andet"),
}
PARTY_KINDS = {
    PartyKind.DISABILITY_COUNCIL: _l("Handicapråd"),
    PartyKind.SENIOR_COUNCIL: _l("Ældreråd"),
    PartyKind.MARGINALISED_COUNCIL: _l("Udsatteråd"),
    PartyKind.USER_COUNCIL: _l("Bruger- og pårørenderåd"),
    PartyKind.CODETERMINATION: _l("MED-udvalg"),
    PartyKind.ORGANISATION: _l("Organisation"),
    PartyKind.AUTHORITY: _l("Myndighed"),
    PartyKind.OTHER: _l("Andre"),
}
PARTY_BASES = {
    PartyBasis.STATUTORY: _l("Lovbestemt"),
    PartyBasis.INVITED: _l("Inviteret"),
    PartyBasis.OTHER: _l("Øvrig"),
}
PARTY_OUTCOMES = {
    PartyOutcome.REMARKS: _l("Har svaret med bemærkninger"),
    PartyOutcome.NO_REMARKS: _l("Ingen bemærkninger"),
    PartyOutcome.NO_ANSWER: _l("Har ikke svaret"),
}
SENT_WAYS = {
    SentBy.MAIL: _l("med e-mail"),
    SentBy.DIGITAL_POST: _l("i Digital Post"),
    SentBy.LETTER: _l("med brev"),
    SentBy.HANDED_OVER: _l("afleveret personligt"),
}
DELIVERIES = {
    Delivery.PENDING: _l("Ikke sendt"),
    Delivery.SENT: _l("Sendt"),
    Delivery.DELIVERED: _l("Leveret"),
    Delivery.FAILED: _l("Kunne ikke leveres"),
}
PURPOSES = {
    AccessPurpose.MODERATION: _l("Gennemgang"),
    AccessPurpose.ANALYSIS: _l("Behandling"),
    AccessPurpose.COMPILATION: _l("Rapport"),
    AccessPurpose.JOURNAL: _l("Journalpakke"),
    AccessPurpose.COMPLAINT: _l("Klage"),
    AccessPurpose.CONTACT: _l("Kontakt til afsenderen"),
}
