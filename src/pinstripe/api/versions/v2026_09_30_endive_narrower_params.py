"""Some parameters are no longer taken, and one answer of a card is no longer shown.

What older callers send reaches the product as sent.
source: sdk (16.1.0 beside the description of 2026-05-27.dahlia)
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.view import Patch

DATE: Final = "2026-09-30.endive"
DESCRIPTION: Final = (
    "A proof of registration, tax rates by place, updates of PayTo and two attestations are refused."
)
RESOURCES: Final = ("account", "checkout.session", "payment_method", "v2.core.account")
SOURCE: Final = "sdk"
TEXT: Final = {"t": "str", "max": 5000}
PROOF: Final = {
    "t": "hash",
    "props": {
        "files": {"t": "list", "items": {"t": "str", "max": 500}},
        "signer": {"t": "hash", "props": {"person": TEXT}},
    },
}
PAYTO: Final = {
    "t": "hash",
    "props": {"account_number": TEXT, "bsb_number": TEXT, "pay_id": TEXT},
}
SIGNED: Final = {
    "t": "hash",
    "props": {
        "date": {"t": "str", "fmt": "date-time"},
        "ip": {"t": "str"},
        "user_agent": {"t": "str"},
    },
}
TERMS: Final = "identity.attestations.terms_of_service"
PARAMS: Final = {
    "POST /v1/accounts": Patch(older={"documents.proof_of_registration": PROOF}),
    "POST /v1/checkout/sessions": Patch(older={"line_items.dynamic_tax_rates": {"t": "list", "items": TEXT}}),
    "POST /v1/payment_methods/{payment_method}": Patch(older={"payto": PAYTO}),
    "POST /v2/core/accounts/{id}": Patch(older={f"{TERMS}.crypto_storer": SIGNED, f"{TERMS}.storer": SIGNED}),
}
PROPS: Final = {
    "payments_primitives_payment_records_resource_payment_method_card_details_resource_three_d_secure": Patch(
        older={"cryptogram": {"t": "str", "null": True, "max": 5000}}
    )
}
