"""The rules for responses that hold at an authority until it has written its own (Markdown). Pure."""

from collections.abc import Mapping

from consultation.vocabulary import Language

_DANISH = """
 Alle svar bliver læst af en medarbejder, før de bliver vist. Vi retter ikke i det, du har skrevet, og vi vælger
ikke svar fra, fordi vi er uenige. Alle svar tæller med, og de, der skal beslutte, får dem alle at læse.

## Det fjerner vi

CPR-numre, telefonnumre, e-mail- og gadeadresser, underskrifter og det, der afslører andres helbred eller private
forhold. Det kan ses i svaret, hvor der er fjernet noget. Filer viser vi som en kopi, hvor det samme er fjernet.

## Det viser vi ikke

Et svar bliver ikke vist, når det

- handler om en anden person, som kan genkendes
- har oplysninger om helbred eller andet meget privat, og de ikke kan fjernes, uden at svaret mister sin mening
- er fra en, der har navne- og adressebeskyttelse og ellers kunne genkendes
- kan være ulovligt, truer eller håner nogen
- er reklame eller ikke er fra den, der står som afsender
- ikke handler om det, der er i høring
- er fra en, der selv har bedt om, at det ikke bliver vist.

Nummeret bliver stående med en kort begrundelse. Gælder en grund for færre end tre svar, står den som “andet”, så
ingen kan gætte, hvem det er.

## Navne

Organisationer, råd og myndigheder står med navn. Hvordan privatpersoner bliver vist, står på høringens side og i
formularen, før du sender. Har du navne- og adressebeskyttelse, viser vi hverken navn eller postnummer.

## Du får besked

Du får at vide, hvad vi har gjort, og hvorfor. Det står på den side, som linket til dit svar fører til, og du får det
på e-mail, hvis vi har din adresse. Er det, du skrev, ikke vist, kan du ofte sende en rettet tekst.

## Du kan klage

Er du uenig i, at dit svar ikke bliver vist, eller at noget er fjernet, kan du klage. Det gør du på siden med dit svar,
eller du ringer eller skriver til os. Klag senest fire uger efter den dag, vi tog stilling. En anden medarbejder end
den, der tog stilling, læser klagen og svarer med en begrundelse.

## Ser du noget, der ikke burde stå der

Opdager du noget på siden, som ikke burde stå der, så ring eller skriv: vi tager det ned med det
samme.
"""
_ENGLISH = """
 Every response is read by a member of staff before it is shown. We do not change what you have written, and we do
not leave responses out because we disagree. All responses count, and those who decide get all of them to read.

## What we remove

Civil registration numbers, telephone numbers, e-mail and street addresses, signatures, and what reveals the health
or private life of others. The response shows where something has been removed. Files are shown as a copy from which
the same is removed.

## What we do not show

A response is not shown when it

- concerns another person who can be recognised
- has information about health or other very private matters that cannot be removed without taking away its meaning
- is from somebody with a protected name and address who could otherwise be recognised
- may be unlawful, or threatens or demeans somebody
- is advertising, or is not from the named sender
- is not about what is being consulted on
- is from somebody who has asked that it is not shown.

The number stays with a short reason. A reason that holds for fewer than three responses stands as “other”, so that
nobody can guess who it is.

## Names

Organisations, councils and authorities are named. How private persons are shown stands on the page of the
consultation, and in the form before you send. If your name and address are protected, we show neither name nor
postcode.

## You are told

You are told what we have done, and why. It stands on the page that the link to your response opens, and you get it by
e-mail if we have your address. If what you wrote is not shown, you can often send a corrected text.

## You can complain

If you disagree that your response is not shown, or that something has been removed, you can complain. You do it on the
page of your response, or you call or write to us. Complain no later than four weeks after the day of the decision.
Another member of staff than the one who decided reads the complaint and answers it with reasons.

## If you see something that should not be there

If you see something on the page that should not be there, call or write: we take it down at once.
"""
DEFAULT: Mapping[Language, str] = {Language.DANISH: _DANISH.strip(), Language.ENGLISH: _ENGLISH.strip()}
