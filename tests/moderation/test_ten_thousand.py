"""Letters of eight templates with own words by a third as many senders: grouped, counted, decided (issue 5, line 5).

The same at its full size, with its times, is in `make bench BENCH=grouping`.
"""

from collections import Counter

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.models import Audit, BulkAct, Decision, QueueEntry
from consultation.moderation import bulk, bulk_plans, group_queries, grouping
from consultation.moderation.bulk_plans import Apart
from consultation.responses import figures
from consultation.vocabulary import Capacity, DecisionKind
from tests import factories, samples
from tests.bench.grouping import TEMPLATES, add, campaign_of, counted
from tests.factories import NOW
from tests.moderation import attached
from tests.moderation.desk import CPR, moderator, received

MANY = 400
LETTER = "Vi vil have tolv uger til alle, og vi vil have det skrevet ind i kvalitetsstandarden, så enhver kan se det."


def test_R39_eight_campaigns_are_eight_groups_counted_right_and_each_decided_in_one_act(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    actor = moderator(session, owner)
    letters = campaign_of(MANY)
    add(session, owner, letters)
    grouping.rebuild(session, factories.settings(), owner)
    session.commit()
    assert counted(session, owner, letters)
    equal = 0
    for group in group_queries.list_groups(session, owner.id):
        plan = bulk_plans.plan(session, actor, NOW, group)
        bulk.decide(session, actor, NOW, group, plan.sign, DecisionKind.PUBLISH, seen=True)
        equal += len(plan.together)
        assert len(plan.together) + len(plan.apart) == group.responses
    session.commit()
    assert count(session, BulkAct) == TEMPLATES
    assert count(session, Decision) == equal == figures.read(session, owner.id)["on_time.published"]
    assert count(session, QueueEntry) == MANY - equal


def count(session: Session, model: type[object]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_U24_a_thousand_letters_in_one_act_are_949_decisions(app: Flask, store: Session) -> None:
    """43 have words of their own, 6 a protected sender or a finding beside the text, 2 a file: those wait."""
    owner = factories.consultation(store, factories.authority(store))
    actor = moderator(store, owner)
    own = [f"{LETTER} Hos os har vi ventet i {weeks} uger nu." for weeks in range(10, 53)]
    letters = [(text, f"Prøve {at % 979}") for at, text in enumerate([LETTER] * 949 + own)]
    add(store, owner, letters)
    for at in range(3):
        received(store, owner, LETTER, sender=factories.sender(name=f"Prøve Skjult {at}", protected=True))
        shown = factories.sender(capacity=Capacity.ORGANISATION, organisation=f"Forening {at}: {CPR}")
        received(store, owner, LETTER, sender=shown)
    for at in range(2):
        attached.received(
            app, store, owner, {"a.pdf": samples.pdf()}, LETTER, sender=factories.sender(name=f"Fil {at}")
        )
    grouping.rebuild(store, factories.settings(), owner)
    store.commit()
    (group,) = group_queries.list_groups(store, owner.id)
    assert (group.responses, group.senders, group.identical) == (1_000, 987, 957)
    plan = bulk_plans.plan(store, actor, NOW, group)
    assert Counter(plan.apart.values()) == {Apart.OWN_WORDS: 43, Apart.PROTECTED: 3, Apart.FINDINGS: 3, Apart.FILES: 2}
    bulk.decide(store, actor, NOW, group, plan.sign, DecisionKind.PUBLISH, seen=True)
    store.commit()
    assert count(store, Decision) == 949
    assert store.scalar(select(func.count()).where(Audit.event == "decision.made")) == 949
    assert count(store, QueueEntry) == 51
    (group,) = group_queries.list_groups(store, owner.id)
    assert (group.responses, group.senders, group.identical) == (1_000, 987, 957)
    counts = figures.read(store, owner.id)
    assert (counts["on_time.published"], counts["on_time.awaiting"]) == (949, 51)
