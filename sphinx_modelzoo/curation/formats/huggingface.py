"""Hugging Face model cards: a ``README.md`` with a front matter. The network is not used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.fact_parsing import (
    bilingual,
    dataset_name,
    is_plain,
    language_of,
    slug,
    task_id,
    word_list,
    words,
)
from sphinx_modelzoo.curation.formats.foreign_fields import REST_HINT, REST_KEY
from sphinx_modelzoo.curation.formats.huggingface_results import read_results
from sphinx_modelzoo.curation.formats.importer_types import (
    Draft,
    ImportContext,
    ImportResult,
    files_below,
    importer,
    read_each,
    read_text,
)
from sphinx_modelzoo.curation.formats.yaml_documents import Document, mappings, parse_document
from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.licenses import spdx
from sphinx_modelzoo.yamltext.locating import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

HUB = "https://huggingface.co/"
BASE_MODEL = {"en": "Base model", "zh": "基础模型"}
TRAINED_ON = {"en": "Training data", "zh": "训练数据"}

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_HUB_PATH = re.compile(r"([\w.\-]+(?:/[\w.\-]+)?)(?:/(?:tree|blob|resolve)/.*)?/?\Z", re.ASCII)
_NO_OWNERS = frozenset(("api", "blog", "collections", "datasets", "docs", "papers", "spaces"))
HUB_RELATIONS = ("adapter", "finetune", "merge", "quantized")
"""The relations to a base model that a card can state."""
_HUB_ID = re.compile(r"[\w.\-]+(?:/[\w.\-]+)?", re.ASCII)
# Fields that only a model card has; one of them in a front matter means that it is not a blog post.
_OWN_FIELDS = frozenset(
    ("model-index", "pipeline_tag", "library_name", "base_model", "license", "frameworks", REST_KEY)
)
_FIELDS = _OWN_FIELDS | {
    "language", "datasets", "tags", "license_name", "license_link", "model_name",
    "tasks", "frameworks", "domain", "base_model_relation",
}  # fmt: skip
_LISTS = frozenset(
    ("base_model", "datasets", "domain", "frameworks", "language", "license", "tags", "tasks")
)
_NO_FIELD = "the catalog has no field for it"


def hub_model(url: str) -> str:
    """Return the id of a model on the hub that a link leads to, or to a file of; else nothing."""
    if not url.startswith(HUB):
        return ""
    found = _HUB_PATH.match(url.removeprefix(HUB))
    return found.group(1) if found and found.group(1).split("/")[0] not in _NO_OWNERS else ""


def sniff(path: Path, text: str) -> bool:
    """Return True if a file is Markdown with the front matter of a model card."""
    found = _FRONT_MATTER.match(text)
    if path.suffix.casefold() not in (".md", ".markdown") or not found:
        return False
    keys = set(re.findall(r"^([A-Za-z_\-]+):", found.group(1), re.MULTILINE))
    return bool(keys & _OWN_FIELDS)


def find(folder: Path) -> Sequence[Path]:
    """Find the cards of a folder: each ``README.md`` in it that has a front matter."""
    return sorted(
        path
        for path in files_below(folder)
        if path.name.casefold() == "readme.md" and _has_front_matter(path)
    )


def _has_front_matter(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(7).removeprefix(b"\xef\xbb\xbf").startswith(b"---")
    except OSError:
        return True  # the reader will report what is wrong


@importer("huggingface", "Hugging Face model cards (README.md)", sniff, find)
def read(paths: Sequence[Path], context: ImportContext) -> ImportResult:
    """Read cards; each is one entry."""
    result = ImportResult()

    def read_one(path: Path) -> None:
        text = read_text(path, context)
        found = _FRONT_MATTER.match(text)
        file = context.display(path)
        document = parse_document(found.group(1) if found else "", file, offset=1)
        result.count("cards")
        document.leave_out_repeated(result)
        if not isinstance(document.data, dict):
            result.leave_out("the card", "it has no front matter", context.place(path, 1))
            return
        body = text[found.end() :] if found else ""
        result.drafts.append(_Card(document, body, path, context, result).draft())

    read_each(paths, context, result, read_one)
    return result


def read_card(
    data: dict[str, Any], body: str, context: ImportContext
) -> tuple[Draft, ImportResult]:
    """Read a card that is not in a file: return what an import of it would give."""
    result = ImportResult()
    document = Document({REST_KEY: {}, **data}, None, Piece("", b""))
    return _Card(document, body, Path("card/README.md"), context, result).draft(), result


class _Card:
    """A reader of one card, which makes a draft of it."""

    def __init__(
        self,
        document: Document,
        body: str,
        path: Path,
        context: ImportContext,
        result: ImportResult,
    ) -> None:
        self.document, self.body, self.context, self.result = document, body, context, result
        self.data: dict[str, Any] = document.data
        self.path = path
        self.entry: dict[str, Any] = {}
        self.made = Draft(self.entry, document.place())

    def draft(self) -> Draft:
        """Read every field of the card."""
        self.entry["name"] = self._name()
        self._summary()
        if REST_KEY not in self.data:  # in a card of ours, the body says nothing else
            self._description()
        self._tasks_and_tags()
        self._license()
        self._languages()
        self._results()
        self._base_models()
        self._hub_links("datasets", "datasets/", TRAINED_ON)
        for key, value in self.data.items():
            if key not in _FIELDS and value:
                self._leave_out(str(key), _NO_FIELD)
            elif key not in ("model-index", REST_KEY) and not is_plain(value, lists=key in _LISTS):
                self._leave_out(str(key), "unexpected type of value")
        self.made.hints[REST_HINT] = self.data.get(REST_KEY)
        return self.made

    def _leave_out(self, key: str, why: str) -> None:
        self.result.leave_out(
            Message("{key} of {name}", key=key, name=self.made.name), why, self.document.place(key)
        )

    def _name(self) -> str:
        for _, item in mappings(self.data.get("model-index")):
            name = words(item.get("name"))
            if name:
                return name
        stated = words(self.data.get("model_name"))
        if stated:
            return stated
        heading = re.search(r"^#[ \t]+(.+?)[ \t#]*$", self.body, re.MULTILINE)
        name = re.sub(r"[*`]", "", heading.group(1)).strip() if heading else ""
        if name:
            return name
        name = self.path.resolve().parent.name
        self.made.note("name", "missing name; the name of the folder is used")
        return name

    def _summary(self) -> None:
        """Take the first paragraph of the card for the summary, if it is plain text."""
        for block in re.split(r"\n[ \t]*\n", self.body):
            text = " ".join(block.split())
            if not text or text.startswith("#"):
                continue
            # Lists, tables, quotes, code, pictures and HTML are not a summary, and what comes after
            # them is seldom one.
            if re.match(r"[-*+|>`!\[<]|\d+\.", text) or re.search(r"<|!\[", text):
                return
            if len(text) <= 600:
                self.entry["summary"] = bilingual(None, text)
                line = self.document.piece.line - 1 + self.document.line()
                self.made.note("summary", "the first paragraph of the card was taken", line)
            return

    def _description(self) -> None:
        """Take the rest of the card for the description."""
        body = re.sub(r"\A\s*#[ \t]+.*", "", re.sub(r"<!--.*?-->", "", self.body, flags=re.DOTALL))
        blocks = re.split(r"\n[ \t]*\n", body.strip())
        if "summary" in self.entry and blocks:
            blocks = blocks[1:] if not blocks[0].startswith("#") else blocks
        if text := "\n\n".join(blocks).strip():
            self.entry["description"] = {"zh" if has_han(text) else "en": text}

    def _tasks_and_tags(self) -> None:
        tasks: list[str] = []
        tags: list[str] = []
        for field in ("pipeline_tag", "tasks"):  # ModelScope's cards have a list
            for task in word_list(self.data.get(field), separators="\n"):
                if known := task_id(task, self.context.vocabularies):
                    tasks.append(known)
                    continue
                tags.append(task)
                line = self.document.line(field)
                self.made.note(
                    "tasks", Message("unknown task “{task}”; it becomes a tag", task=task), line
                )
        for tag in word_list(self.data.get("tags")):
            kind, _, value = tag.partition(":")
            if kind == "arxiv" and value:
                self.entry.setdefault("paper", {"arxiv": value})
            elif kind == "doi" and value:
                self.entry.setdefault("paper", {"doi": value})
            elif not value:
                tags.append(tag)
        for field in ("library_name", "frameworks", "domain"):
            tags += word_list(self.data.get(field))
        slugs = [text for text in dict.fromkeys(map(slug, tags)) if text]
        self.entry |= {"tasks": list(dict.fromkeys(tasks))} if tasks else {}
        self.entry |= {"tags": slugs} if slugs else {}

    def _license(self) -> None:
        names = word_list(self.data.get("license"), separators="\n")
        custom = words(self.data.get("license_name"))
        if names == ["other"] and custom:
            names = [custom]
        known = [spdx(name) or _license_ref(name) for name in names if name != "other"]
        if len(known) == 1:
            self.entry["license"] = known[0]
        elif names:
            line = self.document.line("license")
            self.made.note(
                "license", Message("“{names}” was left out", names=", ".join(names)), line
            )
        link = words(self.data.get("license_link"))
        if link and link.startswith("http"):
            self._link(link, {"en": "License", "zh": "许可证"})
        elif link:
            self._leave_out(
                "license_link", Message("“{link}” leads to a file next to the card", link=link)
            )

    def _languages(self) -> None:
        found: list[str] = []
        value = self.data.get("language", [])
        for item in value if isinstance(value, list) else [value]:
            for name in [item] if item is False else word_list(item):
                tag = language_of(name, rare=True)
                if tag:
                    found.append(tag)
                else:
                    place = self.document.place("language")
                    self.result.leave_out(
                        Message("the language “{name}”", name=name), "unknown language", place
                    )
        if found:
            self.entry["languages"] = list(dict.fromkeys(found))

    def _results(self) -> None:
        results, variants = read_results(
            self.data.get("model-index"), self.made, self.document, self.context
        )
        self.entry |= {"results": results} if results else {}
        self.entry |= {"variants": variants} if variants else {}

    def _base_models(self) -> None:
        """Take the base models, with the relation that the card gives for all of them."""
        relation = words(self.data.get("base_model_relation"))
        if relation is not None and relation not in HUB_RELATIONS:
            self._leave_out(
                "base_model_relation", Message("unknown relation “{relation}”", relation=relation)
            )
            relation = None
        found: list[dict[str, str]] = []
        for name in word_list(self.data.get("base_model")):
            url = name if hub_model(name) else f"{HUB}{name}"
            if hub_model(url):
                base = {"model": f"{HUB}{hub_model(url)}"}
                found.append({**base, "relation": relation} if relation else base)
            else:
                place = self.document.place("base_model")
                self.result.leave_out(
                    Message("“{name}” in base_model", name=name), "invalid id of the hub", place
                )
        self.entry |= {"base_model": found} if found else {}

    def _hub_links(self, field: str, path: str, label: dict[str, str]) -> None:
        """Add links to what the hub has a page for, by its id there."""
        for name in word_list(self.data.get(field)):
            shown = dataset_name(name, self.context.vocabularies) if path else name
            if _HUB_ID.fullmatch(name):
                self._link(
                    f"{HUB}{path}{name}",
                    {"en": f"{label['en']}: {shown}", "zh": f"{label['zh']}：{shown}"},
                )
            else:
                place = self.document.place(field)
                self.result.leave_out(
                    Message("“{name}” in {field}", name=name, field=field),
                    "invalid id of the hub",
                    place,
                )

    def _link(self, url: str, label: dict[str, str]) -> None:
        self.entry.setdefault("links", []).append({"url": url, "label": label})


def _license_ref(name: str) -> str:
    """Return SPDX's name for a licence that it does not list."""
    return "LicenseRef-" + re.sub(r"[^A-Za-z0-9.\-]+", "-", name).strip("-")
