"""Refusals of cardholders, cards, designs, tokens and settlements. Wordings are inferred unless a tag says
more.
"""

from __future__ import annotations

from collections.abc import Sequence

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def not_set_up() -> ApiError:
    """An account that may not give out cards. source: recorded: stripe_world"""
    return errors.invalid(
        "Your account is not set up to use Issuing. Please visit "
        "https://dashboard.stripe.com/issuing/overview to get started."
    )


def long_name(limit: int) -> ApiError:
    """A name that does not fit onto a card. source: spec (rule); wording inferred"""
    return errors.invalid(f"The cardholder's name must be at most {limit} characters.", param="name")


def bad_name(param: str) -> ApiError:
    """Digits and signs are not embossed. source: spec (rule); wording inferred"""
    return errors.invalid("Names may not contain any numbers or special characters.", param=param)


def bad_phone() -> ApiError:
    """A number that nobody can be called at. source: spec (E.164); wording inferred"""
    return errors.invalid("The phone number is not valid. It must be in E.164 format.", param="phone_number")


def bad_birth() -> ApiError:
    """No day of any calendar, or one that has not come. source: inferred"""
    return errors.invalid("The date of birth is not a valid date.", param="individual[dob]")


def wrong_half(given: str, kind: str) -> ApiError:
    """A person's facts of a company, or the other way round. source: inferred"""
    return errors.invalid(f"You may not provide `{given}` for a cardholder of type `{kind}`.", param=given)


def blocked(holder: Record, verb: str) -> ApiError:
    """What Stripe blocked, nobody unblocks. source: spec (rule); wording inferred"""
    return errors.invalid("This cardholder is blocked and cannot be updated.", param="status")


def both_ways(kind: str) -> ApiError:
    """What is allowed and what is blocked shut each other out. source: docs: Issuing spending controls"""
    return errors.invalid(
        f"You may only specify one of `allowed_{kind}` and `blocked_{kind}`.",
        param=f"spending_controls[allowed_{kind}]",
    )


def low_limit(place: int) -> ApiError:
    """A limit below nothing. source: inferred"""
    return errors.too_low(0, f"spending_controls[spending_limits][{place}][amount]")


def no_holder() -> ApiError:
    """Somebody has to hold a card. source: inferred"""
    return errors.missing_param("cardholder")


def currency_unknown(currency: str, known: Sequence[str]) -> ApiError:
    """Cards are in three currencies. source: docs: Issuing cards (rule); wording inferred"""
    return errors.invalid(
        f"Cards cannot be issued in {currency}. Supported currencies: {', '.join(known)}.", param="currency"
    )


def other_money(currency: str) -> ApiError:
    """The account does not hold what the card spends. source: inferred"""
    return errors.invalid(
        f"The financial account does not support the card's currency, {currency}.", param="financial_account"
    )


def cards_left(account: Record) -> ApiError:
    """Cards still draw on it. source: docs: Treasury financial accounts (rule); wording inferred"""
    return errors.invalid(
        f"The financial account {account.id} has issued cards that are not canceled and cannot be closed."
    )


def no_shipping() -> ApiError:
    """A card of plastic has to be sent somewhere. source: spec (rule); wording inferred"""
    return errors.missing_param("shipping")


def virtual_only(param: str) -> ApiError:
    """What is not made of plastic is not sent, printed or drawn on. source: inferred"""
    return errors.invalid(f"You may not provide `{param}` for a virtual card.", param=param)


def signature_of_standard() -> ApiError:
    """Ordinary mail is not signed for. source: spec (rule); wording inferred"""
    return errors.invalid(
        "Signatures cannot be required for standard shipping.", param="shipping[require_signature]"
    )


def undeliverable() -> ApiError:
    """An address that no carrier finds. source: spec (validation_and_normalization); wording inferred"""
    return errors.invalid("The shipping address could not be validated.", param="shipping[address]")


def past_due() -> ApiError:
    """Cards wait for what their holder still has to say. source: spec (status of a card); wording inferred"""
    return errors.invalid(
        "This card cannot be activated: its cardholder has outstanding requirements. Please check the "
        "cardholder's `requirements` field.",
        param="status",
    )


def wrong_card_state(card: Record, verb: str) -> ApiError:
    """A card that is canceled stays so. source: spec (canceled is permanent); wording inferred"""
    if card.status == "canceled":
        return errors.invalid("This card is canceled and cannot be updated.", param="status")
    return errors.invalid(f"This card is already {card.status}.", param="status")


def reason_without_end() -> ApiError:
    """A reason to cancel, and no cancellation. source: inferred"""
    return errors.invalid(
        "You may only provide `cancellation_reason` when canceling a card.", param="cancellation_reason"
    )


def wrong_shipping(card: Record, verb: str) -> ApiError:
    """A parcel that is elsewhere. source: inferred"""
    if card.body["type"] != "physical":
        return errors.invalid("This card is virtual, so it is not shipped.")
    return errors.invalid(f"This card's shipping status is {card.shipping['status']}, so it cannot {verb}.")


def not_fulfilled() -> ApiError:
    """Nothing is printed before its design was looked at. source: spec (design in review); wording
    inferred
    """
    return errors.invalid("This card is not fulfilled until its personalization design is active.")


def on_its_way() -> ApiError:
    """What was handed over is not redirected. source: inferred"""
    return errors.invalid(
        "The shipping of a card can only be changed while its status is pending.", param="shipping"
    )


def bad_expiry(param: str) -> ApiError:
    """A month that has gone, or is none. source: inferred"""
    return errors.invalid("The card's expiration date must be a month in the future.", param=param)


def design_unusable(design: Record) -> ApiError:
    """A design that was turned down, or put aside. source: spec (design); wording inferred"""
    return errors.invalid(
        f"The personalization design {design.id} is {design.status} and cannot be used to create cards.",
        param="personalization_design",
    )


def line_refused(feature: str) -> ApiError:
    """The bundle has no second line, or wants one. source: spec (features); wording inferred"""
    if feature == "required":
        return errors.missing_param("second_line")
    return errors.invalid("This card's physical bundle does not support a second line.", param="second_line")


def long_line(limit: int) -> ApiError:
    """More than fits. source: spec (rule); wording inferred"""
    return errors.invalid(f"The second line must be at most {limit} characters.", param="second_line")


def not_replaceable(reason: str, why: str) -> ApiError:
    """A reason that the replaced card does not bear out. source: spec (replacement_reason); wording
    inferred
    """
    return errors.invalid(
        f"The replacement reason `{reason}` cannot be used: {why}.", param="replacement_reason"
    )


def reason_missing() -> ApiError:
    """Why a card is replaced has to be said. source: inferred"""
    return errors.missing_param("replacement_reason")


def no_phone() -> ApiError:
    """Holders of European cards are asked by telephone. source: spec (phone_number); sdk (code); wording
    inferred
    """
    return errors.invalid(
        "The cardholder needs a `phone_number` to have a European card.",
        code="cardholder_phone_number_required",
        param="cardholder",
    )


def version_too_old(version: str) -> ApiError:
    """A helper that older versions do not have. source: spec (rule); wording inferred"""
    return errors.invalid(f"This method requires Stripe version `{version}` or later.")


def replaces_nothing() -> ApiError:
    """A reason, and nothing that is replaced. source: inferred"""
    return errors.missing_param("replacement_for")


def other_holder() -> ApiError:
    """A card is replaced for the one who held it. source: inferred"""
    return errors.invalid("A replacement card must have the same cardholder.", param="cardholder")


def key_taken(key: str) -> ApiError:
    """Another design has it. source: spec (rule); wording inferred"""
    return errors.invalid(
        f"A personalization design already uses the lookup key `{key}`. Set `transfer_lookup_key` to true to "
        "move it.",
        param="lookup_key",
    )


def transfer_of_nothing() -> ApiError:
    """A key has to be named to be moved. source: inferred"""
    return errors.missing_param("lookup_key")


def no_logo(purpose: str) -> ApiError:
    """A file that was uploaded for something else. source: spec (card_logo); wording inferred"""
    return errors.invalid(
        f"The file uploaded as the card logo must have the purpose `issuing_logo`, not `{purpose}`.",
        param="card_logo",
    )


def feature_refused(feature: str, name: str) -> ApiError:
    """What a bundle wants, or cannot have. source: spec (features); wording inferred"""
    if feature == "required":
        return errors.missing_param(name)
    return errors.invalid(f"This physical bundle does not support `{name}`.", param=name)


def bundle_unusable(bundle: Record) -> ApiError:
    """A bundle that nobody prints any more. source: inferred"""
    return errors.invalid(f"The physical bundle {bundle.id} is {bundle.status}.", param="physical_bundle")


def wrong_design_state(design: Record, verb: str) -> ApiError:
    """A design that was turned down already. source: inferred"""
    return errors.invalid(f"This personalization design is {design.status}, so you cannot {verb} it.")


def wrong_token_state(token: Record, verb: str) -> ApiError:
    """A token that is gone, or is as wanted. source: spec (status); wording inferred"""
    return errors.invalid(f"This token is {token.status}, so you cannot {verb} it.", param="status")


def unfit_for_wallet(why: str) -> ApiError:
    """A card that no wallet takes. source: inferred"""
    return errors.invalid(f"This card cannot be added to a wallet: {why}.", param="card")


def settled(settlement: Record, verb: str) -> ApiError:
    """It is complete already. source: inferred"""
    return errors.invalid("This settlement is already complete.")


def wrong_transfer(currency: str, kind: str) -> ApiError:
    """Euros do not come by pounds' ways. source: docs: Issuing balance; wording inferred"""
    return errors.invalid(
        f"The Issuing balance in {currency} cannot be funded by {kind}.", param="bank_transfer[type]"
    )
