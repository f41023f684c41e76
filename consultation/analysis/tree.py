"""What may become of the tree of themes: who stands under whom, in which order. Pure.

"Generelt" stands last at the top for ever: what is about no single thing is read after all that is. Ranks are given
anew among the siblings at every change, so that two who move at once leave no two themes at one place (C2).
"""

from collections.abc import Iterable, Sequence

from consultation.analysis.ordering import Node

DEEPEST = 3


class PlaceError(ValueError):
    """Why a theme may not go there; `code` is stable: fixed, own_branch, too_deep."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def stepped(nodes: Sequence[Node], moved: int, steps: int, last: int | None) -> list[Node]:
    """The siblings of a theme with it `steps` places further on; as they were where there is no such place."""
    order = siblings(nodes, _node(nodes, moved).parent)
    at = next(place for place, one in enumerate(order) if one.id == moved)
    to = at + steps
    if not 0 <= to < len(order) or last in {moved, order[to].id}:
        return order
    order.insert(to, order.pop(at))
    return ranked(order)


def placed(nodes: Sequence[Node], moved: int, parent: int | None, last: int | None) -> list[Node]:
    """A theme as the last one under `parent`, with its new siblings; at the top (None) before "Generelt"."""
    _refuse(nodes, moved, parent, last)
    order = [one for one in siblings(nodes, parent) if one.id != moved]
    at = len(order) - (parent is None and bool(order) and order[-1].id == last)
    order.insert(at, Node(moved, parent, 0))
    return ranked(order)


def places_for(nodes: Sequence[Node], moved: int, last: int | None) -> list[int | None]:
    """Where a theme may be put: ids of themes, None for the top; not where it stands already."""
    found = [None, *(one.id for one in nodes)]
    return [one for one in found if one != _node(nodes, moved).parent and may_be_placed(nodes, moved, one, last)]


def may_be_placed(nodes: Sequence[Node], moved: int, parent: int | None, last: int | None) -> bool:
    try:
        _refuse(nodes, moved, parent, last)
    except PlaceError:
        return False
    return True


def siblings(nodes: Iterable[Node], parent: int | None) -> list[Node]:
    return sorted((one for one in nodes if one.parent == parent), key=lambda one: (one.rank, one.id))


def branch(nodes: Sequence[Node], top: int) -> set[int]:
    """A theme with all that stands under it."""
    found, left = {top}, [top]
    while left:
        below = {one.id for one in nodes if one.parent == left[-1]} - found
        left.pop()
        found |= below
        left.extend(below)
    return found


def ranked(order: Iterable[Node]) -> list[Node]:
    return [Node(one.id, one.parent, rank) for rank, one in enumerate(order, 1)]


def _refuse(nodes: Sequence[Node], moved: int, parent: int | None, last: int | None) -> None:
    if moved == last:
        raise PlaceError("fixed")
    if parent in branch(nodes, moved):
        raise PlaceError("own_branch")
    if _depth(nodes, parent) + _height(nodes, moved) > DEEPEST:
        raise PlaceError("too_deep")


def _depth(nodes: Sequence[Node], at: int | None) -> int:
    """How many levels there are down to a theme, itself included; 0 for the top."""
    depth = 0
    while at is not None and depth <= len(nodes):
        at = _node(nodes, at).parent
        depth += 1
    return depth


def _height(nodes: Sequence[Node], top: int) -> int:
    """How many levels a theme and what stands under it take."""
    return 1 + max((_height(nodes, one.id) for one in nodes if one.parent == top), default=0)


def _node(nodes: Sequence[Node], wanted: int) -> Node:
    return next(one for one in nodes if one.id == wanted)
