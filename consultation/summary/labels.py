"""The words of the papers' pages on screen."""

from flask_babel import lazy_gettext as _l

from consultation.summary.returned import Fault, Problem
from consultation.vocabulary import JournalReason

CHAPTERS = {
    "sammenfatning": ("summary", _l("Sammenfatning")),
    "indstilling": ("recommendation", _l("Indstilling")),
    "lovgrundlag": ("legal_basis", _l("Lovgrundlag")),
    "oekonomi": ("economy", _l("Økonomi")),
    "information": ("information", _l("Information og møder")),
    "generelle-bemaerkninger": ("general", _l("Generelle bemærkninger")),
    "videre-proces": ("process", _l("Videre proces")),
}
"""The end of a chapter's address -> its code in a snapshot, and its name; in the order of the report."""

HINTS = {
    "summary": _l("Det vigtigste, før tallene. Tallene skriver systemet selv."),
    "recommendation": _l("Det, udvalget skal tage stilling til. En linje, der begynder med -, bliver et punkt."),
    "legal_basis": _l("Står i sagsfremstillingen."),
    "economy": _l("Står i sagsfremstillingen."),
    "information": _l("Møder og anden information, mens høringen var åben."),
    "general": _l("Det, der gælder alle udkast."),
    "process": _l("Hvad der sker efter beslutningen."),
}
FILES = {
    "hoeringsnotat.docx": _l("Høringsnotat, til at rette i"),
    "hoeringsnotat.pdf": _l("Høringsnotat, til udvalget"),
    "hoeringsnotat.html": _l("Høringsnotat, til skærmen"),
    "sagsfremstilling.docx": _l("Sagsfremstilling"),
    "hoeringsbrev.pdf": _l("Høringsbrev og modtagere"),
    "samlede-hoeringssvar.pdf": _l("Samlede høringssvar"),
    "hoerte-parter.pdf": _l("Hørte parter"),
    "modtaget-efter-fristen.pdf": _l("Svar modtaget efter fristen"),
    "aendringsnotat.docx": _l("Ændringsnotat"),
    "overblik.xlsx": _l("Overblik som regneark"),
    "data.json": _l("Alle oplysninger som data"),
    "manifest.json": _l("Liste over pakkens filer"),
    "lukket/fulde-svar.pdf": _l("Fulde svar"),
    "lukket/fulde-svar.json": _l("Fulde svar som data"),
    "lukket/manifest.json": _l("Liste over de lukkede filer"),
}
TYPES = {
    "docx": _l("Word"),
    "pdf": _l("PDF"),
    "html": _l("Webside"),
    "xlsx": _l("Excel"),
    "json": _l("JSON"),
}

JOURNAL_REASONS = {
    JournalReason.CASE_SYSTEM: _l("Journalisering i sagssystemet (ESDH)"),
    JournalReason.ACCESS_REQUEST: _l("Aktindsigt"),
    JournalReason.ARCHIVE: _l("Aflevering til arkiv"),
}

_FAULTS = {
    Fault.NO_SHEET: _l(
        "Filen har ikke et ark med kolonnerne Nøgle, Bemærkning og Indstilling. Hent arket her, og skriv i det."
    ),
    Fault.TWICE_HEADED: _l("To kolonner hedder %(about)s. Slet eller omdøb den ene."),
    Fault.TOO_MANY: _l("Arket har flere end 5.000 rækker."),
    Fault.MERGED: _l("Cellerne %(about)s er flettet. Ophæv fletningen, og gem arket igen."),
    Fault.FORMULA: _l("Cellen %(about)s er en formel. Formler bliver ikke læst. Skriv teksten i stedet."),
    Fault.TWICE: _l("Nøglen %(about)s står i flere rækker. Ingen af dem bliver læst."),
    Fault.UNKNOWN: _l("Nøglen %(about)s findes ikke her."),
    Fault.ELSEWHERE: _l("Nøglen %(about)s hører til en anden høring."),
    Fault.REMOVED: _l("Synspunktet med nøglen %(about)s er fjernet, siden arket blev hentet."),
    Fault.WORD: _l("“%(about)s” er ikke en indstilling. Vælg et af ordene på listen i cellen."),
    Fault.CHARACTERS: _l("Teksten har tegn, som vi ikke kan gemme."),
    Fault.TOO_LONG: _l("Bemærkningen er længere end 200.000 tegn."),
    Fault.NEW_TEXT: _l("Ny tekst til udkastet kan ikke læses ind. Skriv den på siden for pkt. %(about)s."),
}
_FILES = {
    "xls": _l("Filen er gemt som .xls, eller den har en adgangskode. Gem den som .xlsx uden adgangskode."),
    "ods": _l("Filen er gemt som .ods. Gem den som .xlsx."),
    "xlsx": _l("Filen kan ikke læses som et Excel-ark. Gem den som .xlsx uden adgangskode."),
}
"""Why a file is not read, by the code of lib.sheetfile."""


def fault_words(problem: Problem) -> str:
    """What is wrong with a sheet that came back, as a sentence."""
    return str(_FAULTS[problem.fault]) % {"about": problem.about}


def file_words(code: str) -> str:
    """Why a file is not read, as a sentence."""
    return str(_FILES[code])


PLACES = {
    "titel": _l("Papirets titel"),
    "sagsnummer": _l("Sagens nummer"),
    "dato": _l("Dagen, da øjebliksbilledet blev taget"),
    "myndighed": _l("Myndighedens navn"),
    "oejebliksbillede": _l("Ordet øjebliksbillede og dets nummer. Skal stå mindst ét sted"),
    "udgave": _l("KLADDE, til papiret er endeligt. Skal stå i sidehoved eller sidefod på alle slags sider"),
    "indhold": _l("Hele papiret. Skal stå én gang, alene i et afsnit på siden"),
}
_PROBLEMS = {
    "broken": _l("Filen kan ikke læses som en Word-fil. Gem den som .docx i Word, og prøv igen."),
    "locked": _l("Filen har en adgangskode, eller den er gemt i et gammelt format. Gem den som .docx uden kode."),
    "active": _l("Filen har makroer. Gem den som .docx uden makroer."),
    "too_large": _l("Filen er for stor eller for tung at læse. Højst 10 MB. Gør billederne mindre."),
    "external": _l("Filen henter noget udefra eller har et link (%(words)s). Fjern det; teksten må gerne stå."),
    "object": _l(
        "Filen har noget indlejret: et objekt, en gruppe af figurer eller en anden fil. Fjern det, eller brug et "
        "billede."
    ),
    "field": _l("Filen har feltet »%(words)s«. Kun sidetal (PAGE) og antal sider (NUMPAGES) må stå der."),
    "changes": _l("Filen har rettelser, der ikke er godkendt. Godkend eller afvis dem i Word."),
    "note": _l("Filen har fodnoter eller slutnoter. Fjern dem."),
    "sections": _l("Filen har %(words)s sektioner. Brug kun én, og vælg »Anden første side« for forsiden."),
    "narrow": _l("Der er mindre end 10,6 cm mellem margenerne. Papirernes tabeller kan ikke være der."),
    "alt": _l("Et billede mangler alternativ tekst. Højreklik på det i Word, og skriv, hvad det viser."),
    "picture": _l("Billedet %(words)s kan ikke bruges. Gem det som PNG eller JPEG, højst 5 MB, og sæt det ind igen."),
    "misspelt": _l("Pladsen %(words)s findes ikke. Mente du %(near)s?"),
    "unknown": _l("Pladsen %(words)s findes ikke. Se listen over pladser."),
    "half": _l("Her mangler en krøllet parentes: »%(words)s«."),
    "no_content": _l("Pladsen til selve papiret mangler. Skriv %(content)s alene i et afsnit."),
    "content_twice": _l("Pladsen %(content)s står flere gange. Den må kun stå én gang."),
    "content_place": _l(
        "Pladsen %(content)s skal stå alene i et afsnit på siden, ikke i en tabel, et tekstfelt eller et sidehoved."
    ),
    "no_edition_default": _l("Ordet KLADDE har ingen plads. Skriv %(edition)s i sidehoved eller sidefod."),
    "no_edition_first": _l(
        "Ordet KLADDE har ingen plads på forsiden. Skriv %(edition)s i forsidens sidehoved eller sidefod."
    ),
    "no_snapshot": _l("Øjebliksbilledet har ingen plads. Skriv %(snapshot)s i sidehoved eller sidefod."),
}
"""Code of lib/wordfile/templates.py -> what is wrong, and what to do."""


def template_problem(code: str, words: str) -> str:
    """One thing that is wrong with a template, as a sentence."""
    near = ""
    if code == "misspelt":
        words, _space, near = words.rpartition(" ")
    if code in {"misspelt", "unknown"}:
        words = f"{{{{{words}}}}}"
    told = {"content": "{{indhold}}", "edition": "{{udgave}}", "snapshot": "{{oejebliksbillede}}"}
    return str(_PROBLEMS.get(code, _PROBLEMS["broken"])) % {"words": words, "near": f"{{{{{near}}}}}", **told}
