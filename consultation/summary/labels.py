"""The words of the papers' pages on screen."""

from flask_babel import lazy_gettext as _l

from consultation.summary.returned import Fault, Problem

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
