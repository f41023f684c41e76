"""What was adopted in the demo, and that everybody who had answered was told (R47, R48)."""

from datetime import datetime

from consultation.analysis import adopting
from consultation.demo.receiving import Desk
from consultation.notifications import telling
from consultation.vocabulary import Role


def adopt(desk: Desk, at: datetime) -> None:
    """Every draft with the agreed changes in place; the messages are kept, as all of the demo's."""
    who = desk.session, desk.actor(Role.SECRETARY), at, desk.consultation
    adopting.begin_all(*who)
    adopting.publish_ready(*who)
    telling.owe(*who, press="0" * 16)
