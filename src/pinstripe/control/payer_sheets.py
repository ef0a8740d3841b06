"""Sheets of payers: small deposits that are named, a voucher or a code that is paid with elsewhere.

Owns: what they read and are asked. Does not own: what an answer leads to (room payments), how a sheet looks
(sheets.py). Money: moved by the payment that the answer allows. Source: our own; spec (what is shown).
"""

from __future__ import annotations

from typing import Any

from pinstripe import currencies
from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.clock.calendar import utc_date
from pinstripe.control.payer_pages import with_facts
from pinstripe.kernel import pages
from pinstripe.kernel.record import Record
from pinstripe.kernel.sheets import Away, Button, Field, Part, Sheet, Told, path, secret_path, sheet
from pinstripe.kernel.work import Work
from pinstripe.products.payments import attempt as attempts
from pinstripe.products.payments import payment_intents, setup, setup_intents
from pinstripe.products.payments.flows.delayed_debit import MICRODEPOSITS
from pinstripe.products.payments.flows.redirect import VOUCHER

VERIFY = "Verify your bank account"
CODE = (Field("descriptor_code", "Code on your statement (SM and four more)"),)
AMOUNTS = (
    Field("first", "First deposit, in cents", kind="number"),
    Field("second", "Second deposit, in cents", kind="number"),
)
SAID = {
    "number": "Number",
    "entity": "Entity",
    "reference": "Reference",
    "expires_at": "To be paid until",
    "expires_after": "To be paid until",
}
"""What of a voucher is read, and what it is called."""
ANSWERS = (Button("answer", "complete", "Complete the payment"), Button("answer", "fail", "Fail it"))


@sheet(MICRODEPOSITS, "pi")
def verify_payment(work: Work, key: str, asked: Told, sent: Told | None) -> Sheet | Away | None:
    """The owner of an account says which deposits came to it; then it is debited. source: spec
    (hosted_verification_url)
    """
    intent = work.peek(key, "payment_intent")
    return None if intent is None else verify(work, intent, MICRODEPOSITS, sent)


@sheet(setup.MICRODEPOSITS, "seti")
def verify_setup(work: Work, key: str, asked: Told, sent: Told | None) -> Sheet | Away | None:
    """The same for an account that is set up for later. source: spec (hosted_verification_url)"""
    intent = work.peek(key, "setup_intent")
    return None if intent is None else verify(work, intent, setup.MICRODEPOSITS, sent)


def verify(work: Work, intent: Record, kind: str, sent: Told | None) -> Sheet:
    """What is asked of the owner, and what follows: a wrong answer uses a try up. refuses: as
    verify_microdeposits
    """
    action = (intent.next_action or {}).get("verify_with_microdeposits")
    if action is None:
        return Sheet(VERIFY, ("Nothing is to be verified here.",), "", button="")
    problem = ""
    if sent is not None:
        endpoints = setup_intents if intent.object == "setup_intent" else payment_intents
        said = endpoints.verify_microdeposits(work, intent, named(sent))
        if not isinstance(said, Answer):
            return Sheet(VERIFY, ("Your bank account is verified.",), "", button="")
        problem = str(said.body["error"]["message"])
        if intent.next_action is None:
            return Sheet(VERIFY, (problem,), "", button="")
    by_code = action["microdeposit_type"] == "descriptor_code"
    came = (
        f"{work.merchant.name} sent {'a small deposit' if by_code else 'two small deposits'} to it, there by"
    )
    return Sheet(
        VERIFY,
        (f"{came} {utc_date(action['arrival_date']).isoformat()}.",),
        path(kind, intent.id, work.account),
        CODE if by_code else AMOUNTS,
        "Verify",
        problem=problem,
    )


def named(sent: Told) -> Params:
    """The deposits that are named, as the API is told of them."""
    code = sent.get("descriptor_code", "").strip().upper()
    if code:
        return Params({"descriptor_code": code})
    numbers = [sent.get(name, "").strip() for name in ("first", "second")]
    return Params({"amounts": [int(one) if one.isdecimal() and len(one) < 10 else 0 for one in numbers]})


@sheet(VOUCHER, "pi")
def voucher(work: Work, key: str, asked: Told, sent: Told | None) -> Sheet | Away | None:
    """A payer reads what they pay with elsewhere; a test says here that they did, or will not. gives: None
    where the secret is another. source: spec (hosted_voucher_url)
    """
    intent = work.peek(key, "payment_intent")
    secret = asked.get(pages.SECRETS["pi"], "")
    if intent is None or intent.client_secret != secret:
        return None
    if not attempts.asked_on_page(intent):
        return Sheet("Your voucher", ("It is paid, or can be paid no more.",), "", button="")
    answer = (sent or {}).get("answer")
    if answer in ("complete", "fail"):
        attempts.authenticate(work, intent, answer == "complete")
        back = intent.private.get("return_url")
        if back is None:
            return Sheet("Thank you", ("The merchant has your answer.",), "", button="")
        status = "failed" if intent.last_payment_error else "succeeded"
        facts = {"payment_intent": key, pages.SECRETS["pi"]: secret, "redirect_status": status}
        return Away(with_facts(back, facts))
    action = intent.next_action
    method = work.load(intent.payment_method, "payment_method")
    return Sheet(
        "Your voucher",
        (f"Pay {currencies.symbol_amount(intent.amount, intent.currency)} to {work.merchant.name}.",),
        secret_path(VOUCHER, key, work.account, secret),
        button="",
        beside=ANSWERS,
        parts=(shown(method.body["type"].replace("_", " ").title(), action[action["type"]]),),
    )


def shown(heading: str, told: dict[str, Any]) -> Part:
    """Numbers of a voucher, and how long it is good; codes by the chain of shops."""
    told = {**told, **(told.get("qr_code") or {})}
    lines = [
        f"{words}: {utc_date(told[name]).isoformat() if name.startswith('expires') else told[name]}"
        for name, words in SAID.items()
        if told.get(name)
    ]
    stores = told.get("stores") or {}
    rows: tuple[tuple[str, ...], ...] = ()
    if stores:
        codes = (
            (store.title(), one["payment_code"], one["confirmation_number"]) for store, one in stores.items()
        )
        rows = (("Shop", "Payment code", "Confirmation number"), *codes)
    return Part(heading, tuple(lines), rows)
