"""The sagsfremstilling: the headings of an agenda system on at most two pages, copyable as plain text (R41).

What does not fit is left out by rule, never cut within a sentence: main themes stand first, then positions that
disagree or weigh alone, then the largest ones. The report has them all.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from consultation.summary.annex_names import REPORT_ANNEXES
from consultation.summary.blocks import body, bullets, front_facts, heading, paper, prose
from consultation.summary.dissent import dissents, voices
from consultation.summary.document import Block, Document, Facts
from consultation.summary.fitting import cut, height
from consultation.summary.inputs import Inputs
from consultation.summary.report_figures import count_sentence
from consultation.summary.report_summary import NOT_A_VOTE
from consultation.summary.selection import Branch, Row, Selection
from consultation.summary.tables import change_sentence, party_sentence
from consultation.summary.words import CHAPTER_TITLES, OUTCOMES, amount, counted, crowd_words, number_list

ROOM = 100
"""Lines on two pages below the title."""
OWN_ROOM = 26
"""Lines for what stands in no other paper, so that it must stand here whole."""
OWN_TEXTS = ("recommendation", "legal_basis", "economy")
LONGEST_LIST = 60
"""Letters of a list of response numbers; a longer one is left to the report."""
_LEAST_FOR_SUMMARY = 12
_TITLE_ACROSS, _TITLE_LINE = 26, 2.4
NOT_WRITTEN = "Teksten er ikke skrevet endnu."
REST = "Resten står i høringsnotatets sammenfatning."
TOO_LONG = "Teksten er for lang til sagsfremstillingen og skal kortes af."


def case_paper(selection: Selection) -> Document:
    """sagsfremstilling.docx."""
    own = {chapter: tuple(_own_text(selection.inputs, chapter)) for chapter in OWN_TEXTS}
    before = (
        heading(1, "Resumé", "resume"),
        body(f"{_about(selection)} {count_sentence(selection.counts.public())} {change_sentence(selection)}"),
        heading(1, "Indstilling", "indstilling"),
        *own["recommendation"],
        heading(1, "Sagsfremstilling", "sagsfremstilling"),
    )
    after = (
        heading(1, "Lovgrundlag", "lovgrundlag"),
        *own["legal_basis"],
        heading(1, "Økonomi", "oekonomi"),
        *own["economy"],
        heading(1, "Høring", "hoering"),
        *_hearing(selection),
        heading(1, "Bilag", "bilag"),
        bullets(["Høringsnotat", *REPORT_ANNEXES]),
    )
    told = tuple(_told(selection, ROOM - _long_title(selection.inputs) - height(before) - height(after)))
    blocks = (*before, *told, *after)
    return paper(selection.inputs, "Sagsfremstilling", blocks, Facts(front_facts(selection.inputs).rows[:3]), False)


def _about(selection: Selection) -> str:
    """ "»Kvalitetsstandarder«, 15 udkast fra Randers Kommune, har været i høring."."""
    inputs, drafts = selection.inputs, counted(len(selection.drafts), "udkast", "udkast")
    return f"»{inputs.consultation.title}«, {drafts} fra {inputs.authority.name}, har været i høring."


def _long_title(inputs: Inputs) -> float:
    """What a title over three lines takes of the room."""
    return max(0, len(inputs.consultation.title) // _TITLE_ACROSS - 1) * _TITLE_LINE


def too_long(inputs: Inputs) -> tuple[str, ...]:
    """The texts that together leave too little room, by what they are called; none where they fit (R41)."""
    if height([block for chapter in OWN_TEXTS for block in prose(inputs.text(chapter))]) <= OWN_ROOM:
        return ()
    return tuple(CHAPTER_TITLES[chapter] for chapter in OWN_TEXTS if inputs.text(chapter))


def _own_text(inputs: Inputs, chapter: str) -> Iterator[Block]:
    """Whole in a final paper, since one that is too long is refused; in a provisional one it says so."""
    text = inputs.text(chapter).strip() or NOT_WRITTEN
    yield from prose(cut(text, OWN_ROOM / len(OWN_TEXTS), TOO_LONG) if too_long(inputs) else text)


def _told(selection: Selection, room: float) -> Iterator[Block]:
    """The secretary's words, the main themes and as many positions as there is room for."""
    summary = selection.inputs.text("summary").strip() or NOT_WRITTEN
    least = min(height(prose(summary)), _LEAST_FOR_SUMMARY)
    themes = tuple(_themes(selection))
    positions = tuple(_positions(selection, room - least - height(themes)))
    yield from prose(cut(summary, room - height(themes) - height(positions), REST))
    yield from themes
    yield from positions


def _themes(selection: Selection) -> Iterator[Block]:
    if selection.main:
        yield body("Hovedtemaerne i svarene er:")
        yield bullets([_theme_line(selection, branch) for branch in selection.main])


def _theme_line(selection: Selection, branch: Branch) -> str:
    crowd = crowd_words(selection.crowd(selection.numbers_under(branch)))
    behind = counted(len(selection.rows_under(branch)), "synspunkt", "synspunkter")
    return f"»{branch.theme.title}«: {crowd}, samlet i {behind}."


def _positions(selection: Selection, room: float) -> Iterator[Block]:
    """Those that must not be missed, then the largest; always one, and how many more there are."""
    if not selection.rows:
        yield body("Svarene har ingen synspunkter.")
        return
    ranked = _ranked(selection)
    sizes = range(1, len(ranked) + 1)
    fitting = takewhile(lambda size: height(_list(selection, ranked[:size])) <= room, sizes)
    yield from _list(selection, ranked[: max(fitting, default=1)])


def _list(selection: Selection, chosen: Sequence[Row]) -> tuple[Block, ...]:
    rest = len(selection.rows) - len(chosen)
    numbers = {row.position.number for row in chosen}
    stand = [row for row in selection.rows if row.position.number in numbers]
    behind = counted(len(selection.rows), "synspunkt", "synspunkter")
    most = "Det største er:" if len(stand) == 1 else "De største og dem, der taler for og imod det samme udkast, er:"
    begins = most if rest else "Det er:" if len(stand) == 1 else "De er:"
    more = f"{counted(rest, 'synspunkt', 'synspunkter')} mere står i høringsnotatet." if rest else ""
    listed = bullets([_line(row) for row in stand])
    return (body(f"Svarene er samlet i {behind}. {begins}"), listed, *([body(more)] if more else []))


def _ranked(selection: Selection) -> list[Row]:
    """Positions that disagree and single voices first, each side with its largest; then all others by size."""
    sides = [side for _branch, apart in dissents(selection) for side in (apart.support, apart.against)]
    apart = [max(side, key=lambda row: len(row.numbers)) for side in sides]
    alone = [voice.row for voice in voices(selection)]
    by_size = sorted(selection.rows, key=lambda row: -len(row.numbers))
    ranked = [*by_size[:1], *apart, *alone, *by_size]
    return list({row.position.number: row for row in ranked}.values())


def _line(row: Row) -> str:
    position = row.position
    standard = f"Standard {position.draft}: " if position.draft is not None else ""
    outcome = f" {OUTCOMES[position.outcome]}." if position.outcome else ""
    return f"{standard}{position.title}, pkt. {position.number} ({_behind(row)}).{outcome}"


def _behind(row: Row) -> str:
    """ "svar nr. 3, 9, 17", and of many "120 svar"."""
    numbers = number_list(row.numbers)
    if not numbers:
        return "ingen svar"
    return f"svar nr. {numbers}" if len(numbers) <= LONGEST_LIST else f"{amount(len(row.numbers))} svar"


def _hearing(selection: Selection) -> Iterator[Block]:
    consultation = selection.inputs.consultation
    days = counted(consultation.days, "dag", "dage")
    yield body(f"Udkastene var i høring i {days} med frist {consultation.deadline_shown}. {party_sentence(selection)}")
    yield body(f"{NOT_A_VOTE} Alle synspunkter og forvaltningens bemærkninger står i høringsnotatet.")
