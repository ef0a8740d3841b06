"""Plain pages for whoever follows a link that the API gave: what it stands for, and which calls do the same.

Owns: their HTML. Does not own: kinds of pages (kernel/pages.py). Money: none. Source: our own.
A page needs no key and shows nothing but the address that was asked for and the words of its kind: whoever
guesses an id learns nothing, not even whether there is such an object. For answers: payer_pages.py.
"""

from __future__ import annotations

from html import escape

from pinstripe.http.seen import Request
from pinstripe.kernel import pages
from pinstripe.kernel.call import Reply

HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ("X-Content-Type-Options", "nosniff"),
    # To nobody else; to ourselves, so that a browser says where a payer's answer comes from.
    ("Referrer-Policy", "same-origin"),
)
STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:42em;margin:3em auto;padding:0 1em}"
    "code{word-break:break-all}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3em .8em .3em 0}"
    "[role=alert]{border-left:4px solid #c33;padding-left:.8em}"
    "input,select,button{font:inherit;padding:.3em .6em}"
)

ANSWERS = (("complete", "Complete the payment"), ("fail", "Fail it"))
BUTTON = '<form method="post" action="{place}"><button name="answer" value="{answer}">{words}</button></form>'
"""What a payer may say on a page that asks (control/payer_pages.py)."""
CHOICE = (
    '<form method="post" action="{place}"><p><label for="outcome">How does it end?</label></p>\n'
    '<p><select id="outcome" name="outcome">\n{options}\n</select></p>\n<p><button>Submit</button></p></form>'
)
"""What a person may choose on a page with choices (control/chosen_pages.py)."""


def reply(request: Request) -> Reply:
    """The page of an address; 404 where there is none."""
    known = pages.found(request.path)
    if known is None:
        return written(404, "No such page", "<p>This server has no page at this address.</p>")
    kind, key = known
    body = f"<p>{escape(kind.means)}</p>\n<p>It is about <code>{escape(key)}</code>.</p>"
    if kind.asks:
        place = escape(f"{request.path}?{request.query.decode('ascii', 'replace')}")
        body += "".join(f"\n{BUTTON.format(place=place, answer=a, words=w)}" for a, w in ANSWERS)
    if kind.choices:
        body += f"\n{chooser(kind, request)}"
    if kind.instead:
        calls = "".join(f"<li><code>{escape(call.format(id=key))}</code></li>" for call in kind.instead)
        body += f"\n<p>These calls do the same:</p>\n<ul>{calls}</ul>"
    return written(200, kind.title, body)


def chooser(kind: pages.Page, request: Request) -> str:
    """The form of a page with choices; the last is chosen unless another is."""
    last = kind.choices[-1][0]
    options = "\n".join(
        f'<option value="{escape(value)}"{" selected" if value == last else ""}>{escape(words)}</option>'
        for value, words in kind.choices
    )
    place = escape(f"{request.path}?{request.query.decode('ascii', 'replace')}")
    return CHOICE.format(place=place, options=options)


def written(status: int, title: str, body: str) -> Reply:
    """A whole page."""
    text = (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f"<title>{escape(title)} · Pinstripe</title><style>{STYLE}</style></head>\n"
        f"<body>\n<h1>{escape(title)}</h1>\n{body}\n"
        "<p>Pinstripe is a server for tests. Nothing on this page is real.</p>\n</body>\n</html>\n"
    )
    return Reply(status, text.encode(), list(HEADERS))
