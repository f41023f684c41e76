"""Bilag 1, the compiled responses, and bilag 3, the late ones (R24, R43): renditions only, never an original.

Each response stands whole, in its own words, with its points bracketed and the place of the answer beside them.
Councils, organisations and authorities stand first and citizens last, each part in the order of names. Identical
renditions are printed once with all their numbers. Behind the responses: the ways in by sender and by theme.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from consultation.summary.admissions import admission
from consultation.summary.annex_names import part_of
from consultation.summary.blocks import (
    about,
    anchor,
    body,
    bullets,
    cell,
    front_facts,
    heading,
    label,
    paper,
    proposed,
    standing,
)
from consultation.summary.document import Block, Document, Inline, Table
from consultation.summary.indexes import READING, respondents, themes
from consultation.summary.inputs import ClosedAnswer, PublicAnswer, Question, Response
from consultation.summary.margins import Pages, margin
from consultation.summary.marks import marked
from consultation.summary.selection import Selection, by_name, by_number
from consultation.summary.words import (
    CAPACITIES,
    COPY_STATES,
    REASONS,
    STANCES,
    STATUSES,
    amount,
    counted,
    counted_or_none,
    crowd_words,
    listed,
    moment_words,
    number_list,
)
from consultation.vocabulary import Capacity, PublicationMode, Status

PARTS = (
    ("Råd, organisationer og myndigheder", (Capacity.COUNCIL, Capacity.ORGANISATION, Capacity.AUTHORITY)),
    ("Medarbejdere", (Capacity.EMPLOYEE,)),
    ("Borgere, pårørende og værger", (Capacity.CITIZEN, Capacity.RELATIVE, Capacity.GUARDIAN)),
)
HIDDEN = "ikke-vist"
BESIDE = (
    "Klammerne i teksten viser, hvor et punkt begynder og slutter. I margenen står punktets nummer og det sted i "
    "høringsnotatet, hvor forvaltningen svarer."
)
NO_PAGES: Mapping[str, int] = {}


def compiled(selection: Selection, report: Pages = NO_PAGES) -> Document:
    """samlede-hoeringssvar.pdf; `report` are the pages of the report."""
    inputs = selection.inputs
    parts = [(title, _alike(selection, _shown(selection, capacities))) for title, capacities in PARTS]
    blocks: list[Block] = []
    for index, (title, printed) in enumerate(parts, start=1):
        if printed:
            blocks.append(heading(1, title, f"del-{index}"))
            blocks.extend(block for members in printed for block in _response(selection, members, report))
    blocks.extend(_hidden(selection))
    if blocks:
        anchors = _anchors(selection, [members for _title, printed in parts for members in printed])
        blocks = [*_reading(selection), *blocks]
        blocks.extend(respondents(selection, anchors, report))
        blocks.extend(themes(selection, anchors))
    else:
        blocks = [heading(1, "Svar", "svar"), body("Der er ikke modtaget nogen svar.")]
    received = ("Modtagne svar", amount(selection.counts.received))
    part = part_of("samlede-hoeringssvar.pdf")
    opened = ("Høringen begyndte", moment_words(inputs.consultation.opens_at))
    return paper(inputs, "Samlede høringssvar", blocks, front_facts(inputs, part, opened, received), depth=1)


def _shown(selection: Selection, capacities: Sequence[Capacity]) -> list[Response]:
    responses = selection.responses.values()
    return [each for each in responses if each.capacity in capacities and selection.has_rendition(each)]


def _anchors(selection: Selection, printed: Sequence[Sequence[Response]]) -> dict[str, str]:
    """Response number -> where it is printed, or listed as not shown."""
    found = dict.fromkeys(selection.responses, HIDDEN)
    for members in printed:
        first = min(members, key=by_number)
        found.update((each.number, anchor("svar", first.number)) for each in members)
    return found


def _reading(selection: Selection) -> Iterator[Block]:
    """How to read the marks."""
    yield heading(1, READING, "laesevejledning")
    yield body(
        "Hvert svar står helt og med afsenderens egne ord. Det, som er taget ud af hensyn til privatliv, er erstattet "
        "af et ord i kantet parentes, for eksempel [navn fjernet]."
    )
    yield body(
        f"{BESIDE} 17.2 er det andet punkt i svar nr. 17. Ord uden klammer kræver ingen bemærkning, for eksempel en "
        "hilsen."
    )
    if selection.groups:
        yield body("Svar, der siger det samme ord for ord, står én gang med alle deres numre.")
    yield body("Bagest er der et register over afsendere og et over temaer.")


def late(selection: Selection, report: Pages = NO_PAGES) -> Document:
    """modtaget-efter-fristen.pdf."""
    inputs = selection.inputs
    found = [response for response in selection.responses.values() if response.late]
    blocks: list[Block] = [
        heading(1, "Svar modtaget efter fristen", "efter-fristen"),
        body(
            f"Fristen var {inputs.consultation.deadline_shown}. "
            f"{counted_or_none(len(found), 'svar', 'svar')} er modtaget efter fristen. Svar efter fristen er talt for "
            "sig. Et svar, der er optaget i behandlingen, indgår i høringsnotatet med sit eget nummer."
        ),
    ]
    if found:
        blocks.append(_late_table(selection, found))
    shown = [response for response in found if selection.has_rendition(response)]
    if shown:
        blocks.append(heading(1, "Svarene", "svarene"))
        blocks.append(body(BESIDE))
        blocks.extend(block for members in _alike(selection, shown) for block in _response(selection, members, report))
    return paper(
        inputs, "Modtaget efter fristen", blocks, front_facts(inputs, part_of("modtaget-efter-fristen.pdf")), False
    )


def answer_place(selection: Selection, answer: PublicAnswer, *, titled: bool = True) -> str:
    """ "Udkast 8, Mestringsvejledning, afsnit 3.2 Hvor længe?"; a guiding question's words after what it is about.

    Not `titled` where the title of the draft stands just above."""
    question = selection.questions.get(answer.question or 0)
    if question is not None:
        return asked_place(question)
    if answer.draft is None:
        return "Til udkastene som helhed"
    draft = selection.drafts.get(answer.draft)
    title = f", {draft.title}" if draft and titled else ""
    version = f" (version {answer.version})" if draft and answer.version not in (None, draft.version) else ""
    section = f", afsnit {answer.printed_number} {answer.heading or ''}".rstrip() if answer.printed_number else ""
    return f"Udkast {answer.draft}{title}{version}{section}"


def asked_place(question: Question) -> str:
    """ "Udkast 8, Er nogen grupper glemt?"."""
    return question.text if question.draft is None else f"Udkast {question.draft}, {question.text}"


def chosen(selection: Selection, answer: PublicAnswer | ClosedAnswer) -> Iterator[Block]:
    """The options that an answer chose: the authority's words, so they are no quotation."""
    question = selection.questions.get(answer.question or 0)
    if question is not None and answer.choices:
        yield bullets([question.options[choice - 1] for choice in answer.choices])


def _alike(selection: Selection, responses: Iterable[Response]) -> list[list[Response]]:
    """Responses by name, identical renditions together, at the place of the first."""
    alike: dict[object, list[Response]] = {}
    for response in sorted(responses, key=by_name):
        grouped = response.group in selection.groups and bool(response.answers)
        same = (response.group, response.answers, response.files)
        alike.setdefault(same if grouped else response.number, []).append(response)
    return list(alike.values())


def _response(selection: Selection, members: Sequence[Response], report: Pages) -> Iterator[Block]:
    first, *others = sorted(members, key=by_number)
    beside = margin(selection, sorted(members, key=by_number), report)
    yield heading(2, _title(first, others, members), anchor("svar", first.number))
    yield from _about(selection, first, members)
    if first.no_remarks:
        yield body("Afsenderen har ingen bemærkninger.")
    titled = set[int | None]()
    for index, answer in enumerate(first.answers, start=1):
        if not (answer.text or answer.proposed_text or answer.stance or answer.choices):
            continue  # a draft that was only ticked stands among the facts above
        place = answer_place(selection, answer, titled=answer.draft not in titled)
        titled.add(answer.draft)
        stance = f" ({STANCES[answer.stance].lower()})" if answer.stance else ""
        yield heading(3, f"{place}{stance}", f"{anchor('svar', first.number)}-{index}")
        yield from about(answer.quote)
        yield from chosen(selection, answer)
        yield from marked(answer.text, beside.marks.get(index - 1, ()))
        yield from proposed(answer.proposed_text, answer.wording)
    if first.files:
        yield label("Filer til svaret", "")
        yield bullets([f"{file.name}: {COPY_STATES[file.state]}" for file in first.files])
    for line in beside.loose:
        yield label("Uden for teksten her", line)
    for line in beside.lists:
        yield label("Alle punkter med de samme ord", line)


def _title(first: Response, others: Sequence[Response], members: Sequence[Response]) -> str:
    if not others:
        return f"Svar nr. {first.number}: {first.shown_name or CAPACITIES[first.capacity]}"
    numbers = number_list(response.number for response in members)
    return f"Svar nr. {numbers}: {amount(len(members))} enslydende svar"


def _about(selection: Selection, first: Response, members: Sequence[Response]) -> Iterator[Block]:
    """Who says it, when it came and what became of it, in one line."""
    if len(members) == 1:
        yield standing(" ".join(f"{words}." for words in _own_facts(first)))
        return
    crowd = selection.crowd(response.number for response in members)
    names = [f"{each.shown_name or CAPACITIES[each.capacity]} (nr. {each.number})" for each in members]
    span = sorted(members, key=lambda response: response.received_at)
    when = f"Modtaget fra {_received(span[0])} til {_received(span[-1])}."
    yield standing(f"{crowd_words(crowd._replace(identical=0))}. {when}")
    yield standing(f"Fra {listed(names)}.")


def _own_facts(response: Response) -> Iterator[str]:
    yield CAPACITIES[response.capacity]
    yield f"Modtaget {_received(response)}"
    if response.signatures:
        yield f"{counted(response.signatures, 'underskrift', 'underskrifter')}, talt for sig"
    if response.drafts:
        yield f"Om udkast {listed([str(draft) for draft in response.drafts])}"
    if response.status is Status.REDACTED:
        yield "Vist med overstregninger"
    if response.late:
        yield f"Kom efter fristen: {admission(response).lower()}"


def _received(response: Response) -> str:
    return moment_words(response.received_at, response.precision)


def _hidden(selection: Selection) -> Iterator[Block]:
    """Numbers without a public text, and why, so that every number is accounted for (R33)."""
    hidden = [response for response in selection.responses.values() if not selection.has_rendition(response)]
    if not hidden:
        return
    yield heading(1, "Svar, der ikke vises her", HIDDEN)
    yield body(
        "Disse svar er modtaget og talt med. Er et svar ikke vist offentligt, er det alligevel læst og indgår i "
        "behandlingen, og udvalget kan se det i et lukket bilag."
    )
    yield Table(
        caption="Svar, der ikke vises her",
        header=("Nr.", "Udtaler sig som", "Grund"),
        rows=tuple(_hidden_row(selection, response) for response in hidden),
        widths=(12, 28, 60),
        row_headers=True,
    )


def _hidden_row(selection: Selection, response: Response) -> tuple[Inline, ...]:
    files = f"{counted(response.attached, 'fil', 'filer')} vises heller ikke" if response.attached else ""
    reason = hidden_reason(selection, response)
    return cell(response.number), cell(CAPACITIES[response.capacity]), cell(reason, files)


def hidden_reason(selection: Selection, response: Response) -> str:
    """The reason line of a response without a public text."""
    reason = selection.reason(response)
    if reason is not None:
        return f"{STATUSES[Status.WITHHELD]}: {REASONS[reason].lower()}"
    not_public = selection.inputs.consultation.publication_mode is PublicationMode.NOT_PUBLIC
    if not_public and response.status in (Status.PUBLISHED, Status.REDACTED):
        return "Svarene i denne høring bliver ikke vist offentligt"
    return STATUSES[response.status]


def _late_table(selection: Selection, found: Sequence[Response]) -> Table:
    return Table(
        caption="Svar modtaget efter fristen, og afgørelsen om hvert",
        header=("Nr.", "Modtaget", "Afsender", "Afgørelse", "Begrundelse"),
        rows=tuple(
            (
                cell(response.number),
                cell(_received(response)),
                cell(selection.shown_name(response) or CAPACITIES[response.capacity]),
                cell(admission(response)),
                cell(response.admission_reason),
            )
            for response in found
        ),
        widths=(9, 21, 20, 20, 30),
        row_headers=True,
    )
