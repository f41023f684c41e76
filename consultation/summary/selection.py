"""The lists behind the numbers: what of a snapshot counts, what may be shown, in which order (R37-R40, R43)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from consultation.lib.text import danish_key
from consultation.responses.crowds import Crowd, identical_among, senders
from consultation.summary.counts import (
    Counts,
    Share,
    by_capacity,
    by_outcome,
    public_reason,
    tally,
)
from consultation.summary.inputs import Change, Draft, Group, Inputs, Point, Position, Question, Response, Theme
from consultation.summary.words import in_order, number_key
from consultation.vocabulary import Outcome, PublicationMode, Status


@dataclass(frozen=True)
class Row:
    """A printed row: a position, the points that count, and the numbers of all responses behind it, in order."""

    position: Position
    points: tuple[Point, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Branch:
    """A theme with its number in the tree: "2", and "2.1" for the first one below it."""

    number: str
    theme: Theme

    @property
    def depth(self) -> int:
        return self.number.count(".")

    def is_under(self, other: "Branch") -> bool:
        """Whether it is the other, or stands somewhere below it."""
        return f"{self.number}.".startswith(f"{other.number}.")

    @property
    def line(self) -> str:
        return f"{self.number} {self.theme.title}"


@dataclass(frozen=True)
class Selection:
    """Computed once from inputs; every builder takes it. Nothing here is stored."""

    inputs: Inputs

    @cached_property
    def responses(self) -> dict[str, Response]:
        """By number, in the order of numbers."""
        return {response.number: response for response in sorted(self.inputs.responses, key=by_number)}

    @cached_property
    def considered(self) -> tuple[Response, ...]:
        """What is part of the processing: not withdrawn, and on time or admitted."""
        return tuple(response for response in self.responses.values() if response.considered)

    @cached_property
    def drafts(self) -> dict[int, Draft]:
        return {draft.number: draft for draft in sorted(self.inputs.drafts, key=lambda draft: draft.number)}

    @cached_property
    def questions(self) -> dict[int, Question]:
        return {question.number: question for question in self.inputs.questions}

    @cached_property
    def asked(self) -> dict[int, tuple[tuple[int, ...], ...]]:
        """Question number -> the choices of each printed response that answers it; () for one in its own words."""
        found: dict[int, list[tuple[int, ...]]] = {number: [] for number in self.questions}
        for response in self.responses.values():
            for answer in response.answers if self.has_rendition(response) else ():
                if answer.question in found:
                    found[answer.question].append(answer.choices)
        return {number: tuple(choices) for number, choices in found.items()}

    @cached_property
    def themes(self) -> dict[str, Theme]:
        return {theme.key: theme for theme in self.inputs.themes}

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """The tree of themes in the order of print, those without rows too: numbers are the same everywhere."""
        return tuple(branches(self.inputs.themes))

    @cached_property
    def _here(self) -> frozenset[str]:
        """The numbers that are not withdrawn."""
        return frozenset(
            number for number, response in self.responses.items() if response.status is not Status.WITHDRAWN
        )

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Groups with the members that are not withdrawn; one that has fewer than two left is no group."""
        kept = (
            Group(group.id, group.kind, in_order(self._here.intersection(group.numbers)))
            for group in self.inputs.groups
        )
        return {group.id: group for group in kept if len(group.numbers) > 1}

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Points that count: of a considered response, or of a group with one. Each names a response that stands."""
        standing = (self._standing(point) for point in sorted(self.inputs.points, key=lambda p: number_key(p.number)))
        return tuple(point for point in standing if point is not None)

    @cached_property
    def points_by_response(self) -> dict[str, tuple[Point, ...]]:
        """Response number -> the points that hold for it, those made on a shared text too."""
        found: dict[str, list[Point]] = {}
        for point in self.points:
            for number in self.members(point):
                found.setdefault(number, []).append(point)
        return {number: tuple(points) for number, points in found.items()}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Positions in the order of their printed numbers, which says who comes first (domain.md 4.2)."""
        made = (self._row(position) for position in self.inputs.positions)
        return tuple(sorted(made, key=lambda row: number_key(row.position.number)))

    @cached_property
    def _points_by_position(self) -> dict[str | None, list[Point]]:
        found: dict[str | None, list[Point]] = {}
        for point in self.points:
            found.setdefault(point.position, []).append(point)
        return found

    @cached_property
    def counts(self) -> Counts:
        members = [group.numbers for group in self.groups.values()]
        answered = {row.position.number for row in self.rows if is_answered(row.position)}
        return tally(
            tuple(self.responses.values()),
            members,
            len(self.points),
            sum(point.position in answered for point in self.points),
        )

    def group_of(self, response: Response) -> str | None:
        """The group that a response is in, where it is not withdrawn and another is in it too."""
        group = self.groups.get(response.group or "")
        return group.id if group and response.number in group.numbers else None

    @cached_property
    def campaigns(self) -> tuple[Group, ...]:
        """Groups of responses that are nearly the same, likewise, the largest first."""
        kept = (
            Group(group.id, group.kind, in_order(self._here.intersection(group.numbers)))
            for group in self.inputs.campaigns
        )
        return tuple(sorted((one for one in kept if len(one.numbers) > 1), key=lambda one: -len(one.numbers)))

    def crowd(self, numbers: Iterable[str]) -> Crowd:
        """How many these are, from how many senders, and how many of them are alike word for word."""
        found = tuple(numbers)
        alike = identical_among(found, [group.numbers for group in self.groups.values()])
        return Crowd(len(found), senders(self.responses[number].sender_key for number in found), alike)

    def has_rendition(self, response: Response) -> bool:
        """Whether the package may print its words: decided so, and the consultation's responses become public."""
        not_public = self.inputs.consultation.publication_mode is PublicationMode.NOT_PUBLIC
        return response.status in (Status.PUBLISHED, Status.REDACTED) and not not_public

    def shown_name(self, response: Response) -> str | None:
        return response.shown_name if self.has_rendition(response) else None

    def reason(self, response: Response) -> str | None:
        """The reason that the public sees for a withheld response (states.md: at least three, else another)."""
        if response.status is not Status.WITHHELD:
            return None
        return public_reason(response.withheld_reason, self.counts.withheld)

    def rows_of(self, draft: int | None) -> tuple[Row, ...]:
        """Rows of one draft, or the general ones; what is outside the consultation has its own chapter."""
        return tuple(row for row in self.rows if row.position.draft == draft and not is_outside(row.position))

    def rows_in(self, theme: Theme | None) -> tuple[Row, ...]:
        """Rows of one theme, not of those below it; None gives those of no theme."""
        return self._rows_by_theme.get(theme.key if theme else None, ())

    def rows_under(self, branch: Branch) -> tuple[Row, ...]:
        """Rows of a theme and of those below it, in the order of print."""
        keys = {each.theme.key for each in self.branches if each.is_under(branch)}
        return tuple(row for row in self.rows if row.position.theme in keys)

    def numbers_under(self, branch: Branch) -> tuple[str, ...]:
        """The considered responses that have a point there."""
        return in_order(number for row in self.rows_under(branch) for number in row.numbers)

    @cached_property
    def theme_numbers(self) -> dict[str, str]:
        """Theme key -> its number in the tree."""
        return {branch.theme.key: branch.number for branch in self.branches}

    @cached_property
    def main(self) -> tuple[Branch, ...]:
        """The main themes that the secretary chose, in the order chosen."""
        chosen = [branch for branch in self.branches if branch.theme.main is not None]
        return tuple(sorted(chosen, key=lambda branch: branch.theme.main or 0))

    def picked(self, row: Row) -> tuple[tuple[Point, str], ...]:
        """The quotations that a person picked for a position, of points that count and words that are public."""
        points = {point.number: point for point in row.points}
        found = ((points.get(one.point), one.words) for one in row.position.picked)
        return tuple((point, words) for point, words in found if point is not None and self._says(point, words))

    def _says(self, point: Point, words: str) -> bool:
        response = self.responses[point.response]
        return self.has_rendition(response) and any(words in answer.text for answer in response.answers)

    @cached_property
    def _rows_by_theme(self) -> dict[str | None, tuple[Row, ...]]:
        found: dict[str | None, list[Row]] = {}
        for row in self.rows:
            key = row.position.theme
            found.setdefault(key if key in self.themes else None, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def changes(self) -> dict[Change, tuple[Row, ...]]:
        """Each change of a draft once, in the order of the drafts, with every row that led to it."""
        found: dict[Change, list[Row]] = {}
        for row in self.rows:
            for change in row.position.changes:
                found.setdefault(change, []).append(row)
        ordered = sorted(found, key=lambda change: (change.draft, number_key(change.printed_number), change.after))
        return {change: tuple(found[change]) for change in ordered}

    def quotes(self, point: Point) -> tuple[str, ...]:
        """A point's public words; none where the response has no rendition."""
        return point.quotes if self.has_rendition(self.responses[point.response]) else ()

    def members(self, point: Point) -> tuple[str, ...]:
        """The considered responses for which a point holds."""
        group = self.groups.get(point.group) if point.group else None
        numbers = group.numbers if group else (point.response,)
        return tuple(number for number in numbers if number in self.responses and self.responses[number].considered)

    def by_capacity(self) -> dict[str, Share]:
        return {capacity.value: found for capacity, found in by_capacity(self.considered).items()}

    def of_draft(self, draft: int) -> tuple[Response, ...]:
        """Considered responses that point to a draft (R2)."""
        return tuple(response for response in self.considered if draft in response.drafts)

    def outcomes(self, draft: int) -> dict[Outcome, int]:
        """How many of a draft's points end in each outcome."""
        rows = (row for row in self.rows if row.position.draft == draft)
        return by_outcome(row.position.outcome for row in rows for _ in row.points)

    def all_outcomes(self) -> dict[Outcome, int]:
        """How many points end in each outcome, those that hold for the drafts as a whole too."""
        return by_outcome(row.position.outcome for row in self.rows for _ in row.points)

    def points_of(self, draft: int) -> int:
        return sum(len(row.points) for row in self.rows if row.position.draft == draft)

    def _standing(self, point: Point) -> Point | None:
        members = self.members(point)
        if not members or point.response in members:
            return point if members else None
        words = [answer.text for answer in self.responses[members[0]].answers]
        quotes = tuple(quote for quote in point.quotes if any(quote in text for text in words))
        return Point(point.number, members[0], point.position, point.group, quotes)

    def _row(self, position: Position) -> Row:
        points = tuple(self._points_by_position.get(position.number, ()))
        return Row(position, points, in_order(number for point in points for number in self.members(point)))


def branches(themes: Sequence[Theme]) -> Iterator[Branch]:
    """The tree in the order of print. A theme whose parent is not there, or that stands above itself, is at the top."""
    below: dict[str | None, list[Theme]] = {}
    tops = tops_of(themes)
    for theme in themes:
        below.setdefault(None if theme.key in tops else theme.parent, []).append(theme)

    def walk(parent: str | None, prefix: str) -> Iterator[Branch]:
        for number, theme in enumerate(below.get(parent, ()), start=1):
            yield Branch(f"{prefix}{number}", theme)
            yield from walk(theme.key, f"{prefix}{number}.")

    yield from walk(None, "")


def tops_of(themes: Sequence[Theme]) -> frozenset[str]:
    """The keys of the themes at the top."""
    parents = {theme.key: theme.parent for theme in themes}
    tops = set()
    for key, parent in parents.items():
        seen, at = {key}, parent
        while at in parents and at not in seen:
            seen.add(at)
            at = parents[at]
        if parent not in parents or at in seen:
            tops.add(key)
    return frozenset(tops)


def by_number(response: Response) -> tuple[bool, tuple[int, ...], str]:
    return number_key(response.number)


def by_name(response: Response) -> tuple[str, tuple[bool, tuple[int, ...], str]]:
    """The order of names, and of numbers within one name (R43)."""
    return danish_key(response.sort_name or response.shown_name or ""), by_number(response)


def is_answered(position: Position) -> bool:
    """Whether the administration has both a remark and an outcome for it (R38)."""
    return bool(position.remark.strip()) and position.outcome is not None


def is_outside(position: Position) -> bool:
    return position.outcome is Outcome.OUT_OF_SCOPE


def is_closed(response: Response) -> bool:
    """Whether its full words are for the committee only: withheld or redacted (R32)."""
    return response.status in (Status.WITHHELD, Status.REDACTED)
