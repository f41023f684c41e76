"""One response on one person's screen: what is chosen of it, and what the machine suggests about that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request

from consultation.analysis import cuts, desk_queries, grouping, guessing, joining, queries, spans, suggestions
from consultation.analysis.desk_queries import Behind, Printed, Texts
from consultation.analysis.guessing import Guess
from consultation.analysis.joining import Named
from consultation.analysis.labels import agreement_words, alike_words
from consultation.analysis.pages import Treatment, find_treatment
from consultation.analysis.responses import Reading, reading_of
from consultation.analysis.spans import Piece, Span
from consultation.analysis.suggestions import Offer
from consultation.extensions import db
from consultation.models import DraftVersion, Point, Response
from consultation.moderation.campaigns import in_order
from consultation.responses.queries import get_response
from consultation.responses.rules import number_label, read_label
from consultation.vocabulary import Outcome

DESK = "/intern/hoeringer/<slug>/svar/<label>/punkter"
MOST_NUMBERS = 30
"""Members of a group that are named; the others are counted."""


@dataclass(frozen=True)
class Join:
    """A position that a point may join, and why it is suggested."""

    position_id: int
    words: str


@dataclass(frozen=True)
class Scope:
    """The responses that an act holds for, this one among them; and members of the group that it does not reach."""

    numbers: tuple[str, ...]
    ids: tuple[int, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A printed row as the report will have it."""

    label: str
    numbers: tuple[str, ...]
    more: int
    title: str
    remark: str
    outcome: Outcome | None

    @property
    def count(self) -> int:
        return len(self.numbers) + self.more


@dataclass(frozen=True)
class Desk:
    """One response on one person's screen."""

    at: Treatment
    response: Response

    @property
    def label(self) -> str:
        return number_label(self.response.series, self.response.seq)

    def url(self, anchor: str = "", **values: Any) -> str:
        return self.at.url("desk", label=self.label, _anchor=anchor or None, **values)

    # What stands

    @cached_property
    def reading(self) -> Reading:
        return reading_of(db.session, self.response, self.at.person.id, self.at.now)

    @property
    def drafts(self) -> list[int]:
        """The numbers of the drafts that it answers."""
        return sorted({one.place.draft_number for one in self.reading.answers if one.place.draft_number is not None})

    @cached_property
    def points(self) -> Sequence[Point]:
        return queries.points_of(db.session, self.response.id)

    @cached_property
    def texts(self) -> Texts:
        return desk_queries.read_texts(db.session, self.at.consultation.id)

    @cached_property
    def positions(self) -> Mapping[int, Printed]:
        """Every position of the consultation, in printed order."""
        rows = desk_queries.list_printed(db.session, self.at.consultation.id, self.texts)
        return {one.position.id: one for one in rows}

    @property
    def is_silent(self) -> bool:
        """A file or a proposed wording alone: its point has no passage."""
        only_choices = not self.reading.files and any(part.answer.choices for part in self.reading.parts)
        return not (self.reading.lines or (only_choices and not any(part.proposed for part in self.reading.parts)))

    @cached_property
    def around(self) -> tuple[str | None, str | None]:
        """The numbers of the responses to divide before and after this one."""
        return desk_queries.neighbours(db.session, self.response)

    @cached_property
    def counts(self) -> bool:
        """Whether the response is to be divided at all."""
        return desk_queries.is_to_divide(db.session, self.response)

    # What is chosen

    @cached_property
    def chosen(self) -> list[Span]:
        """The spans in the address that stand in the newest version."""
        return self.fit(request.args.getlist("s"))

    @cached_property
    def loose(self) -> list[Span]:
        """Those of them that are no whole sentence."""
        whole = {line.span for line in self.reading.lines}
        return [span for span in self.chosen if span not in whole]

    def is_partly_chosen(self, span: Span) -> bool:
        """Whether some of a sentence's words are."""
        return any(
            one.answer_id == span.answer_id and one.start < span.end and span.start < one.end for one in self.loose
        )

    @property
    def takes_point(self) -> bool:
        return bool(self.chosen) or self.is_silent

    def fit(self, values: Sequence[str]) -> list[Span]:
        """What is meant by the spans that a page sends; what is of no answer of the newest version is left out."""
        asked = (spans.read(value) for value in values)
        found = (self.reading.fit(span) for span in asked if span)
        return list(dict.fromkeys(span for span in found if span))

    @cached_property
    def edited(self) -> Point | None:
        """The point in the address that is being looked at."""
        seq = request.args.get("punkt", "")
        return next((one for one in self.points if str(one.seq) == seq), None)

    # Whom an act is for

    @cached_property
    def group(self) -> tuple[tuple[str, ...], int]:
        """The numbers of some other members of its group, and how many more there are."""
        members, count = grouping.some_members(db.session, self.response, MOST_NUMBERS)
        return tuple(number_label(one.series, one.seq) for one in members), count - len(members)

    @cached_property
    def scope(self) -> Scope:
        """Whom a point on the chosen words would count for."""
        if not self.group[0] or not self.chosen:
            return self._scope([], [])
        members = grouping.list_members(db.session, self.response)
        found = {member.id for member, _spans in grouping.with_words(db.session, self.response, members, self.chosen)}
        return self._scope([one for one in members if one.id in found], [one for one in members if one.id not in found])

    @cached_property
    def edited_scope(self) -> Scope:
        """Whom the point that is looked at counts for."""
        if not self.group[0] or self.edited is None:
            return self._scope([], [])
        members = grouping.list_members(db.session, self.response)
        found = grouping.list_siblings(db.session, self.response, members, self.edited)
        return self._scope([member for member, _point in found], [])

    def _scope(self, members: Sequence[Response], without: Sequence[Response]) -> Scope:
        numbers = {self.label, *(number_label(one.series, one.seq) for one in members)}
        left = (number_label(one.series, one.seq) for one in without)
        ids = (self.response.id, *(one.id for one in members))
        return Scope(tuple(sorted(numbers, key=in_order)), ids, tuple(left))

    # What is suggested

    @cached_property
    def proposed(self) -> tuple[cuts.Cut, ...]:
        """Where the open sentences may be cut; nothing where the response may not be read now."""
        if not self.reading.is_readable:
            return ()
        texts = [
            cuts.Text(one.id, self.reading.masked(one.id), self._stretches(one.id)) for one in self.reading.answers
        ]
        sections = [section.text for section in self.texts.sections.values()]
        return cuts.propose(texts, sections) if any(line.sentence.is_open for line in self.reading.lines) else ()

    def _stretches(self, answer_id: int) -> tuple[cuts.Stretch, ...]:
        own = (line for line in self.reading.lines if line.span.answer_id == answer_id)
        return tuple(cuts.Stretch(line.span.start, line.span.end, line.sentence.is_open) for line in own)

    def beginning(self, cut: cuts.Cut) -> tuple[Piece, ...]:
        """The first words of a cut, and "…" where there is more."""
        pieces = [piece for span in cut.spans for piece in (*self.reading.quote(span), Piece(" ", span.end, span.end))]
        return spans.beginning(pieces[:-1])

    @cached_property
    def chosen_words(self) -> str:
        """The chosen words without what the reader may not see, each passage on a line of its own."""
        return "\n".join(self.reading.masked(span.answer_id)[span.start : span.end] for span in self.chosen)

    @cached_property
    def offers(self) -> list[Offer]:
        """The themes that are suggested for the chosen words."""
        return suggestions.offers_of(db.session, self.reading.material.standing, self.chosen)

    @property
    def taken(self) -> str | None:
        """The title of the one that a person has taken, by the address."""
        return next((one.theme.title for one in self.offers if str(one.theme.id) == request.args.get("tema")), None)

    @cached_property
    def guesses(self) -> tuple[Guess, ...]:
        """Which draft and section the chosen words are about."""
        places = self._places()
        chosen = {span.answer_id for span in self.chosen} or set(places)
        asked = guessing.Asked(
            self.chosen_words,
            tuple(place for answer_id in places if answer_id in chosen and (place := places[answer_id])),
            tuple(place for place in places.values() if place),
            self.texts.known,
        )
        return guessing.guess(asked)

    def _places(self) -> dict[int, guessing.Place | None]:
        """Answer -> the draft and section it is about, None for the whole."""
        answers = queries.answers_of(db.session, self.response.id)
        versions = [one.draft_version_id for one in answers if one.draft_version_id is not None]
        drafts = {one: db.session.get_one(DraftVersion, one).draft_id for one in versions}
        return {
            one.id: (drafts[one.draft_version_id], one.section_id) if one.draft_version_id else None for one in answers
        }

    @cached_property
    def joins(self) -> list[Join]:
        """The positions that the chosen words may join, the surest first."""
        if not self.chosen or not self.positions:
            return []
        known = desk_queries.list_known(db.session, self.at.consultation.id, list(self.positions.values()))
        alike = [Join(one.id, alike_words(one)) for one in joining.alike(self.chosen_words, known)]
        first: dict[int, Join] = {}
        for one in [*self._agreed(), *alike]:
            if one.position_id in self.positions:
                first.setdefault(one.position_id, one)
        return list(first.values())

    def _agreed(self) -> list[Join]:
        """The positions of the responses that the words say to agree with."""
        if not joining.agrees(self.chosen_words):
            return []
        bodies = desk_queries.list_bodies(db.session, self.at.consultation.id)
        found = joining.agreements(
            self.chosen_words, {label: name for label, name in bodies.items() if label != self.label}
        )
        numbers = [number for one in found if one.label and (number := read_label(one.label))]
        behind = desk_queries.positions_of(db.session, self.at.consultation.id, numbers)
        own = [point.position_id for point in self.points if point.position_id]
        return [
            Join(position_id, agreement_words(one))
            for one in found
            for position_id in (own if one.named is Named.ABOVE else behind.get(one.label, ()))
        ]

    # How it is printed

    @cached_property
    def rows(self) -> dict[int, Row]:
        """The printed row of every position that a point of the response is in."""
        return self._rows({point.position_id for point in self.points if point.position_id in self.positions}, ())

    @cached_property
    def near(self) -> set[int]:
        """The positions of the drafts that the sentences are about, the general ones, and those that are suggested."""
        ids = {one.draft_id for one in self.guesses}
        suggested = {one.position_id for one in self.joins}
        rows = self.positions.items()
        return {one for one, row in rows if one in suggested or not row.draft or not ids or row.draft.id in ids}

    @cached_property
    def rows_with_point(self) -> dict[int, Row]:
        """The printed row of every position with the new point; where it is far off, the others are counted."""
        if not self.takes_point:
            return {}
        there = desk_queries.count_behind(db.session, self.scope.ids)
        far = {
            one: _row(row, Behind((), row.responses - there.get(one, 0)), self.scope.numbers)
            for one, row in self.positions.items()
            if one not in self.near
        }
        return self._rows(set(self.near), self.scope.numbers) | far

    def _rows(self, position_ids: set[int | None], added: Sequence[str]) -> dict[int, Row]:
        ids = [one for one in self.positions if one in position_ids]
        behind = desk_queries.list_behind(db.session, self.at.consultation.id, ids) if ids else {}
        return {one: _row(self.positions[one], behind.get(one), added) for one in ids}

    def new_row(self, title: str) -> Row:
        """The printed row of a position that is not there yet."""
        numbers = self.scope.numbers
        return Row("", numbers[:MOST_NUMBERS], len(numbers[MOST_NUMBERS:]), title, "", None)


def _row(printed: Printed, behind: Behind | None, added: Sequence[str]) -> Row:
    known, more = behind or Behind((), 0)
    numbers = sorted({*known, *added}, key=in_order)
    more += len(numbers[MOST_NUMBERS:])
    title, remark = printed.position.title, printed.remark_text
    return Row(printed.label, tuple(numbers[:MOST_NUMBERS]), more, title, remark, printed.outcome)


def find_desk(slug: str, label: str) -> Desk:
    """The response of this address, if it is the signed-in person's authority's. NotFound."""
    at = find_treatment(slug)
    return Desk(at, get_response(db.session, at.consultation.id, label))
