"""Pure decisions about heard parties."""

from consultation.vocabulary import Delivery, PartyBasis


def is_settled(delivery: Delivery, waived_reason: str | None) -> bool:
    """Whether a party has been reached, or waived with a reason (R11)."""
    return delivery in {Delivery.SENT, Delivery.DELIVERED} or bool((waived_reason or "").strip())


def is_alarming(basis: PartyBasis, delivery: Delivery, waived_reason: str | None) -> bool:
    """A failed delivery to a statutory party stays red until it is sent again or waived (R11)."""
    return basis is PartyBasis.STATUTORY and delivery is Delivery.FAILED and not is_settled(delivery, waived_reason)
