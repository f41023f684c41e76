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
