"""The newest table: typed classes laid over the description, and what they changed."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pinstripe.api.router import Router
from pinstripe.api.table import NEWEST, OLDEST, Table
from tests.api.test_table import description, param

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def table() -> Table:
    return Table.load(NEWEST)


def test_it_has_the_routes_that_only_the_types_know(table: Table) -> None:
    unreject = table.operation("POST /v1/accounts/{account}/unreject")
    assert (unreject.id, unreject.answer) == ("PostAccountsAccountUnreject", {"ref": "account"})
    assert table.operation("GET /v1/apps/installs").answer["list"] == "apps.install"
    pages = table.operation("GET /v2/money_management/transactions")
    assert (pages.encoding, pages.answer["list"]) == ("", "v2.money_management.transaction")
    assert list(pages.answer["props"]) == ["data", "next_page_url", "previous_page_url"]
    assert pages.params["props"]["page"] == {"t": "str"}
    assert table.operation("POST /v2/money_management/payout_intents").encoding == "json"


def test_what_is_described_keeps_its_limits(table: Table) -> None:
    assert param(table, "POST /v1/payment_intents", "description") == {"t": "str", "max": 1000}
    assert param(table, "POST /v1/customers", "email") == {"t": "str", "max": 512}
    assert table.operation("DELETE /v1/customers/{customer}").answer == {"ref": "deleted_customer"}
    assert "client_secret" in table.operation("POST /v1/payment_intents/{intent}/confirm").params["props"]


def test_named_values_are_those_of_now(table: Table) -> None:
    assert param(table, "POST /v1/accounts/{account}/reject", "reason")["enum"] == [
        *("credit", "fraud_no_intent_to_fulfill", "fraud_other", "fraud_payment_method_casher"),
        *("fraud_payment_method_tester", "other", "terms_of_service"),
    ]
    assert {"paypay", "sequra"} <= set(table.object("payment_method").props["type"]["enum"])
    assert "2026-10-28.endive" in param(table, "POST /v1/webhook_endpoints", "api_version")["enum"]


def test_a_fresh_object_leaves_out_what_only_the_types_know(table: Table) -> None:
    product = table.object("product")
    assert product.props["tax_details"]["opt"] is True
    assert "tax_details" not in product.blank()
    assert {"description", "tax_code"} <= product.blank().keys()
    assert table.object("payment_intent").blank()["allowed_payment_method_types"] is None
    assert "type" not in product.props, "the types had it before, and the description leaves it out"


def test_the_oldest_table_has_the_additions_and_not_the_replacements() -> None:
    oldest = Table.load(OLDEST)
    assert "POST /v1/accounts/{account}/unreject" in set(oldest.operations())
    assert "allowed_payment_method_types" in oldest.operation("POST /v1/payment_intents").params["props"]
    filters = oldest.operation("POST /v1/financial_connections/sessions").params["props"]["filters"]["props"]
    assert "countries" in filters and "country" not in filters
    assert (
        param(oldest, "POST /v1/subscriptions/{subscription_exposed_id}", "billing_cycle_anchor")["t"]
        == "str"
    )


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("GET /v1/capital/financing_summary", "capital.financing_summary"),
        ("POST /v1/crypto/onramp_sessions", "crypto.onramp_session"),
        ("GET /v1/terminal/hardware_orders/preview", "terminal.hardware_order"),
        ("POST /v1/test_helpers/terminal/hardware_orders/{hardware_order}/ship", "terminal.hardware_order"),
        ("POST /v1/issuing/funding_instructions", "funding_instructions"),
        ("POST /v1/test_helpers/issuing/fund_balance", "funding_instructions"),
        ("POST /v1/issuing/cards/{card}/test/authorizations", "issuing.authorization"),
        ("POST /v1/events/{id}/retry", "event"),
    ],
)
def test_overlays_route_what_no_description_has(table: Table, name: str, answer: str) -> None:
    assert table.operation(name).answer == {"ref": answer}
    method, path = name.split(" ")
    found, _ = Router(table).match(method, path.replace("{", "x").replace("}", ""))
    assert found.name == name


def test_the_command_line_tool_is_told_where_its_socket_is(table: Table) -> None:
    sessions = table.operation("POST /v1/stripecli/sessions")
    assert sessions.params["props"]["websocket_features"]["items"]["enum"] == [
        *("request_logs", "v2_events", "webhooks"),
    ]
    assert {"secret", "websocket_url", "reconnect_delay"} <= sessions.answer["props"].keys()
    assert param(table, "POST /v1/topups", "destination_balance") == {"t": "str", "enum": ["issuing"]}


# A package of the form that the SDK has, laid over the small description of the other tests.
ONE = '''
class One(APIResource["One"]):
    """A sentence that must not be copied."""
    OBJECT_NAME: ClassVar[Literal["one"]] = "one"

    class Part(StripeObject):
        size: Optional[int]

    fresh: Optional[Part]
    words: UntypedStripeObject[str]
    share: Decimal
    object: Literal["one"]
'''
SERVICE = """
class OneService(StripeService):
    def create(self, params: "ZParams", options: Optional["RequestOptions"] = None) -> "One":
        return cast("One", self._request("post", "/v1/z/{id}".format(id=sanitize_id(id)), params=params))

    def pages(self, params: Optional["PageParams"] = None) -> "ListObject[One]":
        return cast("ListObject[One]", self._request("get", "/v2/ones", params=params))


class ZParams(RequestOptions):
    kind: NotRequired[Union[Literal["a", "c"], str]]
    either: NotRequired["Literal['']|List[str]"]
    when: NotRequired[Union[Dict[str, str], UntypedStripeObject[str]]]
    hook: "Hook"
    rules: NotRequired[Literal[""]]


class Hook(TypedDict):
    type: Union[Literal["now"], str]


class PageParams(RequestOptions):
    limit: NotRequired[int]
"""


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(REPOSITORY / "spec"))
    yield importlib.import_module("compile_newest")
    for name in ("compile", "compile_newest", "compile_sdk", "sdk_reader"):
        sys.modules.pop(name, None)


@pytest.fixture
def laid(compiler: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    package = tmp_path / "stripe"
    package.mkdir()
    (package / "_api_version.py").write_text('class _ApiVersion:\n    CURRENT = "2001-01-01.next"\n')
    (package / "_one.py").write_text(ONE)
    (package / "_list_object.py").write_text('class ListObject:\n    OBJECT_NAME = "list"\n')
    (package / "_one_service.py").write_text("from stripe._one import One\n" + SERVICE)
    (tmp_path / "description.json").write_text(json.dumps(description()))
    monkeypatch.setattr(compiler, "OVERLAYS", tmp_path / "none")
    given: list[Any] = ["--sdk", package, "--spec", tmp_path / "description.json", "--out", tmp_path / "out"]
    compiler.main([str(word) for word in given])
    return Table("2001-01-01.next", tmp_path / "out")


def test_types_add_take_away_and_replace(laid: Table) -> None:
    assert list(laid.operations()) == [
        "POST /v1/webhook_endpoints",
        "POST /v1/z/{id}",
        "POST /v2/a",
        "GET /v2/ones",
    ]
    assert laid.operation("POST /v1/z/{id}").params["props"] == {
        "kind": {"t": "str", "clear": True, "enum": ["a", "c"]},
        "either": {
            "t": "any",
            "clear": True,
            "of": [{"t": "list", "items": {"t": "str", "max": 9}}, {"t": "hash", "props": {}}],
        },
        "when": {"t": "map", "values": {"t": "str"}},
        "rules": {"t": "str", "clear": True, "max": 0},
        "hook": {"t": "hash", "req": True, "props": {"type": {"t": "str", "req": True, "enum": ["now"]}}},
    }
    pages = laid.operation("GET /v2/ones")
    assert (pages.id, pages.params["props"]) == ("GetV2Ones", {"limit": {"t": "int"}, "page": {"t": "str"}})


def test_types_say_that_a_property_may_be_missing(laid: Table) -> None:
    props = laid.object("one").props
    assert "owner" not in props, "the types have it no more"
    assert props["fresh"] == {
        "t": "hash",
        "null": True,
        "opt": True,
        "props": {"size": {"t": "int", "null": True, "opt": True}},
    }
    assert props["words"] == {"t": "map", "req": True, "values": {"t": "str"}}
    assert props["share"] == {"t": "str", "req": True, "fmt": "decimal"}
    assert laid.object("one").blank() == {}
    assert laid.object("two").props.keys() == {"free"}


def test_the_package_that_was_read_is_known_by_its_hash(compiler: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    before = compiler.package_hash(tmp_path)
    (tmp_path / "b.txt").write_text("not read")
    assert compiler.package_hash(tmp_path) == before
    (tmp_path / "a.py").write_text("x = 2\n")
    assert compiler.package_hash(tmp_path) != before
