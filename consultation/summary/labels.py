"""The words of the papers' pages on screen."""

from flask_babel import lazy_gettext as _l

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
