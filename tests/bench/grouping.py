"""Campaigns: who stands with whom, one more, all in the database, and one decision on many (R39, interface.md 5.1)."""

import random
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.lib import tokens
from consultation.models import (
    Answer,
    AnswerGroup,
    Consultation,
    NumberSeries,
    QueueEntry,
    RedactionSet,
    Response,
    ResponseVersion,
    Tombstone,
)
from consultation.moderation import bulk, bulk_plans, group_queries, grouping, operations, queries
from consultation.moderation.campaigns import Letter, Reader, gather
from consultation.responses import figures
from consultation.responses.risk import RISKS, Risk
from consultation.vocabulary import By, Capacity, Channel, DecisionKind, Precision, Role, Series, Status
from tests import campaign, factories
from tests.bench import filling
from tests.bench.databases import KINDS, database
from tests.bench.results import Row
from tests.bench.scale import SMALL, Scale

LETTERS, SECONDS = 20_000, 5.0
"""performance.md: so many in so long, and in proportion to 100,000."""
TEMPLATES = 8
SENDERS_PER_TEN_THOUSAND = 3_400
_KEY = b"a key of the bench alone"
_SINGLES = 30


def measure(scale: Scale) -> Iterator[Row]:
    few = LETTERS // 4 if scale is SMALL else LETTERS
    many = LETTERS if scale is SMALL else 100_000
    draft = campaign.sentences(random.Random(5), 60)
    yield _quality(draft)
    yield from _texts(draft, few, many)
    for kind in KINDS:
        yield from _stored(kind, draft, 1_000 if scale is SMALL else 10_000)


def _quality(draft: str) -> Row:
    told = campaign.labelled(11, 4_000, draft, TEMPLATES)
    places = gather(_letters((one.text for one in told), Reader(_KEY, [draft])))
    leaders = [places[one.text].leader for one in told]
    both = zip(told, leaders, strict=True)
    right = _pairs((one.campaign, leader) for one, leader in both if one.campaign is not None)
    precision = right / _pairs(leaders)
    recall = right / _pairs(one.campaign for one in told if one.campaign is not None)
    work = f"groups of {len(told):,} labelled letters: recall"
    met = precision >= 0.95 and recall >= 0.98
    return Row(work, "-", recall, None, "", "recall >= .98, precision >= .95", met, f"precision {precision:.3f}")


def _pairs(names: Iterable[object]) -> int:
    return sum(number * (number - 1) // 2 for number in Counter(names).values())


def _letters(texts: Iterable[str], reader: Reader) -> list[Letter]:
    return [Letter(text, copies, array("Q", reader.shingles([text]))) for text, copies in Counter(texts).items()]


def _texts(draft: str, few: int, many: int) -> Iterator[Row]:
    """Turn by turn, so that both meet the same machine."""
    told = {number: [one.text for one in campaign.labelled(5, number, draft)] for number in (few, many)}
    taken = {number: min(_worked(told[number], draft) for _ in range(2)) for number in told}
    most = SECONDS * few / LETTERS
    yield Row(f"grouping {few:,} letters", "-", taken[few], None, "s", f"<= {most:g} s", taken[few] <= most)
    most = SECONDS * many / LETTERS
    yield Row(f"grouping {many:,} letters", "-", taken[many], None, "s", f"<= {most:g} s", taken[many] <= most)
    per_letter = taken[many] / many / (taken[few] / few)
    work = f"a letter among {many:,}, beside one among {few:,}"
    yield Row(work, "-", taken[many] / many * 1e6, taken[few] / few * 1e6, "µs", "<= 1.3", per_letter <= 1.3)


def _worked(texts: Sequence[str], draft: str) -> float:
    """Seconds of a processor: one process computes, and waits for nothing."""
    begun = time.process_time()
    gather(_letters(texts, Reader(_KEY, [draft])))
    return time.process_time() - begun


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _stored(kind: str, draft: str, many: int) -> Iterator[Row]:
    """Letters of eight templates by a third as many senders: grouped, counted, one more, and decided in acts."""
    with database(kind) as where:
        session = filling.opened(where)
        owner = filling.open_consultation(session)
        settings, actor = factories.settings(), _moderator(session, owner)
        letters = campaign_of(many)
        add(session, owner, letters)
        taken = _timed(partial(_rebuild, session, settings, owner))
        groups = group_queries.list_groups(session, owner.id)
        right = counted(session, owner, letters)
        detail = f"{len(groups)} groups, {'counted right' if right else 'COUNTED WRONG'}"
        yield Row(f"grouping {many:,} stored letters", kind, taken, None, "s", "counted right", right, detail)
        yield _one_more(session, owner, kind, many)
        yield from _acts(session, owner, actor, kind)
        filling.close(session)


def campaign_of(many: int) -> list[tuple[str, str]]:
    """(text, sender) of letters of eight templates, each in the same number, with own words in half of them."""
    dice = random.Random(39)
    templates = campaign.templates(dice, TEMPLATES)
    senders = many * SENDERS_PER_TEN_THOUSAND // 10_000
    return [(_letter(dice, templates[at % TEMPLATES]), f"Prøve {at % senders}") for at in range(many)]


def _letter(dice: random.Random, template: str) -> str:
    return template if dice.random() < 0.5 else f"{template} {campaign.sentences(dice, 1)}"


def add(session: Session, owner: Consultation, letters: Sequence[tuple[str, str]]) -> list[int]:
    """The responses as they wait in the queue, at the speed of the database; their ids."""
    rows, now, ids = filling._Rows(session), datetime.now(UTC), []
    series = session.get_one(NumberSeries, (owner.id, Series.ON_TIME))
    for seq, (text, sender) in enumerate(letters, series.next):
        ids.append(_response(rows, owner, seq, text, sender, now - timedelta(days=2)))
        if seq % 1_000 == 0:
            rows.write()
    rows.write()
    series.next += len(letters)
    figures.add(session, owner.id, {figures.bucket(False, Status.AWAITING): len(letters)})
    rows.close()
    return ids


def _response(rows: filling._Rows, owner: Consultation, seq: int, text: str, sender: str, at: datetime) -> int:
    key, same = tokens.new_key(), {"authority_id": owner.authority_id}
    response_id = rows.add(
        Response,
        **same,
        consultation_id=owner.id,
        series=Series.ON_TIME,
        seq=seq,
        late=False,
        key=key,
        form_key=f"campaign:{seq}",
        channel=Channel.PORTAL,
        received_at=at,
        received_precision=Precision.MINUTE,
        registered_at=at,
        token_hash=tokens.hash_token(key),
        nonce=tokens.new_nonce(),
        commitment=tokens.hash_token(f"commitment {key}"),
    )
    version_id = rows.add(
        ResponseVersion,
        **same,
        response_id=response_id,
        number=1,
        at=at,
        by=By.SENDER,
        capacity=Capacity.CITIZEN,
        name=sender,
        postcode="8900",
        sender_key=tokens.hash_token(sender),
    )
    rows.add(Answer, **same, version_id=version_id, position=1, text=text)
    rows.add(RedactionSet, **same, version_id=version_id, seq=1, by="system", at=at)
    public = {"consultation_id": owner.id, "key": key, "number_label": str(seq), "sort_number": seq}
    rows.add(Tombstone, **public, late=False, status=Status.AWAITING)
    waits = {"consultation_id": owner.id, "response_id": response_id, "rank": RISKS.index(Risk.NONE)}
    rows.add(QueueEntry, **same, **waits, received_at=at)
    return response_id


def counted(session: Session, owner: Consultation, letters: Sequence[tuple[str, str]]) -> bool:
    """Whether the groups are the templates, and their numbers those that one counts by hand."""
    session.expire_all()
    found = group_queries.list_groups(session, owner.id)
    copies = Counter(text for text, _sender in letters)
    parts = [letters[at::TEMPLATES] for at in range(TEMPLATES)]
    by_hand = [
        (len(part), len({sender for _, sender in part}), sum(copies[text] > 1 for text, _ in part)) for part in parts
    ]
    return sorted(by_hand) == sorted((one.responses, one.senders, one.identical) for one in found)


def _rebuild(session: Session, settings: Settings, owner: Consultation) -> None:
    grouping.rebuild(session, settings, owner)
    session.commit()


def _moderator(session: Session, owner: Consultation) -> str:
    return f"staff:{factories.staff(session, owner.authority, Role.MODERATOR).id}"


def _one_more(session: Session, owner: Consultation, kind: str, many: int) -> Row:
    """What comes costs what its own text costs: beside one in a consultation where nobody else has written."""
    empty = factories.consultation(session, owner.authority, "tom-hoering")
    session.commit()
    taken = []
    for one in (empty, owner):
        grouping.rebuild(session, factories.settings(), one)
        ids = add(session, one, campaign_of(TEMPLATES * 6)[-40:])
        taken.append(sorted(_timed(partial(_place, session, one_id)) for one_id in ids)[len(ids) // 2])
    work = f"one more letter, {many:,} there"
    met = taken[1] <= 2 * taken[0]
    return Row(work, kind, taken[1] * 1e3, taken[0] * 1e3, "ms", "<= 2", met, "baseline: with 40 there")


def _place(session: Session, response_id: int) -> None:
    grouping.group_response(session, factories.settings(), datetime.now(UTC), response_id=response_id)
    session.commit()


def _acts(session: Session, owner: Consultation, actor: str, kind: str) -> Iterator[Row]:
    """Every group's equal ones in an act, beside the same decisions one by one."""
    now = datetime.now(UTC)
    alone = session.scalars(select(QueueEntry.response_id).order_by(QueueEntry.id.desc()).limit(_SINGLES)).all()
    single = sum(_timed(partial(_decide, session, actor, now, one)) for one in alone) / _SINGLES
    together, taken = 0, 0.0
    for group in group_queries.list_groups(session, owner.id):
        plan = bulk_plans.plan(session, actor, now, group)
        session.commit()
        together += len(plan.together)
        taken += _timed(partial(_act, session, actor, now, group, plan.sign))
    each, most = taken / together, 0.5
    work = f"{together:,} equal responses decided, each"
    detail = f"{taken:.1f} s in {TEMPLATES} acts"
    yield Row(work, kind, each * 1e3, single * 1e3, "ms", f"<= {most}", each <= most * single, detail)


def _act(session: Session, actor: str, now: datetime, group: AnswerGroup, sign: str) -> None:
    bulk.decide(session, actor, now, group, sign, DecisionKind.PUBLISH, seen=True)
    session.commit()


def _decide(session: Session, actor: str, now: datetime, response_id: int) -> None:
    seen = queries.material_of(session, session.get_one(Response, response_id))
    operations.decide(session, actor, now, response_id, seen.decision_seq, 1, DecisionKind.PUBLISH, seen=True)
    session.commit()
