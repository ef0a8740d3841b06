"""The table of 2024-04-10: what it must hold, and how it is read out of typed classes."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pinstripe.api.shapes import problems
from pinstripe.api.table import COMPILED, NEWEST, OLDEST, Table

REPOSITORY = Path(__file__).parents[2]
USAGE = "/v1/subscription_items/{subscription_item}/usage_record"
GRAMMAR = {
    *("t", "ref", "req", "null", "opt", "clear", "enum", "max", "min", "fmt", "pattern", "expand"),
    *("list", "search", "of", "items", "values", "props"),
}


@pytest.fixture(scope="module")
def table() -> Table:
    return Table.load(OLDEST)


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node and all nodes in it."""
    yield node
    inner = [*node.get("props", {}).values(), *node.get("of", ())]
    inner += [node[key] for key in ("items", "values") if key in node]
    for part in inner:
        yield from nodes(part)


def all_nodes(table: Table) -> Iterator[dict[str, Any]]:
    for name in table.operations():
        operation = table.operation(name)
        yield from nodes(operation.params)
        yield from nodes(operation.answer)
    for name in table.objects():
        yield from nodes({"t": "hash", "props": table.object(name).props})


def test_it_holds_what_ended_later(table: Table) -> None:
    names = set(table.operations())
    ended = {f"POST {USAGE}s", f"GET {USAGE}_summaries"}
    assert ended | {"GET /v1/invoices/upcoming", "GET /v1/invoices/upcoming/lines"} <= names
    begun = {"GET /v1/invoice_payments", "POST /v1/invoices/{invoice}/attach_payment"}
    assert not begun & names
    assert len(names) > 600
    assert {"usage_record", "usage_record_summary"} <= set(table.objects())


def test_every_node_is_of_the_grammar_and_every_name_is_known(table: Table) -> None:
    known = set(table.objects())
    for node in all_nodes(table):
        assert set(node) <= GRAMMAR
        assert ("t" in node) != ("ref" in node)
        assert {node["ref"]} <= known if "ref" in node else True
        assert set(node.get("expand", ())) <= known


def test_usage_records_are_taken_and_answered(table: Table) -> None:
    create = table.operation(f"POST {USAGE}s")
    assert create.path_params == ("subscription_item",)
    assert create.params["props"]["quantity"] == {"t": "int", "req": True}
    stamp = create.params["props"]["timestamp"]["of"]
    assert [node.get("enum", node["t"]) for node in stamp] == [["now"], "int"]
    assert create.answer == {"ref": "usage_record"}
    summaries = table.operation(f"GET {USAGE}_summaries").answer
    assert summaries["list"] == "usage_record_summary"
    assert summaries["props"]["data"]["items"] == {"ref": "usage_record_summary"}
    record = {
        "id": "mbur_1",
        "object": "usage_record",
        "livemode": False,
        "quantity": 3,
        "subscription_item": "si_1",
        "timestamp": 1_700_000_000,
    }
    assert problems(record, create.answer, table) == []
    assert problems({**record, "quantity": None}, create.answer, table) == ["quantity: null is not allowed"]


def test_parameters_of_their_time_are_known(table: Table) -> None:
    def params(name: str) -> dict[str, Any]:
        return table.operation(name).params["props"]

    assert params("POST /v1/promotion_codes")["coupon"]["req"] is True
    assert "promotion" not in params("POST /v1/promotion_codes")
    assert "coupon" in params("POST /v1/customers")
    assert "pricing" not in params("POST /v1/invoiceitems") and "price" in params("POST /v1/invoiceitems")
    recurring = params("POST /v1/prices")["recurring"]["props"]
    assert recurring["aggregate_usage"]["enum"] == ["last_during_period", "last_ever", "max", "sum"]
    assert params("POST /v1/checkout/sessions")["ui_mode"]["enum"] == ["embedded", "hosted"]
    metadata = params("POST /v1/customers")["metadata"]
    assert (metadata["t"], metadata["clear"], metadata["values"]["t"]) == ("map", True, "str")
    assert params("GET /v1/customers")["created"]["t"] == "any"
    assert params("POST /v1/files")["file"]["t"] == "file"
    assert "is" in params("POST /v1/tax/registrations")["country_options"]["props"]


def test_objects_of_their_time_are_known(table: Table) -> None:
    subscription = table.object("subscription").props
    assert subscription["current_period_end"]["req"] and subscription["discount"]["null"]
    assert subscription["customer"]["expand"] == ["customer", "deleted_customer"]
    items = subscription["items"]
    assert (items["t"], items["list"]) == ("hash", "subscription_item")
    assert items["props"]["data"]["items"] == {"ref": "subscription_item"}
    assert "current_period_end" not in table.object("subscription_item").props
    invoice = table.object("invoice").props
    assert {"paid", "charge", "payment_intent", "subscription", "tax"} <= invoice.keys()
    assert not {"parent", "payments", "total_taxes"} & invoice.keys()
    assert table.object("discount").props["coupon"]["ref"] == "coupon"
    country = table.object("tax.registration").props["country_options"]["props"]
    assert "is" in country and "is_" not in country


def test_what_was_only_added_since_is_known_too(table: Table) -> None:
    assert "customer_account" in table.object("payment_intent").props
    assert "req" not in table.object("payment_intent").props["customer_account"]
    assert "excluded_payment_method_types" in table.operation("POST /v1/payment_intents").params["props"]
    assert "POST /v1/billing/credit_grants" in set(table.operations())


def test_paths_are_named_as_in_the_newest_table(table: Table) -> None:
    newest = Table.load(NEWEST)
    shared = set(newest.operations()) & set(table.operations())
    assert len(shared) >= 615
    for name in shared:
        assert table.operation(name).id == newest.operation(name).id


def test_deletions_answer_stubs(table: Table) -> None:
    assert table.operation("DELETE /v1/customers/{customer}").answer == {"ref": "deleted_customer"}
    stub = {"id": "cus_1", "object": "customer", "deleted": True}
    assert problems(stub, {"ref": "deleted_customer"}, table) == []
    canceled = table.operation("DELETE /v1/subscriptions/{subscription_exposed_id}").answer
    assert canceled == {"ref": "subscription"}
    assert "deleted" not in table.object("customer").props


def test_no_sentence_is_in_the_table() -> None:
    for name in ("operations.jsonl", "objects.jsonl"):
        text = (COMPILED / OLDEST / name).read_text(encoding="utf-8")
        assert 'description":"' not in text and '"""' not in text
        assert all(len(line) < 200_000 for line in text.splitlines())


# A package of the form that the SDK has, small enough to read.
GADGET = '''
class Gadget(ListableAPIResource["Gadget"]):
    """A sentence that must not be copied."""
    OBJECT_NAME: ClassVar[Literal["gadget"]] = "gadget"

    class Part(StripeObject):
        class Maker(StripeObject):
            name: Optional[str]
        is_: Optional[bool]
        maker: Maker
        _field_remappings = {"is_": "is"}

    amount: int
    deleted: Optional[Literal[True]]
    id: str
    kind: Literal["big", "small"]
    owner: Optional[ExpandableField[Union["Owner", "Gadget"]]]
    parts: Optional[List[Part]]
    object: Literal["gadget"]
    owners: ListObject["Owner"]
    share: float
    words: Dict[str, str]
    _inner_class_types = {"part": Part}
'''
OWNER = """
class Owner(APIResource["Owner"]):
    OBJECT_NAME: ClassVar[Literal["owner"]] = "owner"
    id: str
    object: Literal["owner"]
"""
SERVICE = """
from stripe._gadget import Gadget
from stripe._list_object import ListObject


class GadgetService(StripeService):
    class ListParams(TypedDict):
        created: NotRequired["GadgetService.ListParamsCreated|int"]

    class ListParamsCreated(TypedDict):
        gt: NotRequired[int]

    _CreateParamsBase = TypedDict("CreateParams", {"from": NotRequired[int]})

    class CreateParams(_CreateParamsBase):
        amount: int
        label: NotRequired["Literal['']|str"]
        metadata: NotRequired["Literal['']|Dict[str, str]"]
        sizes: NotRequired[List[Literal["big", "small"]]]
        when: NotRequired["Literal['now']|int"]

    def list(self, params: "GadgetService.ListParams" = {}) -> ListObject[Gadget]:
        return cast(ListObject[Gadget], self._request("get", "/v1/gadgets", params=params))

    def create(self, params: "GadgetService.CreateParams", options: RequestOptions = {}) -> Gadget:
        return cast(Gadget, self._request("post", "/v1/gadgets", params=params))

    async def create_async(self, params: "GadgetService.CreateParams") -> Gadget:
        return cast(Gadget, await self._request_async("post", "/v1/gadgets", params=params))

    def delete(self, gadget: str, options: RequestOptions = {}) -> Gadget:
        path = sanitize_id(gadget)
        return cast(Gadget, self._request("delete", "/v1/gadgets/{gadget}".format(gadget=path)))
"""


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(REPOSITORY / "spec"))
    yield importlib.import_module("compile_sdk")
    for name in ("compile", "compile_sdk", "sdk_reader"):
        sys.modules.pop(name, None)


@pytest.fixture
def compiled(compiler: ModuleType, tmp_path: Path) -> Path:
    package, newest = tmp_path / "stripe", tmp_path / "newest"
    package.mkdir()
    newest.mkdir()
    owner = "from stripe._owner import Owner\n"
    (package / "_gadget.py").write_text(owner + GADGET)
    (package / "_owner.py").write_text(OWNER)
    (package / "_list_object.py").write_text('class ListObject:\n    OBJECT_NAME = "list"\n')
    (package / "_gadget_service.py").write_text(SERVICE)
    deletion = {
        "id": "DeleteGadget",
        "method": "DELETE",
        "path": "/v1/gadgets/{id}",
        "params": {"t": "hash", "props": {}},
        "encoding": "",
        "answer": {"ref": "deleted_gadget"},
    }
    later = {**deletion, "id": "GetLater", "method": "GET", "path": "/v1/later", "answer": {"ref": "later"}}
    (newest / "operations.jsonl").write_text(json.dumps(deletion) + "\n" + json.dumps(later) + "\n")
    objects = [
        {"name": "deleted_gadget", "object": "gadget", "props": {"id": {"t": "str", "req": True}}},
        {
            "name": "gadget",
            "object": "gadget",
            "props": {
                "id": {"t": "str", "req": True, "max": 5000},
                "kind": {"t": "str", "enum": ["small", "huge"]},
                "new": {"ref": "newness", "req": True},
            },
        },
        {"name": "later", "object": "later", "props": {}},
        {"name": "newness", "object": None, "props": {"at": {"t": "int", "fmt": "unix-time"}}},
        {"name": "unused", "object": "unused", "props": {}},
    ]
    (newest / "objects.jsonl").write_text("".join(json.dumps(line) + "\n" for line in objects))
    compiler.main(["--sdk", str(package), "--out", str(tmp_path / "old"), "--newest", str(newest)])
    return tmp_path


def test_typed_classes_become_nodes(compiled: Path) -> None:
    table = Table("old", compiled)
    assert list(table.operations()) == [
        "GET /v1/gadgets",
        "POST /v1/gadgets",
        "DELETE /v1/gadgets/{id}",
        "GET /v1/later",
    ]
    create = table.operation("POST /v1/gadgets")
    assert (create.id, create.encoding, create.answer) == ("PostGadgets", "form", {"ref": "gadget"})
    assert create.params["props"] == {
        "amount": {"t": "int", "req": True},
        "from": {"t": "int"},
        "label": {"t": "str", "clear": True},
        "metadata": {"t": "map", "clear": True, "values": {"t": "str"}},
        "sizes": {"t": "list", "items": {"t": "str", "enum": ["big", "small"]}},
        "when": {"t": "any", "of": [{"t": "str", "enum": ["now"]}, {"t": "int"}]},
    }
    listing = table.operation("GET /v1/gadgets")
    assert listing.params["props"]["created"] == {
        "t": "any",
        "of": [{"t": "hash", "props": {"gt": {"t": "int"}}}, {"t": "int"}],
    }
    assert (listing.encoding, listing.answer["list"]) == ("", "gadget")


def test_resource_classes_become_objects(compiled: Path) -> None:
    table = Table("old", compiled)
    assert set(table.objects()) == {"deleted_gadget", "gadget", "later", "newness", "owner"}
    props = table.object("gadget").props
    assert "deleted" not in props and "_inner_class_types" not in props
    assert props["id"] == {"t": "str", "req": True, "max": 5000}
    assert props["kind"] == {"t": "str", "req": True, "enum": ["big", "small", "huge"]}
    assert props["owner"] == {"t": "str", "null": True, "expand": ["owner", "gadget"]}
    assert props["new"] == {"ref": "newness"}
    part = props["parts"]["items"]["props"]
    assert part["is"] == {"t": "bool", "null": True}
    assert part["maker"] == {
        "t": "hash",
        "req": True,
        "props": {"name": {"t": "str", "null": True}},
    }
    assert props["owners"]["list"] == "owner"
    assert (props["share"]["t"], props["words"]["t"]) == ("num", "map")


def test_the_newest_table_names_paths_and_deletions(compiled: Path) -> None:
    deletion = Table("old", compiled).operation("DELETE /v1/gadgets/{id}")
    assert (deletion.id, deletion.path_params) == ("DeleteGadget", ("id",))
    assert deletion.answer == {"ref": "deleted_gadget"}
    assert "sentence" not in (compiled / "old" / "objects.jsonl").read_text()
