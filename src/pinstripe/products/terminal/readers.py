"""The endpoints of readers: registered, named, listed, given up; asked to do something; met by a customer.

Owns: the endpoints. Does not own: the record (reader.py), what is asked with payments (payment_request.py)
and beside them (customer_request.py), what comes of it (presentation.py). Money: none here.
Source: spec; recorded: simulated readers.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import deleted, referred, show_records, stored, updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.terminal import customer_request, payment_request, presentation, refusals
from pinstripe.products.terminal.reader import CODES, READER, moment, refuse_unreachable

HERE = "/v1/terminal/readers/{reader}"
HELPER = "/v1/test_helpers/terminal/readers/{reader}"


@operation("POST /v1/terminal/readers", READER)
def create(work: Work, params: Params) -> Record:
    """A reader at a place, by the code that it shows. refuses: missing_param, no_such, unknown_code

    source: spec; recorded: simulated readers (serial number, label); docs: Terminal readers
    """
    if not params.get("location"):
        raise errors.missing_param("location")
    location = work.find("terminal.location", params.location, "location")
    code = params.registration_code
    device = CODES.get(code)
    if device is None:
        raise refusals.unknown_code()
    serial = device.serial or uuid(work)
    label = params.get("label") or (code if device.serial else f"{code}-{serial}")
    known = work.where(READER.object, limit=1, serial_number=device.serial) if device.serial else []
    for other in known:  # a device stands in one place
        work.delete(other)
    return work.create(
        READER,
        "done",
        **{
            **stored(READER, params),
            "device_sw_version": device.software,
            "device_type": device.kind,
            "ip_address": device.address,
            "label": label,
            "last_seen_at": moment(work),
            "location": location.id,
            "serial_number": serial,
        },
        private={"name": label},
    )


def uuid(work: Work) -> str:
    """A serial number as simulated readers have it. source: recorded: simulated readers"""
    digits = "".join(f"{ord(letter) % 16:x}" for letter in work.mint.letters(32))
    return "-".join((digits[:8], digits[8:12], f"4{digits[13:16]}", f"a{digits[17:20]}", digits[20:]))


@operation("POST /v1/terminal/readers/{reader}", READER, subject="reader")
def update(work: Work, reader: Record, params: Params) -> Record:
    """Another name or metadata; without one a reader is called as at first. source: spec; inferred (unset)"""
    changes = updates(reader, params)
    if "label" in params and not params.label:
        changes["label"] = reader.private["name"]
    return work.change(reader, **changes)


@operation("DELETE /v1/terminal/readers/{reader}", READER, subject="reader")
def delete(work: Work, reader: Record, params: Params) -> dict[str, Any]:
    """A reader that is not used any more. source: spec"""
    work.delete(reader)
    return deleted(reader)


@operation("GET /v1/terminal/readers", READER)
def list_all(work: Work, params: Params) -> Page:
    """Readers, newest first. source: spec"""
    referred(work, params, location="terminal.location")
    filters = params.pick("device_type", "location", "serial_number", "status")
    return show_records(work, READER, params, "/v1/terminal/readers", filters)


@operation("POST /v1/terminal/readers/{reader}/cancel_action", READER, subject="reader")
def cancel_action(work: Work, reader: Record, params: Params) -> Record:
    """What a reader was asked to do is no longer wanted. refuses: offline, busy.
    source: recorded: simulated readers (null); docs: Terminal server-driven integration
    """
    refuse_unreachable(reader)
    return work.advance(reader, "cancel_action", "done", last_seen_at=moment(work))


@operation(f"POST {HERE}/process_payment_intent", READER, subject="reader")
def process_payment_intent(work: Work, reader: Record, params: Params) -> Record:
    """The reader asks for a card and takes the payment.
    source: recorded: simulated readers; docs: Terminal server-driven integration
    """
    return payment_request.process_payment_intent(work, reader, params)


@operation(f"POST {HERE}/collect_payment_method", READER, subject="reader")
def collect_payment_method(work: Work, reader: Record, params: Params) -> Record:
    """The reader asks for a card, which is looked at before it is charged.
    source: spec; docs: Terminal server-driven integration
    """
    return payment_request.collect_payment_method(work, reader, params)


@operation(f"POST {HERE}/confirm_payment_intent", READER, subject="reader")
def confirm_payment_intent(work: Work, reader: Record, params: Params) -> dict[str, Any]:
    """The card that was read is charged; the answer is from before that.
    source: spec; docs: Terminal server-driven integration; inferred (how long it takes)
    """
    return payment_request.confirm_payment_intent(work, reader, params)


@operation(f"POST {HERE}/process_setup_intent", READER, subject="reader")
def process_setup_intent(work: Work, reader: Record, params: Params) -> Record:
    """The reader asks for a card that is to be kept.
    source: spec
    """
    return payment_request.process_setup_intent(work, reader, params)


@operation(f"POST {HERE}/refund_payment", READER, subject="reader")
def refund_payment(work: Work, reader: Record, params: Params) -> Record:
    """The reader asks for the card that paid, to give money back to it.
    source: spec; docs: Terminal refunds
    """
    return payment_request.refund_payment(work, reader, params)


@operation(f"POST {HERE}/set_reader_display", READER, subject="reader")
def set_reader_display(work: Work, reader: Record, params: Params) -> Record:
    """The reader shows what is in the basket, a moment later.
    source: recorded: simulated readers (in progress at first); spec
    """
    return customer_request.set_reader_display(work, reader, params)


@operation(f"POST {HERE}/collect_inputs", READER, subject="reader")
def collect_inputs(work: Work, reader: Record, params: Params) -> Record:
    """The reader asks the customer up to five things.
    source: spec; docs: Terminal collect inputs
    """
    return customer_request.collect_inputs(work, reader, params)


@operation(f"POST {HELPER}/present_payment_method", READER, subject="reader")
def present_payment_method(work: Work, reader: Record, params: Params) -> Record:
    """A customer holds a card to the reader.
    source: spec; docs: Terminal testing
    """
    return presentation.present_payment_method(work, reader, params)


@operation(f"POST {HELPER}/succeed_input_collection", READER, subject="reader")
def succeed_input_collection(work: Work, reader: Record, params: Params) -> Record:
    """The customer answers all that is asked, or only what they must.
    source: spec
    """
    return presentation.succeed_input_collection(work, reader, params)


@operation(f"POST {HELPER}/timeout_input_collection", READER, subject="reader")
def timeout_input_collection(work: Work, reader: Record, params: Params) -> Record:
    """The customer answers nothing.
    source: recorded: simulated
    readers (code and words)
    """
    return presentation.timeout_input_collection(work, reader, params)
