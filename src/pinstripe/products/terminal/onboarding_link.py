"""The onboarding link record: a way to terms that a merchant agrees to. Nobody keeps one.

Owns: its shape, the page behind it. Does not own: the endpoint (onboarding_links.py). Money: none. Source:
spec.
"""

from __future__ import annotations

from pinstripe.kernel.pages import page
from pinstripe.kernel.resource import Resource

ONBOARDING_LINK = Resource("terminal.onboarding_link", path="/v1/terminal/onboarding_links", livemode=False)
TERMS = page(
    "terminal_terms",
    "acct",
    title="Terms of Tap to Pay",
    means="Here a merchant would agree to Apple's terms of taking payments on a telephone.",
)
