"""Refusals of links, sessions and OAuth, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError


def no_onboarding(kinds: str) -> ApiError:
    """A kind of link that an account does not have. source: recorded: issue reports (wording)"""
    return errors.invalid(f"Invalid type. Valid types for this account are {kinds}", param="type")


def not_onboarded() -> ApiError:
    """Nobody logs in who has not told who it is. source: recorded: issue reports (wording)"""
    return errors.invalid("Cannot create a login link for an account that has not completed onboarding.")


def no_express_dashboard(account: str) -> ApiError:
    """Only one of the dashboards is opened by a link. source: recorded: issue reports (wording)"""
    return errors.invalid(
        f"Cannot create an edit link for the account {account}, which does not have access to the Express "
        "Dashboard."
    )


def nothing_enabled() -> ApiError:
    """A session shows something. source: docs: Connect account sessions (rule); wording inferred"""
    return errors.invalid("At least one component must be enabled.", param="components")


class OAuthError(Exception):
    """A refusal of OAuth, whose envelope is flat. source: docs: Connect OAuth; recorded: openfoodnetwork"""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error, self.description, self.status = error, description, status

    def body(self) -> dict[str, str]:
        """As it is answered."""
        return {"error": self.error, "error_description": self.description}


def no_such_application(client: str) -> OAuthError:
    """A client id of nobody. source: recorded: openfoodnetwork"""
    return OAuthError("invalid_client", f"No such application: '{client}'", 401)


def not_connected(account: str) -> OAuthError:
    """Nothing to end. source: docs: Connect OAuth (text from memory)"""
    return OAuthError(
        "invalid_client",
        f"This application is not connected to stripe account {account}, or that account does not exist.",
        401,
    )


def no_such_code(code: str) -> OAuthError:
    """A code that nobody was given. source: docs: Connect OAuth; recorded: issue reports (wording)"""
    return OAuthError("invalid_grant", f"Authorization code does not exist: {code}")


def used_code(code: str) -> OAuthError:
    """A code is good once. source: docs: Connect OAuth (rule); wording inferred"""
    return OAuthError("invalid_grant", f"This authorization code has already been used: {code}")


def expired_code(code: str) -> OAuthError:
    """A code is good for five minutes. source: docs: Connect OAuth (rule); wording inferred"""
    return OAuthError("invalid_grant", f"Authorization code expired: {code}")


def no_such_refresh_token(token: str) -> OAuthError:
    """A token that nobody was given. source: docs: Connect OAuth; wording inferred"""
    return OAuthError("invalid_grant", f"Refresh token does not exist: {token}")


def wider_scope(scope: str) -> OAuthError:
    """Nobody gives himself more than he was given. source: docs: Connect OAuth (rule); wording inferred"""
    return OAuthError("invalid_scope", f"The scope {scope} exceeds the scope that was granted.")


def unknown_scope(scope: str) -> OAuthError:
    """There are two. source: docs: Connect OAuth; wording inferred"""
    return OAuthError("invalid_scope", f"Invalid scope: {scope}. It must be read_write or read_only.")


def unknown_grant(kind: str) -> OAuthError:
    """A grant type that there is not. source: docs: Connect OAuth; wording inferred"""
    return OAuthError("unsupported_grant_type", f"Unsupported grant type: {kind}")


def unknown_response(kind: str) -> OAuthError:
    """A response type that there is not. source: docs: Connect OAuth; wording inferred"""
    return OAuthError("unsupported_response_type", f"Unsupported response type: {kind}")


def incomplete(name: str) -> OAuthError:
    """A parameter that is needed. source: docs: Connect OAuth; wording inferred"""
    return OAuthError("invalid_request", f"No {name} parameter was given.")
