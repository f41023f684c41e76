"""data.json counted again from its own lists, and every quotation looked up in its response (R40, D7, analysis.md)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from consultation.consultations.asked import tally
from consultation.responses.crowds import identical_among
from consultation.summary.counts import SMALLEST_SHOWN, by_outcome, check
from consultation.summary.words import OTHER
from consultation.vocabulary import Outcome, Status

Data = Mapping[str, Any]

SHOWN = (Status.PUBLISHED.value, Status.REDACTED.value)


def faults(package: Data) -> Iterator[str]:
    """What in a data.json does not agree with itself, each as one Danish sentence."""
    responses = {response["number"]: response for response in package["responses"]}
    if len(responses) != len(package["responses"]):
        yield "et svarnummer står to gange"
    yield from _counts(package, responses)
    yield from _responses(package, responses)
    yield from _groups(package, responses)
    yield from _campaigns(package, responses)
    yield from _points(package, responses)
    yield from _positions(package, responses)
    yield from _themes(package)
    yield from _drafts(package)
    yield from _questions(package)


def outcome(position: Data) -> str | None:
    """The decided outcome, until then the recommended one."""
    found = position["decided"] or position["recommended"]
    return None if found is None else str(found)


def _counts(package: Data, responses: Mapping[str, Data]) -> Iterator[str]:
    counts = package["counts"]
    yield from (f"tallene går ikke op: {fault}" for fault in check(counts))
    for name, number in _counted(package, responses).items():
        found = sum(counts["withheld"].values()) if name == "withheld" else counts[name]
        if found != number:
            yield f"counts.{name} er {found}, men der er {number}"
    for reason, number in counts["withheld"].items():
        if reason != OTHER and number < SMALLEST_SHOWN:
            yield f"counts.withheld.{reason} er {number}, for få til at vise grunden"


def _counted(package: Data, responses: Mapping[str, Data]) -> dict[str, int]:
    statuses = Counter(response["status"] for response in responses.values())
    late = sum(bool(response["late"]) for response in responses.values())
    answered = {each["number"] for each in package["positions"] if (each["remark"] or "").strip() and outcome(each)}
    groups = [group["numbers"] for group in package["groups"]]
    return {
        "received": len(responses),
        "on_time": len(responses) - late,
        "late": late,
        **{status.value: statuses[status.value] for status in Status},
        "identical": identical_among({each["number"] for each in _standing(responses)}, groups),
        "points": len(package["points"]),
        "points_answered": sum(point["position"] in answered for point in package["points"]),
    }


def _standing(responses: Mapping[str, Data]) -> list[Data]:
    return [response for response in responses.values() if response["status"] != Status.WITHDRAWN]


def _responses(package: Data, responses: Mapping[str, Data]) -> Iterator[str]:
    drafts = {draft["number"] for draft in package["drafts"]}
    groups = {number: group["id"] for group in package["groups"] for number in group["numbers"]}
    for number, response in responses.items():
        if response["status"] not in SHOWN and (response["answers"] or response["shown_name"] or response["files"]):
            yield f"svar nr. {number} har tekst eller navn, men status {response['status']}"
        if not drafts.issuperset(response["drafts"]):
            yield f"svar nr. {number} peger på et udkast, der ikke findes"
        if response["group"] != groups.get(number):
            yield f"svar nr. {number} og grupperne er ikke enige om gruppen"


def _groups(package: Data, responses: Mapping[str, Data]) -> Iterator[str]:
    standing = {response["number"] for response in _standing(responses)}
    for group in package["groups"]:
        numbers = set(group["numbers"])
        if not numbers <= standing or len(numbers) != len(group["numbers"]) or len(numbers) < 2:  # noqa: PLR2004 - alone is no group
            yield f"gruppe {group['id']} har numre, der ikke er med"
        if not 1 <= group["senders"] <= len(numbers):
            yield f"gruppe {group['id']} har {group['senders']} afsendere til {len(numbers)} svar"


def _campaigns(package: Data, responses: Mapping[str, Data]) -> Iterator[str]:
    """Groups of what is nearly the same: nobody is in two, and of each as many are equal as the groups above say."""
    standing = {response["number"] for response in _standing(responses)}
    groups = [group["numbers"] for group in package["groups"]]
    found = [number for campaign in package["campaigns"] for number in campaign["numbers"]]
    if len(found) != len(set(found)) or not standing.issuperset(found):
        yield "grupperne af svar, der ligner hinanden, har numre to gange eller numre, der ikke er med"
    for campaign in package["campaigns"]:
        alike = identical_among(campaign["numbers"], groups)
        if campaign["identical"] != alike or not 1 <= campaign["senders"] <= len(campaign["numbers"]):
            yield f"gruppe {campaign['id']} af svar, der ligner hinanden, har andre tal end svarene giver"


def _points(package: Data, responses: Mapping[str, Data]) -> Iterator[str]:
    positions = {position["number"] for position in package["positions"]}
    standing = {response["number"] for response in _standing(responses)}
    for point in package["points"]:
        number = point["number"]
        if point["response"] not in standing:
            yield f"punkt {number} hører til svar nr. {point['response']}, som ikke er med"
            continue
        if point["position"] is not None and point["position"] not in positions:
            yield f"punkt {number} hører til pkt. {point['position']}, som ikke findes"
        answers = responses[point["response"]]["answers"]
        texts = [answer[field] or "" for answer in answers for field in ("text", "proposed_text")]
        for quote in point["quotes"]:
            if not quote or not any(quote in text for text in texts):
                yield f"citatet i punkt {number} står ikke ordret i svar nr. {point['response']}"


def _positions(package: Data, responses: Mapping[str, Data]) -> Iterator[str]:
    standing = {response["number"] for response in _standing(responses)}
    drafts = {draft["number"] for draft in package["drafts"]}
    for position in package["positions"]:
        name, numbers = f"pkt. {position['number']}", set(position["numbers"])
        if not numbers <= standing or len(numbers) != len(position["numbers"]):
            yield f"{name} har svarnumre, som ikke er med"
        if position["draft"] is not None and position["draft"] not in drafts:
            yield f"{name} hører til et udkast, der ikke findes"
        yield from _picked(name, position, package)
        own = {point["response"] for point in package["points"] if point["position"] == position["number"]}
        alike = {number for group in package["groups"] if own & set(group["numbers"]) for number in group["numbers"]}
        if not own <= numbers or not numbers <= own | alike:
            yield f"{name} har ikke de svarnumre, som punkterne giver"


def _picked(name: str, position: Data, package: Data) -> Iterator[str]:
    """A quotation of the report stands in the response of its point, and the point is in the position."""
    answers = {response["number"]: response["answers"] for response in package["responses"]}
    owners = {one["number"]: one["response"] for one in package["points"] if one["position"] == position["number"]}
    for quote in position["quotes"]:
        said = answers.get(owners.get(quote["point"], ""), [])
        if not any(quote["text"] in answer["text"] for answer in said):
            yield f"citatet i {name} er ikke fra punkt {quote['point']}"


def _themes(package: Data) -> Iterator[str]:
    """Each theme's positions and responses are those that stand in it and below it."""
    known = {theme["number"] for theme in package["themes"]}
    for theme in package["themes"]:
        name, below = f"tema {theme['number']}", f"{theme['number']}."
        own = [each for each in package["positions"] if f"{each['theme_number'] or ''}.".startswith(below)]
        numbers = {number for each in own for number in each["numbers"]}
        found = (len(own), len(numbers))
        if (theme["positions"], theme["responses"]) != found:
            yield f"{name} har {theme['positions']} synspunkter og {theme['responses']} svar, men der er {found}"
        if theme["senders"] > theme["responses"] or (theme["responses"] and not theme["senders"]):
            yield f"{name} har {theme['senders']} afsendere til {theme['responses']} svar"
        if theme["parent"] is not None and theme["parent"] not in known:
            yield f"{name} står under et tema, der ikke findes"


def _drafts(package: Data) -> Iterator[str]:
    for draft in package["drafts"]:
        name = f"udkast {draft['number']}"
        pointing = [each for each in package["responses"] if draft["number"] in each["drafts"]]
        standing = [each for each in pointing if each["status"] != Status.WITHDRAWN]
        # A late one counts when it was admitted, a withheld one when it was confirmed: data.json says neither.
        least = sum(not each["late"] and each["status"] != Status.WITHHELD for each in standing)
        if not least <= draft["responses"] <= len(standing):
            yield f"{name} har {draft['responses']} svar, men der er {least} til {len(standing)}"
        own = {each["number"]: outcome(each) for each in package["positions"] if each["draft"] == draft["number"]}
        outcomes = [own[point["position"]] for point in package["points"] if point["position"] in own]
        if draft["points"] != len(outcomes):
            yield f"{name} har {draft['points']} punkter, men der er {len(outcomes)}"
        for kind, number in by_outcome(Outcome(found) if found else None for found in outcomes).items():
            if draft[kind.value] != number:
                yield f"{name}, {kind.value} er {draft[kind.value]}, men der er {number}"


def _questions(package: Data) -> Iterator[str]:
    """Each question's numbers are those of the answers that stand in data.json."""
    given: dict[int | None, list[list[int]]] = {}
    for response in package["responses"]:
        for answer in response["answers"]:
            given.setdefault(answer["question"], []).append(answer["choices"])
    known = {question["number"] for question in package["questions"]}
    if not known.issuperset(given.keys() - {None}):
        yield "et svar hører til et spørgsmål, der ikke findes"
    for question in package["questions"]:
        answers = given.get(question["number"], [])
        found = [question["responses"], *(option["responses"] for option in question["options"])]
        if found != [len(answers), *tally(question["options"], answers)]:
            yield f"spørgsmål {question['number']} har andre tal end svarene giver"
