"""A test authorization states the level of each risk under one short name.

source: docs: API changelog 2026-03-25.dahlia
"""

from __future__ import annotations

from typing import Any, Final

from pinstripe.api.versions.shared import inside, renamed
from pinstripe.api.versions.view import Patch

DATE: Final = "2026-03-25.dahlia"
DESCRIPTION: Final = "The risks of a test authorization have a level; it was called risk_level."
RESOURCES: Final = ("issuing.authorization",)
SOURCE: Final = "docs: API changelog 2026-03-25.dahlia"
OPERATIONS: Final = ("POST /v1/test_helpers/issuing/authorizations",)
RISKS: Final = tuple(
    f"risk_assessment.{risk}" for risk in ("card_testing_risk", "fraud_risk", "merchant_dispute_risk")
)
LEVELS: Final = ["elevated", "highest", "low", "normal", "not_assessed", "unknown"]
PARAMS: Final = {
    OPERATIONS[0]: Patch(
        older={f"{risk}.risk_level": {"t": "str", "req": True, "enum": LEVELS} for risk in RISKS},
        newer=tuple(f"{risk}.level" for risk in RISKS),
    )
}


def request(params: dict[str, Any]) -> dict[str, Any]:
    """Take each level under its older name."""
    for risk in RISKS:
        params = inside(params, risk, lambda stated: renamed(stated, "risk_level", "level"))
    return params
