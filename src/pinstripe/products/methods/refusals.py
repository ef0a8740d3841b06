"""Refusals of payment methods, tokens and sources, in Stripe's words where they are known."""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record
from pinstripe.networks.banks import checks as bank_checks
from pinstripe.networks.cards.checks import Refusal
from pinstripe.networks.port import Reply


def consumed_method() -> ApiError:
    """Used once without being kept. source: recorded: gumroad"""
    return errors.invalid(
        "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, "
        "shared "
        "with a connected account without Customer attachment, or was detached from a Customer. It may not "
        "be used "
        "again. To use a PaymentMethod multiple times, you must attach it to a Customer first."
    )


def attached_elsewhere() -> ApiError:
    """It has a customer already. source: recorded: stripe_world, openfoodnetwork"""
    return errors.invalid("The payment method you provided has already been attached to a customer.")


def not_attached() -> ApiError:
    """There is nothing to detach it from. source: docs: payment methods (text from memory)"""
    return errors.invalid(
        "The payment method you provided is not attached to a customer so detachment is impossible."
    )


def needs_attachment() -> ApiError:
    """Only a kept method can be changed. source: recorded: omnipay-stripe, issue reports"""
    return errors.invalid("You must save this PaymentMethod to a customer before you can update it.")


def no_country(kind: str) -> ApiError:
    """It is sold in some countries alone. source: recorded: stripe-android; its parameter inferred"""
    return errors.invalid(
        f"You must provide `billing_details[address][country]` to use {kind.title().replace('_', ' ')}.",
        param="billing_details[address][country]",
    )


def used_token(token: str) -> ApiError:
    """Tokens are good for one use. source: docs: tokens (text from memory)"""
    return errors.invalid(
        f"You cannot use a Stripe token more than once: {token}.", code="token_already_used"
    )


def bad_bank_account(fault: bank_checks.Refusal, param: str) -> ApiError:
    """Numbers of a bank account that are not for tests. source: recorded: gumroad"""
    return errors.invalid(fault.message, code=fault.code, param=f"{param}[{fault.param}]")


def not_a_card(token: str, param: str) -> ApiError:
    """A token of a person or of an account pays nothing. source: inferred"""
    return errors.invalid(f"The token {token} does not stand for a card.", param=param)


def bank_needs_customer(param: str) -> ApiError:
    """A bank account is debited for the customer who has shown that it is theirs.

    source: docs: ACH Direct Debit (rule); wording inferred
    """
    return errors.invalid(
        "A bank account can only be charged as a source of a customer: attach it to one, and verify it.",
        param=param,
    )


def unverified(method: str) -> ApiError:
    """A bank account that was typed in is kept once its owner is known: by a SetupIntent.

    source: recorded: issue reports (rule); wording inferred
    """
    return errors.invalid(
        f"The PaymentMethod {method} is an unverified US bank account and cannot be attached to a Customer. "
        "Confirm a SetupIntent or PaymentIntent with it to verify it.",
        param="payment_method",
    )


def not_a_bank(method: str) -> ApiError:
    """Only an account at a US bank can be a token. source: docs: API reference (tokens); wording inferred"""
    return errors.invalid(
        f"The payment method {method} is not of type us_bank_account.", param="bank_account[payment_method]"
    )


def other_bank(method: str) -> ApiError:
    """What is said beside a payment method must be true of it. source: inferred"""
    return errors.invalid(
        f"The account number or country is not the one of the payment method {method}.",
        param="bank_account[payment_method]",
    )


def not_a_us_account(country: str, param: str) -> ApiError:
    """Only accounts in the US are sources. source: docs: ACH Direct Debit (rule); wording inferred"""
    return errors.invalid(
        f"Bank accounts in {country} cannot be attached to a customer: only those in US can.",
        param=f"{param}[country]",
    )


def bank_account_exists() -> ApiError:
    """A customer has an account once. source: docs: error codes (code); wording from memory"""
    return errors.invalid(
        "A bank account with that routing number and account number already exists for this customer.",
        code="bank_account_exists",
    )


def verified_already() -> ApiError:
    """Once is enough. source: inferred (text from memory)"""
    return errors.invalid("This bank account has already been verified.")


def wrong_deposits() -> ApiError:
    """Not the amounts that came. source: recorded: stripe-node issue 435 (text, code)"""
    return errors.card_error(
        "The amounts provided do not match the amounts that were sent to the bank account.",
        code="bank_account_verification_failed",
        param=None,
    )


def no_more_deposits(*, exceeded: bool) -> ApiError:
    """The account stays unproven. source: docs: error codes (code); wording inferred"""
    why = "too many wrong amounts were named" if exceeded else "the deposits were not confirmed"
    return errors.card_error(
        f"This bank account cannot be verified: {why}. Delete it, and attach it again to try once more.",
        code="bank_account_verification_failed",
        param=None,
    )


def source_in_wrong_state(source: Record, verb: str) -> ApiError:
    """A source that is used up, or that nobody agreed to. source: inferred (text from memory)"""
    return errors.invalid(
        "The source you provided is not in a chargeable state."
        if verb == "charge"
        else f"The source {source.id} has the status {source.status} and cannot be used.",
        param="source",
    )


def source_elsewhere() -> ApiError:
    """It has a customer already. source: inferred"""
    return errors.invalid("The source you provided has already been attached to a customer.", param="source")


def empty_token() -> ApiError:
    """A token of nothing. source: recorded: ezet/stripe-sdk issue 21 (text); issue reports (code)"""
    return errors.invalid(
        "You must supply either a card, customer, PII data, bank account, or account legal entity to create "
        "a token. If you're making this request with a library, be sure to pass all of the required "
        "parameters for creating a token. If you're making this request manually, be sure your POST "
        "parameters begin with the token type. For example, a PII token would require "
        "`pii[personal_id_number]`, while an account token would require a parameter beginning with "
        "`account[legal_entity]`. See the API reference for more information: "
        "https://stripe.com/docs/api#token_object",
        code="parameter_missing",
    )


def source_without_object() -> ApiError:
    """Nobody knows what the hash describes. source: recorded: stripe-dotnet issue 360 (text)"""
    return errors.invalid(
        "The source hash must include an 'object' key indicating what type of source to create.",
        param="source",
    )


def bad_card(fault: Refusal) -> ApiError:
    """Card data that no bank was asked about. source: docs: testing"""
    return errors.card_error(
        fault.message, code=fault.code, decline_code=fault.decline_code, param=fault.param
    )


def not_kept(reply: Reply) -> ApiError:
    """The bank would not have the card kept: nothing happened. source: recorded: gumroad, openfoodnetwork"""
    return errors.card_error(
        reply.message or "",
        code=reply.code or "card_declined",
        decline_code=reply.decline_code,
        param=reply.param or "",
        advice_code=reply.advice_code,
        network_advice_code=reply.network_advice_code,
        network_decline_code=reply.network_decline_code,
    )


def not_the_customers(method: str, param: str) -> ApiError:
    """A default is one of the customer's own methods. source: docs: error codes (code); inferred (wording)"""
    return errors.invalid(
        f"The customer does not have a payment method with the ID {method}. The payment method must be "
        "attached to the customer.",
        code="resource_missing",
        param=param,
    )


def not_reusable(kind: str) -> ApiError:
    """A kind that is used once and kept by nobody. source: docs: payment methods (rule); wording inferred"""
    return errors.invalid(f"Payment methods of type `{kind}` cannot be attached to a customer.")


def no_mandate(intent: str = "PaymentIntent", **carried: Any) -> ApiError:
    """Who debits an account later needs its owner's consent. params: carried, the intent, as errors show it.
    source: docs: mandates; text quoted in code of integrators
    """
    return errors.invalid(
        f"This {intent} requires a mandate, but no existing mandate was found. Collect "
        "mandate acceptance from the customer and try again, providing acceptance data in the mandate_data "
        "parameter.",
        param="mandate_data",
        **carried,
    )


def bad_numbers(why: bank_checks.Refusal, where: str) -> ApiError:
    """No bank has this account. params: where: the path of its hash.
    source: recorded: gumroad (account numbers)
    """
    return errors.invalid(why.message, code=why.code, param=f"{where}[{why.param}]")


def unusable_account(where: str) -> ApiError:
    """A bank account that cannot be debited. source: docs: testing, error codes; inferred: wording"""
    return errors.invalid(
        "The bank account cannot be used to make payments. Use another one.",
        code="bank_account_unusable",
        param=where,
    )


def not_connected() -> ApiError:
    """Copies are made for connected accounts. source: docs: Connect (rule); wording inferred"""
    return errors.invalid(
        "You can only share a customer's payment details with a connected account: make this request on its "
        "behalf, with the Stripe-Account header."
    )


def customer_for_clone() -> ApiError:
    """Whoever copies a customer's method says whose it is.
    source: recorded: issue reports; wording inferred
    """
    return errors.invalid(
        "The payment method you provided is attached to a customer so for security purposes you must provide "
        "the customer in the request.",
        param="customer",
    )


def nothing_to_share(customer: str) -> ApiError:
    """A customer who keeps no card. source: inferred"""
    return errors.invalid(
        f"The customer {customer} has no card that could be shared with a connected account.",
        param="customer",
    )


def no_card(method: str) -> ApiError:
    """Tokens are of cards. source: inferred"""
    return errors.invalid(f"The payment method {method} is not a card.")


def nothing_copied(param: str) -> ApiError:
    """A customer is named where a method is copied, with a secret key.
    source: spec (rule); wording inferred
    """
    return errors.invalid(
        f"`{param}` can only be used to copy a customer's payment method to a connected account, with both "
        "`customer` and `payment_method` and a secret key.",
        param=param,
    )


def another_type(kind: str, given: str) -> ApiError:
    """What is to change is of another type of method. source: inferred"""
    return errors.invalid(f"A PaymentMethod of type {kind} has no {given}.", param=given)


def no_such_plan() -> ApiError:
    """The card's bank lets nobody pay that way. source: spec (rule); wording inferred"""
    return errors.invalid(
        "The installment plan that you selected is not available for this payment. Choose one of the "
        "PaymentIntent's `payment_method_options[card][installments][available_plans]`.",
        param="payment_method_options[card][installments][plan]",
    )


def bad_cryptogram(param: str) -> ApiError:
    """No authentication ends with that. source: docs: Import 3D Secure results (rule); wording inferred"""
    return errors.invalid(
        "Invalid cryptogram: it must be 20 bytes that are encoded as a Base64 string of 28 characters.",
        param=param,
    )


def network_unnamed(param: str) -> ApiError:
    """A network's own fields are for payments over it. source: spec (rule); wording inferred"""
    return errors.invalid(
        "Network specific arguments require an explicit card brand choice: set "
        "`payment_method_options[card][network]` accordingly.",
        param=param,
    )


def unlike_exemptions(param: str) -> ApiError:
    """Two words for an exemption that contradict each other. source: docs: Import 3D Secure results (rule);
    wording inferred
    """
    return errors.invalid(
        "The exemption in `cb_exemption` does not match `exemption_indicator`.",
        param=param,
    )


def cvc_recollected() -> ApiError:
    """A kept card's security code is to be said again. source: spec (rule); wording inferred"""
    return errors.invalid(
        "This PaymentIntent requires the CVC of the saved card to be collected again. Provide it as "
        "`payment_method_options[card][cvc_token]`.",
        param="payment_method_options[card][cvc_token]",
    )


def moto_on_session() -> ApiError:
    """Whoever reads a card out on the phone is not there. source: sdk (9.12.0, the parameter); its
    words as issue reports quote them
    """
    return errors.invalid(
        "payment_method_options[card][moto] can be set to true only when setup_future_usage is either "
        "offsession or null",
        param="payment_method_options[card][moto]",
    )


def plan_too_early() -> ApiError:
    """A plan is for one try. source: spec (rule); wording inferred"""
    return errors.invalid(
        "`payment_method_options[card][installments][plan]` can only be provided when you confirm the "
        "PaymentIntent.",
        param="payment_method_options[card][installments][plan]",
    )


def bad_prefix(where: str) -> ApiError:
    """What a mandate's reference begins with is short and plain. source: spec (rule); inferred (wording)"""
    return errors.invalid(
        "Mandate reference prefixes have at most 12 characters: uppercase letters, numbers, spaces, or one "
        "of `/_-&.`. They may not begin with `DDIC` or `STRIPE`.",
        param=where,
    )


def bad_target_date(where: str, soonest: int, latest: int) -> ApiError:
    """A debit is sent within days that are known. source: spec (rule); wording inferred"""
    return errors.invalid(
        "The target date must be a date in the format YYYY-MM-DD, in the future and between "
        f"{soonest} and {latest} calendar days from now.",
        param=where,
    )


def not_a_day(where: str) -> ApiError:
    """A day is written in one way. source: spec (format); wording inferred"""
    return errors.invalid("Dates must be in the format YYYY-MM-DD.", param=where)


def ends_first(where: str) -> ApiError:
    """What is agreed to ends after it begins. source: spec (rule); wording inferred"""
    return errors.invalid("The end date of a mandate must be after its start date.", param=where)


def undescribed_interval(where: str) -> ApiError:
    """Whoever agrees to debits at intervals reads what these are. source: spec (rule); wording inferred"""
    return errors.invalid(
        "An `interval_description` is required where `payment_schedule` is `interval` or `combined`.",
        param=where,
    )
