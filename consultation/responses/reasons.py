"""What an author is told of why a response is not shown, until the authority writes it otherwise. Pure."""

from collections.abc import Mapping

from consultation.vocabulary import Language, Reason

_DA, _EN = Language.DANISH, Language.ENGLISH

REASONS: Mapping[Language, Mapping[Reason, str]] = {
    _DA: {
        Reason.PERSON: "Svaret handler om en anden person, som kan genkendes.",
        Reason.SENSITIVE: "Svaret har oplysninger om helbred eller andet meget privat.",
        Reason.PROTECTED: "Du har beskyttelse, og teksten kan vise, hvem du er.",
        Reason.REQUESTED: "Du har bedt om, at svaret ikke bliver vist.",
        Reason.UNLAWFUL: "Svaret kan være ulovligt.",
        Reason.ABUSE: "Svaret truer eller håner nogen.",
        Reason.ADVERT: "Svaret er reklame.",
        Reason.FALSE_SENDER: "Svaret er ikke fra den, der står som afsender.",
        Reason.OFF_TOPIC: "Svaret handler ikke om det, der er i høring.",
        Reason.NOT_CONFIRMED: "Du har ikke bekræftet din e-mailadresse i tide.",
    },
    _EN: {
        Reason.PERSON: "The response concerns another person who can be recognised.",
        Reason.SENSITIVE: "It contains health or other very private information.",
        Reason.PROTECTED: "You are protected, and the text could reveal who you are.",
        Reason.REQUESTED: "You asked us not to show it.",
        Reason.UNLAWFUL: "It may be unlawful.",
        Reason.ABUSE: "It threatens or demeans somebody.",
        Reason.ADVERT: "It is advertising.",
        Reason.FALSE_SENDER: "It is not from the named sender.",
        Reason.OFF_TOPIC: "It is not about what is being consulted on.",
        Reason.NOT_CONFIRMED: "You did not confirm your e-mail address in time.",
    },
}
"""The codes are fixed; each authority may edit the words (reason_texts)."""
