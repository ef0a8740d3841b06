"""Refusals of authorizations, transactions and disputes of issued cards. Wordings are inferred unless a tag
says more.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def wrong_state(authorization: Record, verb: str) -> ApiError:
    """An authorization that is through. source: inferred"""
    if not authorization.approved and authorization.status == "closed":
        return errors.invalid(f"This authorization was declined, so you cannot {verb} it.")
    return errors.invalid(f"This authorization is {authorization.status}, so you cannot {verb} it.")


def undecided(verb: str) -> ApiError:
    """The answer to its request is not there yet. source: inferred"""
    return errors.invalid(f"This authorization has a pending request, so you cannot {verb} it.")


def not_asked() -> ApiError:
    """Nobody waits for an answer any more. source: docs: Issuing real-time authorizations; wording
    inferred
    """
    return errors.invalid("This authorization does not have a pending request.")


def amount_fixed() -> ApiError:
    """The amount is not the issuer's to choose. source: spec (is_amount_controllable); wording inferred"""
    return errors.invalid(
        "You may only provide `amount` if `pending_request.is_amount_controllable` is true.", param="amount"
    )


def below_cashback() -> ApiError:
    """Cash that was handed out already. source: docs: Issuing authorizations; wording inferred"""
    return errors.invalid("The amount must be at least the cashback amount.", param="amount")


def no_amount() -> ApiError:
    """How much has to be said. source: inferred"""
    return errors.must_provide(["amount", "merchant_amount"])


def half_foreign(missing: str) -> ApiError:
    """An amount abroad needs its currency, and the other way round. source: inferred"""
    return errors.missing_param(missing)


def too_much(most: int, param: str) -> ApiError:
    """More than there is. source: inferred"""
    return errors.invalid(f"The amount must be no more than {most}.", param=param)


def no_challenge() -> ApiError:
    """Nobody was asked whether it was them. source: inferred"""
    return errors.invalid("This authorization does not have a pending fraud challenge.")


def not_refundable(transaction: Record) -> ApiError:
    """What was given back is not given back again. source: inferred"""
    return errors.invalid(f"Only captures can be refunded; {transaction.id} is a {transaction.body['type']}.")


def nothing_disputed() -> ApiError:
    """A dispute is about a payment. source: inferred"""
    return errors.must_provide(["transaction", "treasury"])


def not_disputable(param: str) -> ApiError:
    """Money that came, or that no card took, is not disputed. source: docs: Issuing disputes; wording
    inferred
    """
    return errors.invalid("Only captures can be disputed.", param=param)


def disputed_before(dispute: str) -> ApiError:
    """One dispute of a payment. source: inferred"""
    return errors.invalid(f"This transaction already has a dispute: {dispute}.", param="transaction")


def too_late(days: int) -> ApiError:
    """Networks take no more after so long. source: docs: Issuing disputes; wording inferred"""
    return errors.invalid(
        f"This transaction can no longer be disputed: the limit is {days} days.", param="transaction"
    )


def wrong_dispute_state(dispute: Record, verb: str) -> ApiError:
    """What was submitted stays as it is. source: docs: Issuing disputes; wording inferred"""
    return errors.invalid(f"This dispute is {dispute.status}, so you cannot {verb} it.")


def other_reason(reason: str, given: str) -> ApiError:
    """Evidence of one reason, and another reason named. source: spec; wording inferred"""
    return errors.invalid(
        f"You may not provide evidence of `{given}` for a dispute whose reason is `{reason}`.",
        param=f"evidence[{given}]",
    )


def evidence_lacking(reason: str, name: str) -> ApiError:
    """A network wants to know more. source: docs: Issuing disputes; wording inferred"""
    return errors.invalid(
        f"To submit a dispute with the reason `{reason}`, you must provide `{name}`.",
        param=f"evidence[{reason}][{name}]",
        code="parameter_missing",
    )


def wrong_file(purpose: str, wanted: str, param: str) -> ApiError:
    """A file that was uploaded for something else. source: docs: Issuing disputes (rule); wording inferred"""
    return errors.invalid(f"The file has the purpose `{purpose}`; it must be `{wanted}`.", param=param)
