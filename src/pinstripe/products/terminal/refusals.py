"""What this room turns down, in Stripe's words where they are known."""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.kernel.record import Record


def country_unsupported(country: str, param: str) -> ApiError:
    """No reader can stand there. source: docs: error codes (code); wording inferred"""
    return errors.invalid(
        f"Terminal is currently only available in some countries. Locations in {country} cannot be created.",
        param=param,
        code="terminal_location_country_unsupported",
    )


def country_fixed() -> ApiError:
    """A place stays in its country. source: docs: Terminal locations (rule); wording inferred"""
    return errors.invalid(
        "The country of a location can't be changed. Create another location for another country.",
        param="address[country]",
    )


def readers_there() -> ApiError:
    """Readers must stand somewhere. source: inferred"""
    return errors.invalid("You cannot delete a location that has readers registered to it.", param="location")


def default_everywhere() -> ApiError:
    """The account's own configuration holds everywhere already. source: docs: Terminal configurations (rule);
    wording inferred
    """
    return errors.invalid(
        "The default configuration of an account cannot be assigned to a location.",
        param="configuration_overrides",
    )


def default_stays() -> ApiError:
    """An account has a configuration. source: docs: Terminal configurations (rule); wording inferred"""
    return errors.invalid("The default configuration of an account cannot be deleted.", param="configuration")


def in_use(configuration: str) -> ApiError:
    """A place goes by it. source: inferred"""
    return errors.invalid(
        f"The configuration {configuration} is assigned to a location and cannot be deleted.",
        param="configuration",
    )


def wrong_file(purpose: str, wanted: str, param: str) -> ApiError:
    """A file that was uploaded for something else. source: spec (purposes); wording inferred"""
    return errors.invalid(
        f"The file's purpose is {purpose}: a file with the purpose {wanted} is needed.", param=param
    )


def bad_hours() -> ApiError:
    """When a reader may start anew. source: docs: Terminal configurations (rule); wording inferred"""
    return errors.invalid(
        "`start_hour` and `end_hour` must be different hours between 0 and 23.", param="reboot_window"
    )


def bad_percentage(param: str) -> ApiError:
    """A tip of more than the bill. source: inferred"""
    return errors.invalid("This value must be less than or equal to 100.", param=param)


def unknown_code() -> ApiError:
    """No reader shows this code. source: docs: Terminal readers (rule); wording inferred"""
    return errors.invalid(
        "No reader with this registration code was found. Registration codes expire: create a new one on the "
        "reader, or use a simulated reader's code.",
        param="registration_code",
    )


def offline() -> ApiError:
    """Nothing was heard of the reader. source: recorded: terminal errors (wording); docs: error codes
    (code)
    """
    return errors.invalid(
        "Reader is currently unreachable, please ensure the reader is powered on and connected to the "
        "internet before retrying your request.",
        code="terminal_reader_offline",
    )


def busy() -> ApiError:
    """A reader does one thing at a time. source: docs: error codes"""
    return errors.invalid(
        "Reader is currently busy processing another request. Please reference the integration guide at "
        "https://docs.stripe.com/terminal/payments/collect-card-payment?terminal-sdk-platform=server-driven"
        "#handle-errors for details on how to handle this error.",
        code="terminal_reader_busy",
    )


def wrong_state(reader: Record, verb: str) -> ApiError:
    """Every step of a reader is possible from every state that a caller can ask it in. source: inferred"""
    return errors.invalid(f"The reader {reader.id} cannot {verb}.")


def not_for_readers(intent: Record) -> ApiError:
    """A payment or setup of another kind. source: docs: error codes (code); wording inferred"""
    name = "PaymentIntent" if intent.type == "payment_intent" else "SetupIntent"
    return errors.invalid(
        f"The {name} {intent.id} can't be processed by a reader: its payment method types must include "
        "`card_present`.",
        param=intent.type,
        code=f"{intent.type}_invalid_parameter" if intent.type == "payment_intent" else None,
    )


def intent_invalid_state(intent: Record) -> ApiError:
    """What was paid or canceled is not taken again. source: docs: error codes; wording inferred"""
    name = "PaymentIntent" if intent.type == "payment_intent" else "SetupIntent"
    return errors.invalid(
        f"The {name} {intent.id} has a status of {intent.status}: a reader can only process one that has a "
        "status of requires_payment_method or requires_confirmation.",
        param=intent.type,
        code="intent_invalid_state",
    )


def nothing_collected(intent: Record) -> ApiError:
    """No card was read for it. source: docs: error codes (code); wording inferred"""
    return errors.invalid(
        f"The PaymentIntent {intent.id} has no payment method that a reader collected.",
        param="payment_intent",
        code="intent_invalid_state",
    )


def not_read_here(charge: str) -> ApiError:
    """What was paid elsewhere goes back elsewhere. source: docs: Terminal refunds (rule); wording inferred"""
    return errors.invalid(
        f"The charge {charge} was not paid in person and can't be refunded on a reader.", param="charge"
    )


def no_selection(param: str) -> ApiError:
    """Choices belong to a selection. source: spec (rule); wording inferred"""
    return errors.invalid("`selection` is only allowed for an input of the type `selection`.", param=param)


def simulated_only() -> ApiError:
    """Nobody stands before a device. source: spec (rule); wording inferred"""
    return errors.invalid("This endpoint is only available for simulated readers.", param="reader")


def nothing_to_present() -> ApiError:
    """The reader asks for no card. source: inferred"""
    return errors.invalid(
        "The reader has no action in progress that a payment method can be presented for.", param="reader"
    )


def number_needed(kind: str) -> ApiError:
    """A number that is typed in is one. source: inferred"""
    return errors.missing_param(kind)


def nothing_asked() -> ApiError:
    """The reader asks for nothing. source: inferred"""
    return errors.invalid("The reader has no `collect_inputs` action in progress.", param="reader")


def nothing_to_cancel() -> ApiError:
    """The reader shows no button. source: inferred"""
    return errors.invalid(
        "The reader has no action in progress that the customer can cancel.", param="reader"
    )
