"""Missing: what a path names and nobody has.

Owns: the refusal. Does not own: looking for it (work.py, dispatch.py). Money: none. Source: recorded:
stripe_world, gumroad; pay-rails/pay 2025.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinstripe.api import errors

if TYPE_CHECKING:
    from pinstripe.api.errors import ApiError
    from pinstripe.kernel.resource import Resource
    from pinstripe.kernel.work import Work


def subject(work: Work, resource: Resource, key: str, param: str = "") -> ApiError:
    """Nothing of that id; a platform is told where else a payment method may be, whether it is there or not.
    A resource may have words of its own.
    params: param, what a handler calls it, where that is not the resource's word

    source: recorded: pay-rails/pay 2025
    """
    special = resource.unknown(key) if resource.unknown is not None else None
    if special is not None:
        return special
    named = param or resource.param
    own = work.account == work.world.account
    if resource.elsewhere and own and any(one.id != work.account for one in work.where("account", limit=2)):
        hint = (
            f"It's possible this {resource.noun} exists on one of your connected accounts, in which case you "
            "should retry this request on that connected account. Learn more at "
            "https://stripe.com/docs/connect/authentication"
        )
        return errors.no_such(resource.noun, key, named, 404, hint)
    unknown = errors.no_such(resource.noun, key, named, 404)
    return errors.in_v2(unknown) if work.path.startswith("/v2/") else unknown
