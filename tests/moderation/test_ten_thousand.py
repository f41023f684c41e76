"""Letters of eight templates with own words by a third as many senders: grouped, counted, decided (issue 5, line 5).

The same at its full size, with its times, is in `make bench BENCH=grouping`.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.models import BulkAct, Decision, QueueEntry
from consultation.moderation import bulk, bulk_plans, group_queries, grouping
from consultation.responses import figures
from consultation.vocabulary import DecisionKind
from tests import factories
from tests.bench.grouping import TEMPLATES, add, campaign_of, counted
from tests.factories import NOW
from tests.moderation.desk import moderator

MANY = 400


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
