"""Checks: what speaks against a payment before anybody is asked.

Owns: their order. Does not own: limits' sums (room issuing), what a decline does (pipeline.py).
Money: none. Source: spec (reasons); docs: Issuing authorizations; their order inferred.
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.authorizations import authorization as authorizations
from pinstripe.products.authorizations import wallet
from pinstripe.products.issuing import card as cards
from pinstripe.products.issuing import cardholder as cardholders
from pinstripe.products.issuing import spending

MOST: Final = 1_000_000
"""At once, in minor units, whatever an account allows. source: docs: Issuing spending controls"""
HIGHEST: Final = "highest"
RULES: Final = tuple(
    (f"allowed_{what}", f"blocked_{what}") for what in ("categories", "merchant_countries", "card_presences")
)
"""What controls name of a shop, its country and the way of paying."""


def refusal(work: Work, authorization: Record, amount: int) -> str | None:
    """Why a request is declined, None if nothing speaks against it. params: amount, what is asked for now"""
    card = authorizations.card_of(work, authorization)
    return (
        of_card(work, card)
        or of_checks(authorization)
        or of_money(work, authorization, amount)
        or of_risk(work, authorization)
    )


def of_card(work: Work, card: Record) -> str | None:
    """The account, the card and whoever holds it. source: spec (reasons)"""
    if work.world.settings.get("issuing", {}).get("disabled"):
        return "account_disabled"
    if card.status == "canceled":
        return "card_canceled"
    if cards.expired(card, work.now):
        return "card_expired"
    if card.status != "active":
        return "card_inactive"
    holder = cards.holder_of(work, card)
    if holder.status != "active":
        return f"cardholder_{holder.status}"
    return "cardholder_verification_required" if cardholders.held_up(holder) else None


def of_checks(authorization: Record) -> str | None:
    """What the merchant was told of the card. source: spec (verification_failed)"""
    checked = authorization.verification_data
    secure = (checked["three_d_secure"] or {}).get("result")
    wrong = "mismatch" in (checked["cvc_check"], checked["expiry_check"]) or secure == "failed"
    return "verification_failed" if wrong else None


def of_money(work: Work, authorization: Record, amount: int) -> str | None:
    """Limits, then money. source: docs: Issuing spending controls"""
    if over_limit(work, authorization, amount):
        return "spending_controls"
    account = authorization.private.get("wallet")
    if account:
        return wallet.refusal(work, account, amount)
    short = amount > work.balance("issuing", authorization.currency)
    return "insufficient_funds" if amount and short else None


def over_limit(work: Work, authorization: Record, amount: int) -> bool:
    """Do the controls of the card or of its holder forbid it?"""
    card = authorizations.card_of(work, authorization)
    holder = cards.holder_of(work, card)
    if authorization.amount + amount > MOST:
        return True
    for record, counter in ((card, cards.root_of(work, card)), (holder, holder)):
        rules = record.spending_controls
        if unwanted(rules, authorization):
            return True
        if not all(fits(work, counter, one, authorization, amount) for one in rules["spending_limits"] or ()):
            return True
    return False


def unwanted(rules: dict[str, Any], authorization: Record) -> bool:
    """Is it a shop, a country or a way of paying that is not allowed?"""
    shop = authorization.merchant_data
    values = shop["category"], shop["country"], authorization.card_presence
    for (allows, blocks), value in zip(RULES, values, strict=True):
        allowed, blocked = rules[allows], rules[blocks]
        if (allowed and value not in allowed) or (blocked and value in blocked):
            return True
    return False


def fits(work: Work, counter: Record, limit: dict[str, Any], authorization: Record, amount: int) -> bool:
    """Is an amount within a limit? One per authorization looks at all of this one. source:
    docs: Issuing spending controls
    """
    category, currency = authorization.merchant_data["category"], authorization.currency
    if limit["interval"] == "per_authorization":
        categories = limit["categories"]
        applies = not categories or category in categories
        return not applies or authorization.amount + amount <= int(limit["amount"])
    return spending.within(counter, limit, amount, category, currency, work.now)


def of_risk(work: Work, authorization: Record) -> str | None:
    """Stripe's own doubts, unless the holder said lately that it is them. source: spec (suspected_fraud,
    verified by fraud challenge)
    """
    if authorization.private.get("risk") != HIGHEST or authorization.verified_by_fraud_challenge:
        return None
    return "suspected_fraud"
