"""A payment intent no longer carries its charges, nor a charge its refunds; both are lists of their own.

source: docs: API upgrades 2022-11-15; recorded: gumroad 2020-08-27, liberapay 2019-08-14 (both lists)
"""

from __future__ import annotations

from typing import Final

from pinstripe.api.versions.context import Body, Context
from pinstripe.api.versions.shared import inline_list, inline_shape
from pinstripe.api.versions.view import Patch

DATE: Final = "2022-11-15"
DESCRIPTION: Final = "Charges of a payment intent and refunds of a charge are listed, not carried along."
RESOURCES: Final = ("payment_intent", "charge")
SOURCE: Final = "docs: API upgrades 2022-11-15"
PROPS: Final = {"payment_intent": Patch(older={"charges": inline_shape("charge")})}


def answer(body: Body, context: Context) -> Body:
    """Carry the newest charges, or refunds, along."""
    key = body["id"]
    if body["object"] == "charge":
        body["refunds"] = inline_list(context.listed("refund", charge=key), f"/v1/charges/{key}/refunds")
    else:
        found = context.listed("charge", payment_intent=key)
        body["charges"] = inline_list(found, f"/v1/charges?payment_intent={key}")
    return body
