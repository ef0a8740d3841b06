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
    ":root{color-scheme:light dark;--ink:#1a1f36;--soft:#566070;--line:#d9dee7;--back:#f3f5f9;--card:#fff;"
    "--accent:#4048c8;--on:#fff;--bad:#b3261e;--wash:#fdeceb}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8eaf0;--soft:#a6afbd;--line:#39404d;--back:#12151a;"
    "--card:#1c2028;--accent:#9aa0ff;--on:#12151a;--bad:#ff8a80;--wash:#3a2020}}"
    "body{font:16px/1.5 system-ui,sans-serif;margin:0;padding:2rem 1rem;background:var(--back);"
    "color:var(--ink);overflow-wrap:anywhere}"
    "main,footer{box-sizing:border-box;max-width:42rem;margin:0 auto}"
    "main{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:2rem}"
    "footer{padding:1rem 2rem;color:var(--soft);font-size:.85rem}"
    "h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}"
    "h2{font-size:1.1rem;margin:0 0 .5rem}p{margin:.5rem 0}"
    ".headline{font-size:1.75rem;font-weight:600;line-height:1.3}"
    "section,.main{border-top:1px solid var(--line);margin-top:1.25rem;padding-top:1.25rem}"
    "section.more{border:0;margin-top:.5rem;padding-top:0}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem;margin:.5rem 0}"
    "dt{color:var(--soft)}dd{margin:0}"
    ".table{overflow-x:auto}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.45rem 1rem .45rem 0;"
    "border-bottom:1px solid var(--line)}"
    "th{color:var(--soft);font-size:.9rem;font-weight:500}th:last-child,td:last-child{padding-right:0}"
    ".number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".sums{grid-template-columns:1fr max-content;text-align:right;font-variant-numeric:tabular-nums}"
    ".sums :nth-last-child(-n+2){color:inherit;font-weight:600}"
    "label{font-weight:500}"
    "input,select{box-sizing:border-box;width:100%;font:inherit;color:inherit;background:var(--card);"
    "border:1px solid var(--soft);border-radius:6px;padding:.5rem .7rem}"
    "input[type=checkbox]{width:auto;margin:0 .4rem 0 0}"
    "form{margin:.75rem 0}form.beside{display:inline-block;margin:0 .75rem 0 0}"
    "button{font:inherit;font-weight:600;padding:.5rem 1.1rem;border:1px solid var(--accent);"
    "border-radius:6px;background:var(--accent);color:var(--on);cursor:pointer}"
    "button.other{background:transparent;color:var(--accent)}"
    ":focus-visible{outline:3px solid var(--accent);outline-offset:2px}"
    "a{color:var(--accent)}strong[id]{color:var(--bad)}"
    "[role=alert]{border-left:4px solid var(--bad);background:var(--wash);padding:.6rem .8rem}"
)
"""One look for all of them, light and dark; contrasts are at least 4.5 to 1."""

ANSWERS = (("complete", "Complete the payment"), ("fail", "Fail it"))
BUTTON = (
    '<form class="beside" method="post" action="{place}">'
    '<button{look} name="answer" value="{answer}">{words}</button></form>'
)
OTHER = ' class="other"'
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
        looks = ("", OTHER)
        body += "".join(
            f"\n{BUTTON.format(place=place, look=look, answer=answer, words=words)}"
            for look, (answer, words) in zip(looks, ANSWERS, strict=True)
        )
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
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)} · Pinstripe</title><style>{STYLE}</style></head>\n"
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n"
        "<footer>Pinstripe is a server for tests. Nothing on this page is real.</footer>\n"
        "</body>\n</html>\n"
    )
    return Reply(status, text.encode(), list(HEADERS))
