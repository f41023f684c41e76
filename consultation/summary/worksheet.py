"""The positions as a sheet that people fill in with Excel or LibreOffice, and send back (returned.py reads it)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consultation.summary import guide
from consultation.summary.words import OUTCOMES, number_list
from consultation.summary.xlsx import Locked, Properties, Row, Sheet, write
from consultation.vocabulary import Outcome

POSITIONS = "Synspunkter"
KEY, REMARK, OUTCOME, NEW_TEXT = guide.KEY, "Bemærkning", "Indstilling", "Ny tekst"
BASE_REMARK, BASE_OUTCOME = "Udgave af bemærkningen", "Indstilling fra start"
HEADER = (KEY, "Pkt.", "Resumé", "Antal svar", "Svarnumre", "Udkast", "Afsnit", "Tema", REMARK, OUTCOME, NEW_TEXT,
          BASE_REMARK, BASE_OUTCOME)  # fmt: skip
_WIDTHS = (8, 7, 40, 8, 18, 24, 18, 18, 60, 22, 40, 14, 14)
_AT = {name: place for place, name in enumerate(HEADER)}
_LOCKED = Locked(
    open=frozenset({_AT[REMARK], _AT[OUTCOME]}),
    hidden=frozenset({_AT[BASE_REMARK], _AT[BASE_OUTCOME]}),
    choices={_AT[OUTCOME]: tuple(OUTCOMES.values())},
)
_HELP = (
    ("Sådan gør du", "Skriv i de gule kolonner Bemærkning og Indstilling i arket Synspunkter. Resten er låst."),
    ("Indstilling", f"Vælg fra listen i cellen: {', '.join(OUTCOMES.values())}."),
    ("Samme bemærkning", "Står der samme bemærkning ved flere synspunkter, så ret den ens ved dem alle."),
    ("En tom celle", "Ændrer ikke noget. Heller ikke en række, der mangler: intet bliver slettet herfra."),
    ("Ny tekst", "Den nye tekst i udkastet kan kun læses her. Den bliver skrevet på synspunktets side."),
    (
        "Send arket tilbage",
        "Gem som .xlsx, og vælg filen under Synspunkter, Regneark. Her ser du alle ændringer, før noget bliver gemt, "
        "også hvor en anden har skrevet i mellemtiden.",
    ),
    ("Kun internt", "Arket er til medarbejdere. Der er ingen navne på borgere og ingen tekst fra svar."),
)


@dataclass(frozen=True)
class Standing:
    """A position as it stands: `key` for ever, `label` "8.3" today, `remark_number` 4 for B4, None without one.

    `remark_version` is that of the remark's text, 0 without one; `new_text` is what the draft is to say.
    """

    key: str
    label: str
    title: str
    numbers: tuple[str, ...]
    draft: str
    section: str
    theme: str
    remark_number: int | None
    remark_version: int
    remark: str
    outcome: Outcome | None
    new_text: str


def make(title: str, authority: str, positions: Sequence[Standing], now: datetime) -> bytes:
    """The file, for the consultation of this title."""
    first = Sheet(
        guide.NAME,
        ("Emne", "Oplysning"),
        [
            ("Hvad er filen?", f"Synspunkterne i høringen {title}, til at skrive bemærkninger og indstillinger i."),
            ("Hentet", now),
            *_HELP,
        ],
        (26, 100),
        left=True,
    )
    rows = [_row(one) for one in positions]
    filled = Sheet(POSITIONS, HEADER, rows, _WIDTHS, left=True, locked=_LOCKED)
    return write((first, filled), Properties(f"Arbejdsark: {title}", "Synspunkter i høringen", authority, now))


def _row(one: Standing) -> Row:
    outcome = OUTCOMES[one.outcome] if one.outcome else ""
    return (
        guide.row_key(one.key),
        one.label,
        one.title,
        len(one.numbers),
        number_list(one.numbers),
        one.draft,
        one.section,
        one.theme,
        one.remark,
        outcome,
        one.new_text,
        base_of(one),
        outcome,
    )


def base_of(one: Standing) -> str:
    """ "B4.3": which text of which remark was in the sheet; "" for none."""
    return f"B{one.remark_number}.{one.remark_version}" if one.remark_number is not None else ""
