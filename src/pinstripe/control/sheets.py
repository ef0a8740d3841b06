"""Forms as pages: plain HTML that needs no script, and the way of an answer to the room that asked.

Owns: their HTML, finding the world, what is undone when an answer is refused. Does not own: what is asked
(kernel/sheets.py and the rooms). Money: none. Source: our own.
No key is needed: the address carries the id of a record that nobody can guess.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from pinstripe.api.errors import ApiError
from pinstripe.control.pages import HEADERS, OTHER, written
from pinstripe.control.payer_pages import homes
from pinstripe.control.routes import Control
from pinstripe.http.seen import Request
from pinstripe.kernel import sheets
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.call import Reply
from pinstripe.kernel.sheets import Away, Cell, Field, Form, Part, Sheet, Told
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World

AUTOCOMPLETE = {
    "card-cvc": "cc-csc",
    "card-expiry": "cc-exp",
    "card-number": "cc-number",
    "email": "email",
    "name": "name",
    "phone": "tel",
}
"""What a browser may fill in by itself, by a field's name."""
NOWHERE = "<p>This server has no form at this address.</p>"
Shown = Sheet | Away | None


async def reply(control: Control, request: Request) -> Reply:
    """The form of an address, or what follows from an answer to it."""
    known = sheets.found(request.path)
    asked = pairs(request.query)
    if known is None:
        return written(404, "No such page", NOWHERE)
    sent = pairs(request.body) if request.method == "POST" else None
    account = known[2] or asked.get("merchant", "")
    asked = {**asked, "key": known[3] or asked.get("key", "")}
    for world in await control.ask(homes, control, account, known[0]):
        shown, problem = await step(control, world, account, known, asked, sent, request.client)
        if problem:
            again, _ = await step(control, world, account, known, asked, None, request.client)
            shown = refilled(again, sent or {}, problem) if isinstance(again, Sheet) else again
            if shown is None:
                return written(400, "Not possible", f'<p role="alert">{escape(problem)}</p>')
        if shown is not None:
            return page_of(shown)
    return written(404, "No such page", NOWHERE)


def refilled(shown: Sheet, sent: Told, problem: str) -> Sheet:
    """The form once more, with what is wrong, and with what somebody had filled in."""
    about = sent.get("do")
    parts = tuple(
        replace(part, forms=tuple(kept(form, sent) for form in part.forms)) if about else part
        for part in shown.parts
    )
    fields = tuple(filled(field, sent) for field in shown.fields)
    return replace(shown, fields=fields, parts=parts, problem=problem)


def kept(form: Form, sent: Told) -> Form:
    """A form among several: the one that was sent keeps what was filled in."""
    mine = all(sent.get(name) == value for name, value in form.told if name != "turn")
    return replace(form, fields=tuple(filled(field, sent) for field in form.fields)) if mine else form


def filled(field: Field, sent: Told) -> Field:
    """A field as it was sent; what a page keeps for itself stays."""
    if field.kind == "checkbox":
        return replace(field, ticked=field.name in sent)
    if field.kind == "hidden" or field.name not in sent:
        return field
    return replace(field, value=sent[field.name])


async def step(
    control: Control,
    world: World,
    account: str,
    known: tuple[str, sheets.Answered, str, str],
    asked: Told,
    sent: Told | None,
    client: str,
) -> tuple[Shown, str]:
    """What the room says, kept; nothing is kept of an answer that is refused. gives: that, the refusal"""

    def run(batch: Batch) -> tuple[Shown, str]:
        work = Work(batch, account)
        work.client = client
        try:
            shown = known[1](work, known[0], asked, sent)
        except ApiError as refusal:
            return None, "" if refusal.status == 404 else str(refusal.message)
        work.keep()
        return shown, ""

    found: Any = await control.runtime.engine.enqueue((world, run))
    return found  # type: ignore[no-any-return]


def pairs(data: bytes) -> dict[str, str]:
    """A query or a form's body; of two values for a name the last."""
    return dict(parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True))


def page_of(shown: Sheet | Away) -> Reply:
    """A form as a page, or the way to somewhere else."""
    if isinstance(shown, Away):
        return Reply(303, b"", [*HEADERS, ("Location", shown.address)])
    parts = [f"<p>{escape(line)}</p>" for line in shown.text]
    if shown.headline:
        parts.insert(0, f'<p class="headline">{escape(shown.headline)}</p>')
    if shown.problem:
        parts.insert(0, f'<p role="alert">{escape(shown.problem)}</p>')
    place = escape(shown.place)
    parts += [part_of(part, place) for part in shown.parts]
    if shown.button:
        form = form_of(Form(shown.button, shown.fields), place)
        parts.append(f'<div class="main">{form}</div>' if shown.parts else form)
    for number, one in enumerate(shown.beside):
        look = "" if number == 0 and not shown.button else OTHER
        named = f'name="{escape(one.name)}" value="{escape(one.value)}"'
        button = f"<button{look} {named}>{escape(one.words)}</button>"
        parts.append(f'<form class="beside" method="post" action="{place}">{button}</form>')
    return written(200, shown.title, "\n".join(parts))


def form_of(form: Form, place: str) -> str:
    """A form with its button; one without fields is a button among others. params: place, escaped"""
    told = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in form.told
    )
    if not form.fields and form.told:
        button = f"<button{OTHER}>{escape(form.button)}</button>"
        return f'<form class="beside" method="post" action="{place}">{told}{button}</form>'
    fields = "\n".join(drawn(field) for field in form.fields)
    button = f"<button>{escape(form.button)}</button>"
    return f'<form method="post" action="{place}">{told}\n{fields}\n<p>{button}</p>\n</form>'


def part_of(part: Part, place: str) -> str:
    """A part of a page: its heading, words, facts, table, sums, links and forms; one without a heading goes
    on with what stands above it. params: place, escaped"""
    found = [f"<h2>{escape(part.heading)}</h2>"] if part.heading else []
    found += [f"<p>{escape(line)}</p>" for line in part.text]
    if part.facts:
        facts = "\n".join(f"<dt>{escape(name)}</dt><dd>{cell_of(cell)}</dd>" for name, cell in part.facts)
        found.append(f"<dl>\n{facts}\n</dl>")
    if part.rows:
        found.append(table_of(part))
    if part.sums:
        sums = "\n".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in part.sums)
        found.append(f'<dl class="sums">\n{sums}\n</dl>')
    found += [f"<p>{cell_of(link)}</p>" for link in part.links]
    found += [form_of(form, place) for form in part.forms]
    if not found:
        return ""
    inner = "\n".join(found)
    goes_on = "" if part.heading or part.facts or part.rows else ' class="more"'
    return f"<section{goes_on}>\n{inner}\n</section>"


def table_of(part: Part) -> str:
    """The table of a part; numbers stand at the right."""
    head, *rows = part.rows
    looks = ["" if at < len(head) - part.numbers else ' class="number"' for at in range(len(head))]
    top = "".join(
        f'<th scope="col"{look}>{cell_of(cell)}</th>' for look, cell in zip(looks, head, strict=True)
    )
    cells = [
        "".join(f"<td{look}>{cell_of(cell)}</td>" for look, cell in zip(looks, row, strict=True))
        for row in rows
    ]
    lines = "\n".join(f"<tr>{row}</tr>" for row in cells)
    table = f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>"
    return f'<div class="table">{table}</div>'


def cell_of(cell: Cell) -> str:
    """Some text, or words that lead somewhere."""
    if isinstance(cell, str):
        return escape(cell)
    address, words = cell
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def drawn(field: Field) -> str:
    """One thing that is asked, with its label."""
    name, label, value = escape(field.name), escape(field.label), escape(field.value)
    mark = f"field-{name}"
    if field.kind == "hidden":
        return f'<input type="hidden" name="{name}" value="{value}">'
    must = " required" if field.required else ""
    if field.name in AUTOCOMPLETE:
        must += f' autocomplete="{AUTOCOMPLETE[field.name]}"'
    said = f' aria-describedby="{mark}-problem" aria-invalid="true"' if field.problem else ""
    if field.kind == "select":
        options = "".join(
            f'<option value="{escape(one)}"{chosen(one, field)}>{escape(words)}</option>'
            for one, words in field.options
        )
        inner = f'<select id="{mark}" name="{name}"{must}{said}>{options}</select>'
    else:
        kind = escape(field.kind)
        must += " checked" if field.ticked else ""
        inner = f'<input id="{mark}" type="{kind}" name="{name}" value="{value}"{must}{said}>'
    wrong = f'<br><strong id="{mark}-problem">{escape(field.problem)}</strong>' if field.problem else ""
    words = f'<label for="{mark}">{label}</label>'
    shown = f"{inner} {words}" if field.kind == "checkbox" else f"{words}<br>{inner}"
    return f"<p>{shown}{wrong}</p>"


def chosen(value: str, field: Field) -> str:
    """Is it the option that a field holds?"""
    return " selected" if value == field.value else ""
