"""Councils, organisations and authorities that are asked, and how each was heard (R9-R12)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import Delivery, PartyBasis, PartyKind, SentBy


class Party(Owned, Base):
    __tablename__ = "party"
    __table_args__ = owned(
        UniqueConstraint("authority_id", "cvr"),
        UniqueConstraint("authority_id", "name"),
    )

    kind: Mapped[PartyKind] = mapped_column(word(PartyKind, "kind"))
    name: Mapped[str]
    cvr: Mapped[str | None]
    email: Mapped[str | None]
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class HeardParty(Owned, Base):
    """A party of one consultation: included, or opted out with a reason; its answering link as a hash."""

    __tablename__ = "heard_party"
    __table_args__ = owned(
        UniqueConstraint("consultation_id", "party_id"),
        CheckConstraint("delivery <> 'sent' OR sent_at IS NOT NULL", name="sent_has_time"),
        CheckConstraint("removed_at IS NULL OR removed_reason IS NOT NULL", name="removed_has_reason"),
        consultation_id="consultation",
        party_id="party",
    )

    consultation_id: Mapped[int]
    party_id: Mapped[int]
    basis: Mapped[PartyBasis] = mapped_column(word(PartyBasis, "basis"))
    legal_ground: Mapped[str] = mapped_column(default="")
    opt_out_reason: Mapped[str | None] = mapped_column(Text)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_by: Mapped[str | None]
    sent_way: Mapped[SentBy | None] = mapped_column(word(SentBy, "sent_way"))
    delivery: Mapped[Delivery] = mapped_column(word(Delivery, "delivery"), default=Delivery.PENDING)
    waived_reason: Mapped[str | None] = mapped_column(Text)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    removed_reason: Mapped[str | None] = mapped_column(Text)

    party: Mapped[Party] = relationship(
        primaryjoin="foreign(HeardParty.party_id) == Party.id", viewonly=True, lazy="joined"
    )
