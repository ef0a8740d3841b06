"""A card network that answers from the published test numbers, the world's seed and nothing else.

Owns: what each behaviour of numbers.py leads to, chance by reference, forced outcomes and outages.
Does not own: records, time (slow answers come back as `later`, for a job), money.
Source: docs: testing; recorded: gumroad (checks, challenges), openfoodnetwork (declines), liberapay (3063).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, ClassVar, Final, assert_never, cast

from pinstripe.networks.cards import checks
from pinstripe.networks.cards.behaviour import (
    AUTHENTICATION,
    DISPUTES,
    MASTERCARD_REASONS,
    PROTECTED,
    Authentication,
    need,
)
from pinstripe.networks.cards.declines import decline
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.networks.port import (
    ALL_RULES,
    Authorized,
    Captured,
    Decline,
    DisputeNotice,
    Outcome,
    Refunded,
    Reply,
    Settlement,
    Verified,
)
from pinstripe.networks.simulator import Simulator

RISK_SCORES: Final = {"normal": (0, 65), "elevated": (65, 10), "highest": (75, 25)}
"""First score and number of scores. source: recorded: gumroad (0 to 64); docs: Radar for the others"""

REFUND_DELAY_SECONDS: Final = 5
"""Between the first and the second word on a refund that does not settle at once. source: inferred"""

AUTHENTICATED: Final = {
    "challenge": ("challenge", "authenticated", None),
    "frictionless": ("frictionless", "authenticated", None),
    "attempt": (None, "attempt_acknowledged", None),
    "fail": (None, "processing_error", "protocol_error"),
    "unsupported": (None, "not_supported", "card_not_enrolled"),
}
"""How authentication went, where it ran at all: its flow, its result, and the reason of that."""

RULE_DECLINES: Final = (
    ("cvc", "cvc_check", "incorrect_cvc"),
    ("postal", "address_postal_code_check", "incorrect_zip"),
)


class CardNetwork(Simulator):
    """A world's card network."""

    SALT = "card"
    OUTCOMES: ClassVar[Mapping[str, type[StrEnum]]] = {
        "authorize": Authorized,
        "verify": Verified,
        "capture": Captured,
        "refund": Refunded,
    }
    # An unreachable bank reads to a merchant as a processing error, and money waits.
    OUTAGE: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "authorize": {"outcome": "declined", "decline_code": "processing_error"},
        "verify": {"outcome": "declined", "decline_code": "processing_error"},
        "capture": {"outcome": "pending"},
        "refund": {"outcome": "pending"},
    }

    # -- questions -------------------------------------------------------------------------------------

    def authorize(
        self,
        card: TestCard,
        amount: int,
        currency: str,
        *,
        off_session: bool,
        reference: str,
        authenticated: bool = False,
        set_up: bool = False,
        cvc_given: bool = False,
        postal_given: bool = False,
        line1_given: bool = False,
        saving: bool = False,
        request_three_d_secure: str = "automatic",
        rules: frozenset[str] = ALL_RULES,
    ) -> Reply[Authorized]:
        """May this amount be taken? Risk first, then the holder, then the bank, then the account's rules.

        set_up: the card was set up for later use before. saving: this payment does so. reference: names the
        attempt, the same reference is answered alike. source: docs: testing; order inferred
        """
        base = self._base(card, reference, checks.results(card, cvc_given, postal_given, line1_given))
        forced = self.forced("authorize")
        if forced is not None:
            return self._as_forced(base, card, reference, forced)
        if card.radar == "blocked" or (base.risk_level == "highest" and "highest" in rules):
            return _blocked(base)
        asked = AUTHENTICATION[card.authentication]
        step = need(asked, "saving" if saving else "", off_session, set_up, request_three_d_secure)
        if step == "challenge" and not authenticated:
            return replace(base, outcome=Authorized.CHALLENGED)
        if step in ("refuse", "fail"):
            return self._refused(base, card, reference, step, asked)
        secure = self._three_d_secure(card, reference, "challenge" if authenticated else step)
        if secure is not None:
            base = replace(base, three_d_secure=secure)
        if card.decline and (cvc_given or not card.decline_needs_cvc):
            return _declined(base, card.decline)
        for rule, check, code in RULE_DECLINES:
            if rule in rules and base.checks is not None and base.checks[check] == "fail":
                return _blocked_by_rule(base, code)
        return self._approved(base, card, reference, authenticated=authenticated, review="review" in rules)

    def verify(
        self,
        card: TestCard,
        *,
        purpose: str,
        reference: str,
        authenticated: bool = False,
        cvc_given: bool = False,
        postal_given: bool = False,
        line1_given: bool = False,
        request_three_d_secure: str = "automatic",
        rules: frozenset[str] = ALL_RULES,
    ) -> Reply[Verified]:
        """Is the card good for `attach` or `setup`? Only a setup may ask for its holder.

        source: recorded: gumroad-3ae0f7c014, gumroad-e2009944e6 (attach), gumroad-ad2b110210 (setup)
        """
        base = self._base(card, reference, checks.results(card, cvc_given, postal_given, line1_given))
        forced = self.forced("verify")
        if forced is not None:
            return as_verified(self._as_forced(base, card, reference, forced))
        if purpose == "setup":
            asked = AUTHENTICATION[card.authentication]
            step = need(asked, "setup", False, False, request_three_d_secure)
            if step == "challenge" and not authenticated:
                return as_verified(replace(base, outcome=Authorized.CHALLENGED))
            if step == "fail":
                return as_verified(self._refused(base, card, reference, step, asked))
        else:
            step = "pass"
        secure = self._three_d_secure(card, reference, "challenge" if authenticated else step)
        if secure is not None:
            base = replace(base, three_d_secure=secure)
        if card.attach_declines and (cvc_given or not card.decline_needs_cvc):
            return as_verified(_declined(base, card.decline))
        for rule, check, code in RULE_DECLINES:
            if rule in rules and base.checks is not None and base.checks[check] == "fail":
                return as_verified(_declined(base, code))
        return as_verified(base)

    def capture(self, card: TestCard, amount: int, currency: str, *, reference: str) -> Settlement[Captured]:
        """Take what was authorized: always possible with test cards. source: docs: testing"""
        forced = self.forced("capture") or {"outcome": "succeeded"}
        return self._settled(Captured(forced["outcome"]), reference, forced)

    def refund(self, card: TestCard, amount: int, currency: str, *, reference: str) -> Settlement[Refunded]:
        """Give money back: at once, later, or in vain. source: docs: testing (refunds)"""
        forced = self.forced("refund") or {"outcome": card.refund}
        return self._settled(Refunded(forced["outcome"]), reference, forced)

    def disputes_after(self, card: TestCard, *, authenticated: bool = False) -> tuple[DisputeNotice, ...]:
        """What the holder disputes once the money was taken; not before, even if it was authorized.

        source: docs: testing; recorded: gumroad (reason codes, delay of about a second)
        """
        notices = []
        for kind in card.disputes:
            if authenticated and kind in PROTECTED:
                continue
            notice = DISPUTES[kind]
            if card.brand == "mastercard":
                reason = MASTERCARD_REASONS.get(notice.network_reason_code, notice.network_reason_code)
                notice = replace(notice, network_reason_code=reason, eligibility=())
            notices.append(notice)
        return tuple(notices)

    # -- answers ---------------------------------------------------------------------------------------

    def _as_forced(
        self, base: Reply[Authorized], card: TestCard, reference: str, forced: Mapping[str, Any]
    ) -> Reply[Authorized]:
        outcome = Authorized(forced["outcome"])
        match outcome:
            case Authorized.APPROVED:
                return self._approved(base, card, reference, authenticated=False, review=False)
            case Authorized.DECLINED:
                return _declined(base, forced.get("decline_code", "generic_decline"))
            case Authorized.CHALLENGED:
                return replace(base, outcome=outcome)
            case Authorized.BLOCKED:
                return _blocked(base)
            case never:
                assert_never(never)

    def _base(self, card: TestCard, reference: str, found: dict[str, str | None]) -> Reply[Authorized]:
        level = "highest" if card.radar == "blocked" else card.radar
        lowest, count = RISK_SCORES[level]
        return Reply(
            outcome=Authorized.APPROVED,
            risk_level=level,
            risk_score=lowest + self.chance("risk", reference, count),
            checks=found,
            network_transaction_id=str(10**14 + self.chance("transaction", reference, 9 * 10**14)),
        )

    def _approved(
        self, base: Reply[Authorized], card: TestCard, reference: str, *, authenticated: bool, review: bool
    ) -> Reply[Authorized]:
        return replace(
            base,
            outcome=Authorized.APPROVED,
            charge_outcome=_in_review(base) if review and base.risk_level == "elevated" else _paid(base),
            authorization_code=f"{self.chance('authorization', reference, 10**6):06d}",
            available_immediately=card.bypass_pending,
            disputes=self.disputes_after(card, authenticated=authenticated),
            fraud_warning=None if authenticated else card.fraud_warning or None,
            refund_behaviour=Refunded(card.refund),
        )

    def _refused(
        self, base: Reply[Authorized], card: TestCard, reference: str, step: str, asked: Authentication
    ) -> Reply[Authorized]:
        """Authentication was needed and could not be had, or broke. source: docs: testing"""
        if step == "fail":
            base = replace(base, three_d_secure=self._three_d_secure(card, reference, "fail"))
        return _declined(base, asked.refused_with)

    def _settled(self, outcome: Outcome, reference: str, forced: Mapping[str, Any]) -> Settlement[Outcome]:
        number = f"{self.chance('reference', reference, 10**16):016d}"
        if outcome == "pending":
            return Settlement(outcome, "succeeded", REFUND_DELAY_SECONDS, None, "processing", number)
        if outcome == "failed_later":
            reason = forced.get("failure_reason", "expired_or_canceled_card")
            return Settlement(outcome, "failed", REFUND_DELAY_SECONDS, reason, None, number)
        return Settlement(outcome, reference=number)

    def _three_d_secure(self, card: TestCard, reference: str, how: str) -> dict[str, Any] | None:
        """The block that says how authentication went, None where it did not run.

        source: recorded: gumroad-04ae5979b0 (challenge); docs: testing (other results); inferred: indicators
        """
        if how not in AUTHENTICATED:
            return None
        flow, result, reason = AUTHENTICATED[how]
        indicator = {"authenticated": ("02", "05"), "attempt_acknowledged": ("01", "06")}.get(result)
        return {
            "authentication_flow": flow,
            "electronic_commerce_indicator": indicator[card.brand != "mastercard"] if indicator else None,
            "exemption_indicator": None,
            "result": result,
            "result_reason": reason,
            "transaction_id": self._transaction_id(reference) if indicator else None,
            "version": "2.1.0" if indicator else None,
        }

    def _transaction_id(self, reference: str) -> str:
        word = self.digest("three d secure", reference).hex()
        return f"{word[:8]}-{word[8:12]}-4{word[13:16]}-8{word[17:20]}-{word[20:32]}"


def as_verified(reply: Reply[Authorized]) -> Reply[Verified]:
    """The same answer to the other question; the account's rules block no card that is only looked at."""
    return cast(Reply[Verified], replace(cast(Reply[Any], reply), outcome=Verified(reply.outcome)))


def _outcome(
    base: Reply[Authorized], said: Decline | None, status: str, reason: str | None, *words: str
) -> dict[str, Any]:
    """charge.outcome in its newest shape; words: what the seller reads, then the type."""
    message, kind = words
    return {
        "advice_code": said.advice_code if said else None,
        "network_advice_code": said.network_advice_code if said else None,
        "network_decline_code": said.network_decline_code if said else None,
        "network_status": status,
        "reason": reason,
        "risk_level": base.risk_level,
        "risk_score": base.risk_score,
        "seller_message": message,
        "type": kind,
    }


def _paid(base: Reply[Authorized]) -> dict[str, Any]:
    """source: recorded: pay-rails 2025-11"""
    return _outcome(base, None, "approved_by_network", None, "Payment complete.", "authorized")


def _in_review(base: Reply[Authorized]) -> dict[str, Any]:
    """source: docs: Radar reviews"""
    message = (
        "Stripe evaluated this payment as having elevated risk, and placed it in your manual review queue."
    )
    outcome = _outcome(base, None, "approved_by_network", "elevated_risk_level", message, "manual_review")
    return {**outcome, "rule": "manual_review_if_elevated_risk"}


def _with(
    base: Reply[Authorized], said: Decline, outcome: Authorized, charge_outcome: dict[str, Any]
) -> Reply[Authorized]:
    return replace(
        base,
        outcome=outcome,
        code=said.code,
        decline_code=said.decline_code,
        message=said.message,
        param=said.param,
        advice_code=said.advice_code,
        network_advice_code=said.network_advice_code,
        network_decline_code=said.network_decline_code,
        charge_outcome=charge_outcome,
    )


def _declined(base: Reply[Authorized], decline_code: str) -> Reply[Authorized]:
    """The bank said no. source: recorded: gumroad-15163f4541, liberapay-d7f7573e1f"""
    said = decline(decline_code)
    message = f"The bank returned the decline code `{decline_code}`."
    if decline_code == "generic_decline":
        message = "The bank did not return any further details with this decline."
    outcome = _outcome(base, said, "declined_by_network", decline_code, message, "issuer_declined")
    return _with(base, said, Authorized.DECLINED, outcome)


def _blocked(base: Reply[Authorized]) -> Reply[Authorized]:
    """Radar said no before the bank was asked. source: recorded: gumroad (codes); docs: Radar (outcome)"""
    said = replace(
        decline("fraudulent"), advice_code=None, network_advice_code=None, network_decline_code=None
    )
    message = "Stripe blocked this payment as too risky."
    outcome = _outcome(base, None, "not_sent_to_network", "highest_risk_level", message, "blocked")
    blocked = replace(base, network_transaction_id=None, checks=dict.fromkeys(base.checks or ()))
    return _with(blocked, said, Authorized.BLOCKED, {**outcome, "rule": "block_if_high_risk"})


def _blocked_by_rule(base: Reply[Authorized], decline_code: str) -> Reply[Authorized]:
    """The bank said yes, but the account refuses what failed a check; its yes is given back.

    source: recorded: gumroad-6ab458bb26, gumroad-c0ffab57eb (error); docs: declines (outcome)
    """
    said = replace(
        decline(decline_code), advice_code=None, network_advice_code=None, network_decline_code=None
    )
    outcome = _outcome(
        base, None, "reversed_after_approval", "rule", "Stripe blocked this payment.", "blocked"
    )
    return _with(base, said, Authorized.BLOCKED, outcome)
