"""Signatures as the readers of webhooks check them."""

from __future__ import annotations

from pinstripe.events.signing import sign
from tests.events.listener import verified

SECRET = "whsec_0123456789abcdef0123456789abcdef"
PAYLOAD = '{\n  "id": "evt_1",\n  "name": "Zoë"\n}'.encode()


def test_the_check_of_the_sdks_accepts_it() -> None:
    header = sign(PAYLOAD, SECRET, 1_767_225_600)
    assert header.startswith("t=1767225600,v1=")
    assert verified(PAYLOAD, header, SECRET, now=1_767_225_700)


def test_the_check_refuses_another_payload_secret_or_time() -> None:
    header = sign(PAYLOAD, SECRET, 1_767_225_600)
    assert not verified(PAYLOAD + b" ", header, SECRET, now=1_767_225_600)
    assert not verified(PAYLOAD, header, SECRET.upper(), now=1_767_225_600)
    assert not verified(PAYLOAD, header, SECRET, now=1_767_225_901)


def test_a_known_signature() -> None:
    # Made with `printf '12345.{}' | openssl dgst -sha256 -hmac whsec_test`.
    assert sign(b"{}", "whsec_test", 12345) == f"t=12345,v1={KNOWN}"


def test_every_active_secret_signs() -> None:
    header = sign(PAYLOAD, ("whsec_new", "whsec_old"), 5)
    assert header.count("v1=") == 2
    assert verified(PAYLOAD, header, "whsec_new", now=5)
    assert verified(PAYLOAD, header, "whsec_old", now=5)


KNOWN = "f7d0d6f2476273381fa231a8ba13a821a0c87029e7b1bfae51e93d0240fb7c32"
