"""What this room turns down, in Stripe's words."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def too_many_endpoints(limit: int) -> ApiError:
    """The account has all the endpoints it may have. source: recorded: getlago/lago-api (message)"""
    return errors.invalid(f"You have reached the maximum of {limit} test webhook endpoints.")


def of_connected_account() -> ApiError:
    """Endpoints are the platform's. source: docs: webhooks (message)"""
    return errors.invalid(
        "You are not permitted to configure webhook endpoints on a connected account. Did you mean to create "
        "a Connect webhook on your account instead?"
    )


def url_without_scheme() -> ApiError:
    """Neither http nor https. source: recorded: getlago/lago-api (message); code inferred"""
    return errors.url_without_scheme("url")


def bad_url() -> ApiError:
    """A scheme, and nothing behind it that could be called. source: docs: error codes, wording inferred"""
    return errors.bad_url("url")


def both_types() -> ApiError:
    """One type and a list of types. source: spec, wording inferred"""
    return errors.exclusive_params(("type", "types"))


def too_many_types(limit: int) -> ApiError:
    """More types than one list may name. source: spec, wording inferred"""
    return errors.invalid(f"You can only filter by up to {limit} event types.", param="types")


def no_such_event(key: str, param: str, status: int) -> ApiError:
    """Unknown, or too old to be shown. source: spec, wording inferred"""
    return errors.no_such("event", key, param, status)


def no_such_notification(key: str) -> ApiError:
    """No event that could be told again. source: recorded: stripe-cli issue 923 (message)"""
    return errors.no_such("notification", key, "id", 404)


def no_such_endpoint(key: str) -> ApiError:
    """Nobody of that name hears of events. source: inferred"""
    return errors.no_such("webhook endpoint", key, "webhook_endpoint", 400)


def bad_filters() -> ApiError:
    """Not a JSON object of lists, or of filters that there are not. source: inferred"""
    return errors.invalid("Invalid filters: a JSON object of lists is expected.", param="filters")


def bad_page() -> ApiError:
    """A page that no answer named. source: inferred"""
    return errors.invalid("Invalid page: use the `next_page_url` of the answer before.", param="page")


def bad_moment(path: str) -> ApiError:
    """Not a time as /v2 writes it. source: spec (rule); wording inferred"""
    return errors.bad_timestamp(path, "must be an RFC 3339 date-time")


def unknown_events(kind: str) -> ApiError:
    """Events that there are not, or not of this payload. source: inferred"""
    return errors.invalid(f"Unknown event type: {kind}.", param="enabled_events")


def version_of_snapshots() -> ApiError:
    """Thin events have no version. source: spec (rule); wording inferred"""
    return errors.invalid(
        "`snapshot_api_version` can only be set if `event_payload` is `snapshot`.",
        param="snapshot_api_version",
    )


def no_address() -> ApiError:
    """Only a webhook endpoint is an address. source: inferred"""
    return errors.invalid(
        "Only destinations of type `webhook_endpoint` have a URL.", param="webhook_endpoint"
    )


def disabled_destination() -> ApiError:
    """Nothing goes to a disabled destination. source: inferred"""
    return errors.invalid("The event destination is disabled: enable it to send it a ping.")
