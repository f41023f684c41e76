"""The forms of the papers' pages."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from consultation.lib.integers import read_integer
from consultation.summary.gaps import FEWEST_MAIN, MOST_MAIN
from consultation.summary.labels import JOURNAL_REASONS
from consultation.vocabulary import JournalReason
from consultation.web import fields
from consultation.web.choices import Checkboxes
from consultation.web.giveaways import PRINTED

FINAL, PROVISIONAL = "endelig", "foreloebig"
_LONGEST_CHAPTER = 50_000


class ChapterForm(fields.Form):
    """One chapter's text and the number of the version that was on the screen (C2)."""

    text = fields.LongText(_l("Tekst"), limit=_LONGEST_CHAPTER, says_optional=False, printed=PRINTED)
    base = fields.HiddenKey("")

    @property
    def base_number(self) -> int:
        """0 where there was no version, and for anything that is not a number."""
        return read_integer(self.base.data) or 0


class TemplateForm(fields.Form):
    """A template for the papers."""

    file = fields.MultiFile(
        _l("Skabelon"), hint=_l("En Word-fil, der ender på .docx, højst 10 MB. Den må ikke have makroer eller links.")
    )


class WarningForm(fields.Form):
    """Why a warning about wording is let be."""

    fault = fields.HiddenKey("")
    words = fields.HiddenKey("")
    reason = fields.TextField(_l("Hvorfor skal ordene stå?"), required=_l("Skriv, hvorfor ordene skal stå."), limit=300)


class FreezeForm(fields.Form):
    """Which edition is to be made."""

    edition = fields.HiddenKey(FINAL)

    @property
    def provisional(self) -> bool:
        return bool(self.edition.data == PROVISIONAL)


class JournalForm(fields.Form):
    """Why responses are taken out as they came."""

    reason = fields.EnumRadio[JournalReason](_l("Formål"), JOURNAL_REASONS, required=_l("Vælg et formål"))


class SheetForm(fields.Form):
    """A sheet that comes back."""

    file = fields.MultiFile(_l("Arket"), hint=_l("Excel-fil (.xlsx). Højst 10 MB."))


class AnnexForm(fields.Form):
    """Which open file goes on the page; none named means all of them."""

    file = fields.TextField("")


class MainThemesForm(fields.Form):
    """Three to six themes for the summary, or none."""

    themes = Checkboxes[int](
        _l("Temaer"), hint=_l("Vælg 3 til 6. Er der kun få temaer, kan du lade være."), says_optional=False
    )

    def validate_themes(self, field: Any) -> None:
        if field.data and not FEWEST_MAIN <= len(field.data) <= MOST_MAIN:
            raise ValidationError(_l("Vælg 3 til 6 temaer"))
