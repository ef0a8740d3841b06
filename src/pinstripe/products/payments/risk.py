"""Rules of Radar in a payment's way: what is known of it, and what the network is told.

Owns: values of a payment's attributes. Does not own: rules and lists (radar), risk (networks/cards).
Money: none.
Where an account has no rules, nothing is looked up. Source: docs: Radar (attributes, from memory); inferred.
"""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any, NamedTuple

from pinstripe import currencies
from pinstripe.clock.calendar import DAY
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.networks.port import ALL_RULES
from pinstripe.products.payments import exchange
from pinstripe.products.radar import verdict
from pinstripe.products.radar.language import COUNTS

HOUR = 3600
PERIODS = {"hourly": HOUR, "daily": DAY, "weekly": 7 * DAY, "all_time": None}
STANDING = {
    "authorized": ("authorized", "manual_review"),
    "blocked": ("blocked",),
    "declined": ("issuer_declined",),
}
"""Types of outcomes that count. source: docs: Radar (from memory)"""
DISPOSABLE = frozenset("guerrillamail.com mailinator.com sharklasers.com trashmail.com yopmail.com".split())
"""source: inferred"""
CHECKED = {
    "cvc_check": "cvc_check",
    "address_zip_check": "address_postal_code_check",
    "address_line1_check": "address_line1_check",
}


class Payment(NamedTuple):
    """A payment by card that is about to be asked for. body: what the intent, or the request, says"""

    body: Any
    method: Record
    known: TestCard
    amount: int
    currency: str
    off_session: bool
    reference: str


def asked(work: Work, payment: Payment, request: str) -> dict[str, Any]:
    """What the network is told of the account's rules. params: request, whether the holder is asked anyway

    gives: arguments of its question. source: docs: Radar
    """
    rules = ALL_RULES | {"review"} if work.world.settings.get("review") else ALL_RULES
    plain = {"rules": rules, "request_three_d_secure": request}
    if not verdict.any_rules(work):
        return plain
    said = verdict.decide(work, Known(work, payment))
    if said.secure and request == "automatic":
        plain["request_three_d_secure"] = "any"
    match said.action:
        case "block":
            return {**plain, "rules": rules | {"block"}, "rule": said.rule}
        case "allow":
            return {**plain, "rules": frozenset()}
        case "review":
            return {**plain, "rule": said.rule}
    return plain


class Known:
    """What rules may ask of a payment."""

    def __init__(self, work: Work, payment: Payment) -> None:
        self.work, self.payment = work, payment

    @property
    def customer(self) -> Record | None:
        """Who pays."""
        key = self.payment.body.get("customer") or self.payment.method.customer
        return self.work.peek(key, "customer") if key else None

    @property
    def email(self) -> str | None:
        """Under which address."""
        billing = self.payment.method.billing_details["email"]
        customer = self.customer
        found: str | None = self.payment.body.get("receipt_email") or billing
        return found or (customer.email if customer is not None else None)

    def note(self, name: str, of_customer: bool) -> str | None:
        """A value of metadata. source: docs: Radar"""
        customer = self.customer
        notes = (customer.metadata if customer else {}) if of_customer else self.payment.body.get("metadata")
        found: str | None = (notes or {}).get(name)
        return found

    def attribute(self, name: str) -> Any:
        """The value of an attribute, None where it is missing. source: docs: Radar"""
        payment, card = self.payment, self.payment.method.body[self.payment.method.body["type"]]
        if name.startswith("amount_in_"):
            return amount_in(payment, name.removeprefix("amount_in_"))
        if name in CHECKED:
            return ((card.get("checks") or {}).get(CHECKED[name])) and self.check(name)
        if name.startswith(("billing_address", "shipping_address")):
            return self.address(name)
        if (count := COUNTS.fullmatch(name)) is not None:
            return self.count(*count.groups())
        match name:
            case "currency":
                return payment.currency
            case "card_bin":
                return payment.known.number[:6]
            case "card_brand" | "card_country" | "card_fingerprint" | "card_funding":
                return card.get(name.removeprefix("card_"))
            case "risk_level" | "risk_score":
                found = self.work.network("cards").risk(payment.known, payment.reference)
                return found[name == "risk_score"]
            case "customer":
                customer = self.customer
                return customer.id if customer is not None else None
            case "email":
                return self.email
            case "email_domain" | "is_disposable_email":
                domain = (self.email or "").rpartition("@")[2].lower() or None
                return domain if name == "email_domain" else domain in DISPOSABLE
            case "is_off_session":
                return payment.off_session
            case "is_recurring":
                return payment.body.get("setup_future_usage") == "off_session"
            case "charge_description":
                return payment.body.get("description")
            case "statement_descriptor":
                return payment.body.get("statement_descriptor")
            case "ip_address":
                return (payment.method.private.get("ip") or self.work.client) or None
        return None

    def check(self, name: str) -> str | None:
        """What the bank is going to say of what was given; test cards make no secret of it."""
        known = self.payment.known
        return {"cvc_check": known.cvc, "address_zip_check": known.postal}.get(name, known.line1)

    def address(self, name: str) -> str | None:
        """A part of an address, or its first line."""
        owner, _, part = name.partition("_address")
        holder = (
            self.payment.method.billing_details if owner == "billing" else self.payment.body.get("shipping")
        )
        address = (holder or {}).get("address") or {}
        found: str | None = address.get(part.removeprefix("_") or "line1")
        return found

    def count(self, how: str, whose: str, period: str) -> int:
        """Charges of the same card, customer or address in a while, without this one."""
        since = PERIODS[period]
        kinds = STANDING.get(how)
        customer = self.customer
        mine = {
            "card_number": self.attribute("card_fingerprint"),
            "customer": customer.id if customer else None,
            "email": self.email,
        }
        found = 0
        for charge in self.work.each("charge"):
            if since is not None and charge.created <= self.work.now - since:
                break
            details = charge.payment_method_details or {}
            theirs = {
                "card_number": (details.get(details.get("type")) or {}).get("fingerprint"),
                "customer": charge.customer,
                "email": charge.receipt_email or charge.billing_details["email"],
            }
            if mine[whose] is None or theirs[whose] != mine[whose]:
                continue
            found += kinds is None or (charge.outcome or {}).get("type") in kinds
        return found


def amount_in(payment: Payment, currency: str) -> Decimal:
    """The amount in another currency, in its whole units. source: docs: Radar"""
    worth = Context(prec=28).divide(exchange.PER_DOLLAR[currency], exchange.PER_DOLLAR[payment.currency])
    return Decimal(payment.amount).scaleb(-currencies.decimals(payment.currency)) * worth
