"""What the public pages say of an adopted text: at each changed section, on account of what (R47, anchors.md 4.9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from consultation.analysis.differences import Adopted, Difference
from consultation.analysis.outcomes import Said


@dataclass(frozen=True)
class Cause:
    """Either a position by its printed number, its draft and how many responses are behind it, or a reason in words."""

    label: str = ""
    draft: int = 0
    responses: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Shown:
    """An adopted text beside the consultation's: causes by the anchor of the section, "" for what stands beside them.

    `gone` are the sections that were taken out, with number and heading.
    """

    number: int
    causes: dict[str, list[Cause]] = field(default_factory=dict)
    gone: list[tuple[str, str]] = field(default_factory=list)


def shown(adopted: Adopted, said: Sequence[Said]) -> Shown:
    """For the page of the draft; `said` are the decided positions."""
    gone = [
        (one.anchor, f"{one.what.number} {one.what.heading}".strip())
        for one in adopted.differences
        if one.what is not None and not one.what.after and one.section_id not in adopted.words
    ]
    causes = {one.anchor: list(_causes(one, said)) for one in adopted.differences}
    return Shown(adopted.version.number, causes, gone)


def _causes(one: Difference, said: Sequence[Said]) -> Iterable[Cause]:
    """The positions in the order of the report."""
    for each in said:
        if each.id in one.positions:
            yield Cause(each.label, each.draft_order, len(each.numbers))
    if one.reason:
        yield Cause(reason=one.reason)


@dataclass(frozen=True)
class Group:
    """Decided positions about one draft and section. `id` is the anchor on the page, once for each place."""

    id: str
    draft_number: int | None
    draft_title: str
    heading: str
    said: list[Said] = field(default_factory=list)


def grouped(said: Iterable[Said], taken: set[str]) -> list[Group]:
    """In the order of the report; `taken` are the anchors that the page has already, and grows."""
    found: dict[tuple[int, str], Group] = {}
    for one in sorted(said, key=lambda one: one.draft_order):
        key = one.draft_order, one.anchor
        if key not in found:
            place = place_id(one.draft_order, one.anchor)
            found[key] = Group(
                "" if place in taken else place, one.draft_number, one.draft_title, one.heading if one.anchor else ""
            )
            taken.add(place)
        found[key].said.append(one)
    return list(found.values())


def place_id(draft: int, anchor: str) -> str:
    """ "udkast-8-hvor-laenge", "udkast-8", "det-hele": where a section's positions stand on the page of the outcome."""
    if not draft:
        return "det-hele"
    return f"udkast-{draft}-{anchor}" if anchor else f"udkast-{draft}"
