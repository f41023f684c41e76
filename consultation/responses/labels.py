"""The words of files on screen: why one cannot be taken, and how far its check for viruses is."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consultation.responses.reading import RefusedFile, kind_of
from consultation.vocabulary import FileFault

_FAULTS = {
    FileFault.EMPTY: _l("filen er tom"),
    FileFault.TOO_LARGE: _l("filen fylder mere end 10 MB"),
    FileFault.KIND: _l("den slags filer tager vi ikke imod. Vi tager imod pdf, Word, OpenDocument, tekst og billeder"),
    FileFault.BROKEN: _l("filen kan ikke læses. Måske er den i stykker. Åbn den, gem den igen, og vælg den så"),
    FileFault.LOCKED: _l("filen er låst med en adgangskode. Gem den uden adgangskode"),
    FileFault.ACTIVE: _l("filen indeholder et program (makro eller script). Gem den som en almindelig pdf"),
    FileFault.PACKED: _l("filen er pakket, så den fylder for meget, når den åbnes. Gem den som pdf"),
    FileFault.PICTURE: _l("billedet er for stort. Der er plads til 50 millioner billedpunkter. Gør det mindre"),
    FileFault.PAGES: _l("filen har mere end 1.000 sider. Del den i flere"),
    FileFault.TRICK: _l("der ligger andet i filen end det, den viser. Gem den igen i det program, den er lavet i"),
    FileFault.HEAVY: _l("filen er for tung at læse. Gem den som en enklere pdf, eller del den i flere"),
    FileFault.UNREAD: _l("vi nåede ikke at læse filen sammen med de andre. Vælg den igen"),
}


def fault_words(refused: RefusedFile) -> str:
    """A sentence without its full stop: which file, that it cannot be used, and why."""
    name, kind = refused.name, kind_of(refused.name)
    if refused.fault is FileFault.TOO_MANY:
        return str(_("%(name)s er ikke taget med: der er plads til 10 filer", name=name))
    if refused.fault is FileFault.NOT_ITS_KIND:
        return str(
            _("%(name)s kan ikke bruges: filen er ikke en %(kind)s, selv om den hedder .%(kind)s", name=name, kind=kind)
        )
    return str(_("%(name)s kan ikke bruges: %(why)s", name=name, why=_FAULTS[refused.fault]))


_PROBLEMS = {
    "missing": _l("mangler"),
    "format": _l("er ikke skrevet rigtigt"),
    "unknown": _l("findes ikke her"),
    "twice": _l("står to gange"),
    "taken": _l("er læst ind før"),
    "future": _l("ligger i fremtiden"),
    "too_long": _l("er for langt"),
    "too_many": _l("er for mange"),
    "characters": _l("har tegn, som vi ikke kan gemme"),
    "contradicts": _l("passer ikke med resten af rækken"),
    "no_files": _l(
        "nævner filer. Filer kan ikke læses ind her. Registrér det svar for sig, eller bed driften om at gøre det"
    ),
    "empty": _l("filen har ingen rækker"),
    "encoding": _l("har tegn, der ikke er i UTF-8. Gem filen som UTF-8"),
    "json": _l("er ikke gyldig JSON"),
    "nan": _l("har et tal, vi ikke kan læse"),
    "number": _l("har et tal, vi ikke kan læse"),
    "depth": _l("er bygget for dybt op"),
    "duplicate_key": _l("står to gange"),
    "not_object": _l("er ikke et JSON-objekt"),
    "columns": _l("har ikke lige så mange felter som overskriften"),
    "csv": _l("kan ikke læses som CSV"),
    "nul": _l("har et tegn, vi ikke kan gemme"),
    "xlsx": _l("filen kan ikke læses som et Excel-ark. Gem den som .xlsx uden adgangskode"),
    "xls": _l("filen er gemt som .xls, eller den har en adgangskode. Gem den som .xlsx uden adgangskode"),
    "ods": _l("filen er gemt som .ods. Gem den som .xlsx"),
    "kind": _l("vælg en fil, der ender på .xlsx, .csv eller .jsonl"),
    "rows": _l("filen har mere end 500 rækker. Del den i flere"),
}


def problem_words(code: str) -> str:
    """What is wrong with a row's field, to stand after its name."""
    return str(_PROBLEMS.get(code, code))
