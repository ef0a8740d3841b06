"""Sessions of Identity: one that asks, one that was passed, with its report."""

from __future__ import annotations

from tests.property.place import Bases, Builder, Pool

PATH = "/v1/identity/verification_sessions"


def build(made: Builder) -> None:
    """A session that asks, and one that is through."""
    made.post(PATH, type="document")
    passed = made.post(PATH, type="document").id
    made.act("/_pinstripe/identity/verification_sessions/submit", session=passed)
    made.act("/_pinstripe/clock/advance", seconds=2)
    made.know(made.api.get("/v1/identity/verification_reports", verification_session=passed).data[0])


def bases(pool: Pool) -> Bases:
    """Calls of Identity that succeed."""
    asking, *_ = pool["identity.verification_session"]
    one = {"{session}": asking}
    return {
        f"POST {PATH}": [{"type": "document"}, {"type": "id_number"}],
        f"POST {PATH}/{{session}}": [{**one, "metadata": {"a": "1"}}],
        f"POST {PATH}/{{session}}/cancel": [one],
        f"POST {PATH}/{{session}}/redact": [one],
    }
