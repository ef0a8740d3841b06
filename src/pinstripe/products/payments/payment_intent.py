"""The payment intent record: one payment from first wish to final state.

Owns: the record and its states; opening one for another room. Does not own: the endpoints
(payment_intents.py), asking the network (attempt.py). Money: none. Source: spec; recorded: gumroad (1,954
intents), stripe_world phase 8.
Private facts: `invoice`, `attempts`, `off_session`, `asked_by` (the room that asked for the last attempt),
`authenticated` (the method whose holder agreed), `return_url`.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.payments import refusals

OTHER_OPTIONS = """acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit
    bancontact billie bizum blik boleto card_present cashapp crypto customer_balance eps fpx giropay grabpay
    ideal interac_present kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco naver_pay
    nz_bank_account oxxo p24 pay_by_bank payco paynow paypal payto pix promptpay revolut_pay
    samsung_pay satispay scalapay sepa_debit
    sofort swish twint upi us_bank_account wechat_pay zip"""
CARD_OPTIONS = """cvc_token installments moto network request_extended_authorization
    request_incremental_authorization request_multicapture request_overcapture require_cvc_recollection
    statement_descriptor_suffix_kana statement_descriptor_suffix_kanji three_d_secure"""
UNBUILT_OPTIONS = " ".join(
    [f"payment_method_options.{name}" for name in OTHER_OPTIONS.split()]
    + [f"payment_method_options.card.{name}" for name in CARD_OPTIONS.split()]
)
"""What may be asked of a payment by method, and is not built: an intent must not say that it was heard."""

OPEN = "requires_payment_method requires_confirmation requires_action"
UNPAID = f"{OPEN} requires_capture processing"

# fmt: off
LIFECYCLE = lifecycle(
    # verb            outcome       from                to                         event
    ("create",       "empty",      ANY,                "requires_payment_method", "payment_intent.created"),
    ("create",       "equipped",   ANY,                "requires_confirmation",   "payment_intent.created"),
    ("equip",        "done",       OPEN,               "requires_confirmation"),
    ("confirm",      "captured",   OPEN,               "succeeded",               "payment_intent.succeeded"),
    ("confirm",      "authorized", OPEN,               "requires_capture",        "payment_intent.amount_capturable_updated"),
    ("confirm",      "challenged", OPEN,               "requires_action",         "payment_intent.requires_action"),
    ("confirm",      "declined",   OPEN,               "requires_payment_method", "payment_intent.payment_failed"),
    ("authenticate", "failed",     "requires_action",  "requires_payment_method", "payment_intent.payment_failed"),
    ("authenticate", "returned",   "requires_action",  "requires_confirmation"),
    ("capture",      "done",       "requires_capture", "succeeded",               "payment_intent.succeeded"),
    ("cancel",       "done",       UNPAID,             "canceled",                "payment_intent.canceled"),
    ("expire",       "done",       "requires_capture", "canceled",                "payment_intent.canceled"),
)
# fmt: on

PAYMENT_INTENT = Resource(
    "payment_intent",
    prefix="pi",
    generated="retrieve",
    param="intent",
    lifecycle=LIFECYCLE,
    index=("customer", "invoice=private.invoice"),
    search="amount:number currency customer status",
    unexpected=refusals.wrong_state,
    defaults={
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": "automatic_async",
        "confirmation_method": "automatic",
        "managed_payments": {"enabled": False},
    },
)


def card_options() -> dict[str, Any]:
    """What card payments are asked for by default. source: recorded: gumroad"""
    return {
        "card": {
            "installments": None,
            "mandate_options": None,
            "network": None,
            "request_three_d_secure": "automatic",
        }
    }


def open_intent(
    work: Work,
    *,
    amount: int,
    currency: str,
    customer: Record,
    invoice_id: str | None = None,
    description: str | None = None,
    metadata: dict[str, str] | None = None,
    setup_future_usage: str | None = None,
    order_reference: str | None = None,
) -> Record:
    """An intent that another room will collect, as invoices have it. source: recorded: pay-rails"""
    key = work.new_id(PAYMENT_INTENT)
    details = {}
    if order_reference is not None:
        details = {"payment_details": {"customer_reference": None, "order_reference": order_reference}}
    return work.create(
        PAYMENT_INTENT,
        "empty",
        id=key,
        amount=amount,
        currency=currency,
        customer=customer.id,
        description=description,
        metadata=metadata or {},
        setup_future_usage=setup_future_usage,
        capture_method="automatic",
        client_secret=f"{key}_secret_{work.mint.letters(25)}",
        payment_method_options=card_options(),
        payment_method_types=["card"],
        private={"invoice": invoice_id} if invoice_id else None,
        **details,
    )
