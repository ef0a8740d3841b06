"""The endpoint of onboarding links: where a merchant agrees to a wallet's terms.

Owns: the endpoint. Does not own: the terms, which are Apple's. Money: none. Nobody
keeps a link. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.terminal.onboarding_link import ONBOARDING_LINK, TERMS


@operation("POST /v1/terminal/onboarding_links", ONBOARDING_LINK)
def create(work: Work, params: Params) -> dict[str, Any]:
    """A way to the terms, for the account or one that is connected to it. refuses: missing_param, no_such.
    source: spec
    """
    options = params.link_options.get("apple_terms_and_conditions")
    if not options:
        raise errors.missing_param(f"link_options[{params.link_type}]")
    account = params.get("on_behalf_of")
    if account:
        platform_work = work.acting_for(work.world.account)
        platform_work.find("account", account, "on_behalf_of")
    shown = {
        "allow_relinking": options.get("allow_relinking"),
        "merchant_display_name": options.merchant_display_name,
    }
    return {
        "object": "terminal.onboarding_link",
        "link_options": {params.link_type: shown},
        "link_type": params.link_type,
        "on_behalf_of": account,
        "redirect_url": f"{work.public(TERMS.path(account or work.account))}?link={work.mint.letters(12)}",
    }
