"""A card network that answers from the published test numbers, the world's seed and nothing else.

Owns: what each behaviour of numbers.py leads to, chance by reference, forced outcomes and outages.
Does not own: records, time (slow answers come back as `later`, for a job), money.
Source: docs: testing; recorded: gumroad (checks, challenges), openfoodnetwork (declines), liberapay (3063).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from pinstripe.networks.cards import answers, checks, details
from pinstripe.networks.cards import in_person as readers
from pinstripe.networks.cards.behaviour import (
    AUTHENTICATION,
    DISPUTES,
    MASTERCARD_REASONS,
    PROTECTED,
    Authentication,
    need,
)
from pinstripe.networks.cards.numbers import TestCard
from pinstripe.networks.forced import Forced
from pinstripe.networks.port import (
    ALL_RULES,
    APPROVED,
    BLOCKED,
    CHALLENGED,
    DECLINED,
    FAILED_LATER,
    OUTCOMES,
    PENDING,
    SUCCEEDED,
    DisputeNotice,
    Reply,
    Settlement,
)

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


class CardNetwork:
    """A world's card network. It never changes: forced outcomes that it used up are told by `remaining`.

    faults: {"outage": true} · {"next": {"authorize": [{"outcome": "declined", "decline_code": "…"}]}}
    """

    def __init__(self, seed: int | bytes | str, faults: Mapping[str, Any] | None = None) -> None:
        self._key = details.key_of(seed)
        self.forced = Forced(faults, OUTCOMES)

    # -- questions -------------------------------------------------------------------------------------

    def authorize(
        self,
        card: TestCard,
        amount: int,
        currency: str,
        *,
        off_session: bool,
        awaits: bool = False,
        reference: str,
        authenticated: bool = False,
        set_up: bool = False,
        cvc_given: bool = False,
        postal_given: bool = False,
        line1_given: bool = False,
        saving: bool = False,
        request_three_d_secure: str = "automatic",
        rules: frozenset[str] = ALL_RULES,
        rule: str = "",
        in_person: bool = False,
        exempt: bool = False,
        imported: Mapping[str, Any] | None = None,
        more: bool = False,
    ) -> Reply:
        """May this amount be taken? Risk first, then the holder, then the bank, then the account's rules.

        reference: names the attempt, and is answered alike. awaits: off session it waits for its holder.
        source: docs: testing; docs: Import 3D Secure results; order inferred
        """
        base = self._base(card, reference, checks.results(card, cvc_given, postal_given, line1_given))
        if (forced := self._forced("authorize")) is not None:
            return self._as_forced(base, card, reference, forced)
        if in_person:
            return self._at_reader(base, card, amount, reference)
        if (kept_out := _kept_out(base, card, rules, rule, more)) is not None:
            return kept_out
        asked = AUTHENTICATION[card.authentication]
        step = need(asked, "saving" if saving else "", off_session, set_up, request_three_d_secure)
        step = "pass" if exempt or imported is not None else step
        authenticated = authenticated or (imported or {}).get("result") == "authenticated"
        if awaits and step == "refuse" and asked.on_session == "challenge":
            step = "challenge"
        if step == "challenge" and not authenticated:
            return base._replace(outcome=CHALLENGED)
        if step in ("refuse", "fail"):
            return self._refused(base, card, reference, step, asked)
        step = "challenge" if authenticated else step
        base = base._replace(three_d_secure=imported or self._three_d_secure(card, reference, step))
        if (refused := _turned_down(base, card, cvc_given, rules)) is not None:
            return refused
        return self._approved(base, card, reference, authenticated, "review" in rules, rule)

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
        exempt: bool = False,
        imported: Mapping[str, Any] | None = None,
    ) -> Reply:
        """Is the card good for `attach` or `setup`? Only a setup may ask for its holder.

        source: recorded: gumroad-3ae0f7c014, gumroad-e2009944e6 (attach), gumroad-ad2b110210 (setup)
        """
        base = self._base(card, reference, checks.results(card, cvc_given, postal_given, line1_given))
        forced = self._forced("verify")
        if forced is not None:
            return self._as_forced(base, card, reference, forced)
        step = "pass"
        if purpose == "setup":
            asked = AUTHENTICATION[card.authentication]
            step = need(asked, "setup", False, False, request_three_d_secure)
            step = "pass" if exempt or imported is not None else step
            if step == "challenge" and not authenticated:
                return base._replace(outcome=CHALLENGED)
            if step == "fail":
                return self._refused(base, card, reference, step, asked)
        secure = imported or self._three_d_secure(card, reference, "challenge" if authenticated else step)
        if secure is not None:
            base = base._replace(three_d_secure=secure)
        if card.attach_declines and (cvc_given or not card.decline_needs_cvc):
            return answers.declined(base, card.decline)
        for rule, check, code in RULE_DECLINES:
            if rule in rules and base.checks is not None and base.checks[check] == "fail":
                return answers.declined(base, code)
        return base._replace(outcome=APPROVED)

    def capture(self, card: TestCard, amount: int, currency: str, *, reference: str) -> Settlement:
        """Take what was authorized: always possible with test cards. source: docs: testing"""
        forced = self._forced("capture")
        return self._settled(forced["outcome"] if forced else SUCCEEDED, reference, forced)

    def refund(self, card: TestCard, amount: int, currency: str, *, reference: str) -> Settlement:
        """Give money back: at once, later, or in vain. source: docs: testing (refunds)"""
        forced = self._forced("refund")
        return self._settled(forced["outcome"] if forced else card.refund, reference, forced)

    def push(self, card: TestCard, amount: int, currency: str, *, reference: str) -> Settlement:
        """Send money to a card: it arrives, or does not. source: docs: testing (debit cards of payouts)"""
        forced = self._forced("push")
        fails = card.payout and card.payout != "no_instant"
        outcome = forced["outcome"] if forced else FAILED_LATER if fails else SUCCEEDED
        if outcome == FAILED_LATER:
            why = {"failure_reason": card.payout or "could_not_process", **(forced or {})}
            return self._settled(outcome, reference, why)
        return self._settled(outcome, reference, forced)

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

    def risk(self, card: TestCard, reference: str) -> tuple[str, int]:
        """How risky is a payment with the card? gives: level, score"""
        base = self._base(card, reference, {})
        return base.risk_level, base.risk_score

    def _at_reader(self, base: Reply, card: TestCard, amount: int, reference: str) -> Reply:
        """What the bank says to a card at a reader. source: docs: Terminal testing; spec (not_assessed)"""
        code = readers.declined(card, amount)
        reply = answers.declined(base, code) if code else self._approved(base, card, reference)
        shown = {**(reply.charge_outcome or {}), "risk_level": "not_assessed"}
        shown.pop("risk_score", None)
        return reply._replace(checks=None, risk_level="not_assessed", charge_outcome=shown)

    # -- faults ----------------------------------------------------------------------------------------

    def _forced(self, question: str) -> Mapping[str, Any] | None:
        answer = self.forced.next(question)
        if answer is None and self.forced.outage:
            # An unreachable bank reads to a merchant as a processing error, and money waits.
            outcome = PENDING if PENDING in OUTCOMES[question] else DECLINED
            if question == "push":
                outcome = FAILED_LATER
            return {"outcome": outcome, "decline_code": "processing_error"}
        return answer

    def _as_forced(self, base: Reply, card: TestCard, reference: str, forced: Mapping[str, Any]) -> Reply:
        outcome = forced["outcome"]
        if outcome == DECLINED:
            return answers.declined(base, forced.get("decline_code", "generic_decline"))
        if outcome == BLOCKED:
            return answers.blocked(base)
        if outcome == CHALLENGED:
            return base._replace(outcome=CHALLENGED)
        return self._approved(base, card, reference, authenticated=False, review=False)

    # -- answers ---------------------------------------------------------------------------------------

    def _base(self, card: TestCard, reference: str, found: dict[str, str | None]) -> Reply:
        level = "highest" if card.radar == "blocked" else card.radar
        lowest, count = RISK_SCORES[level]
        return Reply(
            outcome=APPROVED,
            risk_level=level,
            risk_score=lowest + self._chance("risk", reference, count),
            checks=found,
            network_transaction_id=str(10**14 + self._chance("transaction", reference, 9 * 10**14)),
        )

    def _approved(
        self,
        base: Reply,
        card: TestCard,
        reference: str,
        authenticated: bool = False,
        review: bool = False,
        rule: str = "",
    ) -> Reply:
        looked_at = (
            answers.in_review(base) if review and base.risk_level == "elevated" else answers.paid(base)
        )
        return base._replace(
            outcome=APPROVED,
            charge_outcome=answers.reviewed(base, rule) if rule else looked_at,
            authorization_code=f"{self._chance('authorization', reference, 10**6):06d}",
            available_immediately=card.bypass_pending,
            disputes=self.disputes_after(card, authenticated=authenticated),
            fraud_warning=None if authenticated else card.fraud_warning or None,
            refund_behaviour=card.refund,
        )

    def _refused(
        self, base: Reply, card: TestCard, reference: str, step: str, asked: Authentication
    ) -> Reply:
        """Authentication was needed and could not be had, or broke. source: docs: testing"""
        if step == "fail":
            base = base._replace(three_d_secure=self._three_d_secure(card, reference, "fail"))
        return answers.declined(base, asked.refused_with)

    def _settled(self, outcome: str, reference: str, forced: Mapping[str, Any] | None) -> Settlement:
        number = f"{self._chance('reference', reference, 10**16):016d}"
        if outcome == PENDING:
            return Settlement(PENDING, SUCCEEDED, REFUND_DELAY_SECONDS, None, "processing", number)
        if outcome == FAILED_LATER:
            reason = (forced or {}).get("failure_reason", "expired_or_canceled_card")
            return Settlement(FAILED_LATER, "failed", REFUND_DELAY_SECONDS, reason, None, number)
        return Settlement(SUCCEEDED, reference=number)

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
        word = self._digest("three d secure", reference).hex()
        return f"{word[:8]}-{word[8:12]}-4{word[13:16]}-8{word[17:20]}-{word[20:32]}"

    # -- chance ----------------------------------------------------------------------------------------

    def _digest(self, what: str, reference: str) -> bytes:
        return hmac.digest(self._key, f"card {what} {reference}".encode(), "sha256")

    def _chance(self, what: str, reference: str, below: int) -> int:
        return int.from_bytes(self._digest(what, reference)[:16]) % below


def _kept_out(base: Reply, card: TestCard, rules: frozenset[str], rule: str, more: bool) -> Reply | None:
    """Is the payment turned down before anybody is asked, by a rule of the account's own or for its risk, or
    because its bank holds no more than it agreed to?"""
    if more and card.limited:
        return answers.declined(base, "generic_decline")
    if "block" in rules:
        return answers.blocked_unseen(base, rule)
    risky = card.radar == "blocked" or (base.risk_level == "highest" and "highest" in rules)
    return answers.blocked(base) if risky else None


def _turned_down(base: Reply, card: TestCard, cvc_given: bool, rules: frozenset[str]) -> Reply | None:
    """Does the bank say no, or the account's rules to what failed a check?"""
    if card.decline and (cvc_given or not card.decline_needs_cvc):
        return answers.declined(base, card.decline)
    for name, check, code in RULE_DECLINES:
        if name in rules and base.checks is not None and base.checks[check] == "fail":
            return answers.blocked_by_rule(base, code)
    return None
