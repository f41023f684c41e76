"""The codes of this feature's rules in words; lazy, so that each page says them in its own language."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consultation.consultations.deadlines import DeadlineWarning
from consultation.consultations.looks import Look
from consultation.consultations.rules import Missing
from consultation.lib.wordfile import LeftOut
from consultation.vocabulary import ConsultationKind, DocumentKind, QuestionKind, WarningCode
from consultation.web.filters import day

PARTS = {
    "grundoplysninger": _l("Grundoplysninger"),
    "udkast": _l("Udkast"),
    "frist": _l("Frist"),
    "spoergsmaal": _l("Spørgsmål"),
    "parter": _l("Parter"),
    "offentliggoerelse": _l("Offentliggørelse"),
    "dokumenter": _l("Dokumenter"),
    "betydning": _l("Hvad betyder det"),
}
"""The short parts of a consultation that is not sent out, in the order of the menu; the keys stand in addresses."""

KINDS = {
    ConsultationKind.QUALITY_STANDARD: _l("Kvalitetsstandarder på det sociale område"),
    ConsultationKind.POLICY: _l("Politik eller strategi"),
    ConsultationKind.MUNICIPAL_PLAN: _l("Forslag til kommuneplan"),
    ConsultationKind.LOCAL_PLAN: _l("Forslag til lokalplan"),
    ConsultationKind.MINOR_LOCAL_PLAN: _l("Lokalplan af mindre betydning"),
    ConsultationKind.OTHER: _l("Andet"),
}
DOCUMENT_KINDS = {
    DocumentKind.COVER_LETTER: _l("Høringsbrev"),
    DocumentKind.BACKGROUND: _l("Baggrund"),
    DocumentKind.DECISION: _l("Beslutning"),
    DocumentKind.OTHER: _l("Andet"),
}
QUESTION_KINDS = {
    QuestionKind.SINGLE: _l("Ét valg"),
    QuestionKind.MULTIPLE: _l("Flere valg"),
    QuestionKind.TEXT: _l("Fritekst"),
}
QUESTION_FAULTS = {
    "missing": _l("Skriv spørgsmålet"),
    "few": _l("Skriv mindst to svarmuligheder, én på hver linje"),
    "many": _l("Der er plads til 20 svarmuligheder"),
    "twice": _l("To svarmuligheder er ens"),
    "english": _l("Skriv lige så mange svarmuligheder på engelsk som på dansk, eller ingen"),
    "none": _l("Et spørgsmål med fritekst har ingen svarmuligheder. Slet dem, eller vælg en anden slags"),
}
"""Why a guiding question cannot be asked."""
_WARNINGS = {
    WarningCode.SHORT: _l("Perioden er %(days)s dage. Den skal være mindst %(least)s (%(name)s)."),
    WarningCode.WEEKEND: _l("Fristen er i en weekend."),
    WarningCode.HOLIDAY: _l("Fristen er en helligdag eller fridag: %(name)s."),
    WarningCode.CLOSURE: _l("Fristen er en dag, hvor I har lukket: %(name)s."),
    WarningCode.JULY: _l("Meget af perioden er i juli. Uden for juli er der kun %(days)s dage."),
    WarningCode.CHRISTMAS: _l("Meget af perioden er i julen. Uden for julen er der kun %(days)s dage."),
}
_ENDS_IN = {WarningCode.JULY: _l("Fristen er i juli."), WarningCode.CHRISTMAS: _l("Fristen er i julen.")}
"""Where there are days enough outside the season."""
"""What a deadline needs a reason for (R5)."""
_REASONS = {
    WarningCode.SHORT: _l("Hvorfor er perioden kort?"),
    WarningCode.WEEKEND: _l("Hvorfor er fristen i en weekend?"),
    WarningCode.HOLIDAY: _l("Hvorfor er fristen den dag?"),
    WarningCode.CLOSURE: _l("Hvorfor er fristen, når I har lukket?"),
    WarningCode.JULY: _l("Hvorfor er høringen i juli?"),
    WarningCode.CHRISTMAS: _l("Hvorfor er høringen i julen?"),
}
STEPS = {
    "latest_opening": _l("Høringen åbner senest"),
    "latest_deadline": _l("Fristen er senest"),
    "points": _l("Alle svar er delt i punkter"),
    "remarks": _l("Alle bemærkninger er skrevet"),
    "director": _l("Direktøren godkender rapporten"),
    "agenda_closes": _l("Dagsordenen lukker"),
}
"""What must be done by when, counted back from the committee (domain.md 6)."""
TIMES = {
    "midnight": _l("Skriv 23.59 dagen før i stedet for 0.00, så ingen er i tvivl om dagen"),
    "nonexistent": _l("Det klokkeslæt findes ikke den nat, fordi urene stilles frem. Vælg et andet"),
    "ambiguous": _l("Det klokkeslæt kommer to gange den nat, fordi urene stilles tilbage. Vælg et andet"),
}
"""Why a clock time is refused (R4, T2)."""
DEADLINES = {
    "required": _l("Skriv fristen. Den kan flyttes, men ikke fjernes"),
    "before_opening": _l("Fristen skal være efter, at høringen åbner"),
    "past": _l("Den nye frist er allerede passeret"),
    "earlier": _l("Fristen kan kun flyttes frem, når høringen er sendt ud"),
    "earlier_than_all": _l("Partens egen frist skal være efter den frist, som alle har"),
}
VERSION_FAULTS = {
    "required": _l("Skriv, hvad der er ændret, og hvorfor"),
    "empty": _l("Et afsnit har ingen tekst. Skriv den, eller fjern afsnittet"),
    "same": _l("Den nye version er den samme som den, der er sendt ud"),
}
CLOSURES = {"holiday": _l("Den dag er en helligdag eller fridag i forvejen")}
PERIODS = {
    "required": _l("Skriv et helt antal dage"),
    "by_law": _l("Loven giver mindst %(days)s dage. I kan give flere, men ikke færre"),
}
_MISSING = {
    "title": _l("Titlen mangler"),
    "lead": _l("Indledningen mangler"),
    "case_number": _l("Sagsnummeret mangler"),
    "contact_name": _l("Kontaktpersonens navn mangler"),
    "contact_department": _l("Kontaktpersonens afdeling mangler"),
    "contact_email": _l("Kontaktpersonens e-mail mangler"),
    "contact_phone": _l("Kontaktpersonens telefon mangler"),
    "body": _l("Teksten om baggrunden mangler"),
    "meaning": _l("“Hvad betyder det for mig?” mangler"),
    "drafts": _l("Der er ingen udkast"),
    "draft_sections": _l("Udkast %(number)s har ingen afsnit"),
    "draft_empty_sections": _l("Udkast %(number)s har afsnit uden tekst"),
    "opens_at": _l("Det er ikke valgt, hvornår høringen åbner"),
    "closes_at": _l("Fristen mangler"),
    "closes_in_past": _l("Fristen er allerede passeret"),
    "opens_after_closing": _l("Fristen er, før høringen åbner"),
    "reason_short": _l("Det er ikke begrundet, hvorfor perioden er kort"),
    "reason_weekend": _l("Det er ikke begrundet, hvorfor fristen er i en weekend"),
    "reason_holiday": _l("Det er ikke begrundet, hvorfor fristen er en helligdag eller fridag"),
    "reason_closure": _l("Det er ikke begrundet, hvorfor fristen er en dag, hvor I har lukket"),
    "reason_july": _l("Det er ikke begrundet, hvorfor høringen er i juli"),
    "reason_christmas": _l("Det er ikke begrundet, hvorfor høringen er i julen"),
    "committee_date": _l("Udvalgsmødets dato mangler"),
    "council_date": _l("Byrådsmødets dato mangler"),
    "publication_mode": _l("Det er ikke valgt, hvornår svarene bliver vist"),
    "responses_public_at": _l("Det er ikke valgt, hvornår dagsordenen bliver vist"),
    "publication_reason": _l("Det er ikke begrundet, hvorfor svarene ikke bliver vist"),
    "parties": _l("Der er ingen på listen over høringsparter"),
    "disability_council": _l("Handicapråd er ikke valgt eller fravalgt"),
    "senior_council": _l("Ældreråd er ikke valgt eller fravalgt"),
    "documents": _l("Der er ingen dokumenter"),
}
_LOOKS = {
    "marginalised_council": _l("Udsatteråd er ikke på listen over høringsparter"),
    "user_council": _l("Bruger- og pårørenderåd er ikke på listen over høringsparter"),
    "codetermination": _l("MED-udvalg er ikke på listen over høringsparter"),
    "committee_before_deadline": _l("Udvalgsmødet er før fristen"),
    "council_before_committee": _l("Byrådsmødet er før udvalgsmødet"),
    "only_file": _l("Et dokument er kun en fil. Skriv også teksten, så alle kan læse den på siden"),
    "answering": _l("Teksten siger, at man kan svare. Det passer ikke længere, når fristen er gået"),
    "above": _l("Teksten henviser til noget “ovenfor”, men der står intet over den"),
    "below": _l("Teksten henviser til noget “nedenfor”, men der står intet under den"),
    "no_section": _l("Teksten henviser til afsnit %(value)s, som udkastet ikke har"),
    "no_draft": _l("Teksten henviser til udkast %(value)s, som høringen ikke har"),
    "no_annex": _l("Teksten henviser til bilag %(value)s, som ikke er blandt dokumenterne"),
    "alt": _l("Et billede har ingen alternativ tekst"),
    "lix": _l("Lix %(value)s: svær tekst. Under 45 er lettere at læse"),
    "individual": _l("Der er ingen sætning om, at afgørelsen beror på en konkret og individuel vurdering"),
    "no_easy": _l("Der er ingen udgave i let sprog"),
    "link_here": _l("Et link hedder “her”. Skriv, hvad linket fører til"),
    "open_remarks": _l("Bemærkninger før høringen, som ikke er besvaret: %(value)s"),
    "long_sentences": _l("Der er sætninger på over 35 ord"),
}
_REPORT = _l("Rapporten skal være klar %(ready)s. Der er %(days)s dage fra fristen. Det er kort for %(number)s udkast.")


def warning_words(warning: DeadlineWarning) -> str:
    """One sentence about what a deadline needs a reason for."""
    values = {"days": warning.days, "least": warning.least, "name": warning.name}
    words = _ENDS_IN if warning.only_ends_there else _WARNINGS
    return str(words[warning.code]) % values


def reason_label(code: WarningCode) -> str:
    """The question that the reason answers."""
    return str(_REASONS[code])


def reason_missing(code: WarningCode) -> str:
    """What the field says when it is empty; each its own, for they stand together in the summary of errors."""
    return str(_("Svar på: %(question)s", question=reason_label(code)))


UNREADABLE = {
    "broken": _l(
        "Filen kan ikke læses som en Word-fil eller OpenDocument-tekst. Gem den som .docx eller .odt, og prøv igen"
    ),
    "locked": _l("Filen har en adgangskode eller er i et ældre format. Gem den som .docx eller .odt uden adgangskode"),
    "active": _l("Filen har makroer. Gem den uden makroer, og prøv igen"),
    "too_large": _l("Filen er for stor at læse. Del den i to, eller gør billederne i den mindre"),
    "several": _l("Vælg én fil ad gangen"),
}
"""Why a file was not read (I5)."""
_LEFT_OUT = {
    "deleted": _l("Slettet med sporede ændringer. Derfor ikke taget med"),
    "comment": _l("Kommentar. Ikke taget med"),
    "text_box": _l("Tekstboks. Skriv teksten ind, hvor den hører til"),
    "header": _l("Sidehoved. Ikke taget med"),
    "footer": _l("Sidefod. Ikke taget med"),
    "hidden": _l("Skjult tekst. Ikke taget med"),
    "struck": _l("Gennemstreget tekst. Taget med uden stregen"),
    "contents": _l("Indholdsfortegnelse. Siden laver sin egen"),
    "page_number": _l("Sidetal. En webside har ingen"),
    "reference": _l("Krydshenvisning. Taget med som fast tekst. Se efter, at den passer"),
    "field": _l("Felt, som programmet selv udfylder. Se efter, om teksten er med, og om den passer"),
    "object": _l("Indlejret fil eller objekt. Læg det som et dokument"),
    "embedded": _l("Indlejret dokument. Læs det ind for sig"),
    "equation": _l("Formel. Skriv den med ord"),
    "symbol": _l("Tegn fra en symbolskrift. Skriv det med almindelige tegn"),
    "chart": _l("Diagram. Skriv tallene som en tabel"),
    "diagram": _l("Figur tegnet i Word. Skriv den med ord"),
    "shape": _l("Tegning. Ikke taget med"),
    "picture_elsewhere": _l("Billede, der ikke ligger i filen. Ikke taget med"),
    "picture_format": _l("Billede, der ikke er png eller jpeg, er for stort eller er nummer 41. Ikke taget med"),
    "alt": _l("Billede uden alternativ tekst. Skriv i filen, hvad det viser, og læs den ind igen"),
    "table_head": _l(
        "Tabel uden overskrifter. Lad de øverste rækker gentage sig som overskrifter, og læs filen ind igen"
    ),
    "nested_table": _l("Tabel i en tabel. Dens tekst står i cellen"),
    "frame": _l("Ramme om en tekst. Teksten er med uden rammen"),
    "link": _l("Link, der ikke begynder med https. Ordene er med uden linket"),
    "inner_link": _l("Link til et sted i filen, der ikke er en overskrift. Ordene er med uden linket"),
    "title": _l("Dokumentets titel. Den står øverst på udkastet"),
    "note_in_heading": _l("Note i en overskrift. Ikke taget med. Sæt den i teksten"),
    "unused_note": _l("Note, som teksten ikke henviser til. Ikke taget med"),
    "form": _l("Felt til at udfylde i en formular. Ikke taget med"),
    "linked": _l("Tekst, der hentes fra en anden fil. Taget med, som den stod i denne"),
    "picture_link": _l("Link på et billede. Ikke taget med"),
    "unknown": _l("Noget, vi ikke kender. Ikke taget med"),
    "empty": _l("Filen har ingen tekst"),
    "picture_text": _l("Billede i Markdown. Det står som tegn. Indsæt billeder med en Word-fil"),
    "html_text": _l("HTML. Det står som tegn"),
    "note_text": _l("Note i Markdown. Den står som tegn. Indsæt noter med en Word-fil"),
    "code_text": _l("Kode i Markdown. Den står som tegn"),
}
"""What of a text was not taken over as it stood, and what to do about it."""


def left_out_words(one: LeftOut) -> str:
    """One sentence about what was left out of a text that was read in."""
    return str(_LEFT_OUT[one.code])


def missing_words(gap: Missing) -> str:
    """One sentence about what blocks sending out."""
    return str(_MISSING[gap.code]) % {"number": gap.number}


def look_words(look: Look) -> str:
    """One sentence about what is worth a look, with the draft that it is about."""
    if look.code == "report_short" and look.on is not None:
        return str(_REPORT) % {"ready": day(look.on), "days": look.days, "number": look.number}
    words = str(_LOOKS[look.code]) % {"value": look.value} if look.value else str(_LOOKS[look.code])
    return words if look.number is None else str(_("Udkast %(number)s: %(words)s", number=look.number, words=words))
