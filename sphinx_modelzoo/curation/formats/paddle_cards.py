"""PaddlePaddle's model cards: an ``info.yaml`` for each model, in Chinese and English."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.fact_parsing import (
    bilingual,
    dataset_name,
    date_of,
    is_plain,
    is_url,
    language_of,
    paper_of,
    slug,
    task_id,
    word_list,
    words,
)
from sphinx_modelzoo.curation.formats.importer_types import (
    Draft,
    ImportContext,
    ImportResult,
    files_below,
    importer,
    read_each,
)
from sphinx_modelzoo.curation.formats.yaml_documents import Document, mappings, read_document
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.licenses import spdx

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NO_FIELD = "the catalog has no field for it"
_OTHER_KIND = "unexpected type of value"
_FIELDS = frozenset(
    ("Model_Info", "Task", "Example", "Datasets", "Publisher", "License", "Language", "Paper")
)
_INFO_FIELDS = frozenset(
    ("name", "description", "description_en", "icon", "from_repo", "update_time")
)
# One picture for all models of a publisher shows none of them.
_STOCK_ICON = "community_icon"


def sniff(path: Path, text: str) -> bool:
    """Return True if a file is a card."""
    return path.suffix.casefold() in (".yaml", ".yml") and any(
        line.startswith("Model_Info:") for line in text.splitlines()
    )


def find(folder: Path) -> Sequence[Path]:
    """Find all cards of a folder."""
    return [path for path in files_below(folder) if path.name in ("info.yaml", "info.yml")]


@importer("paddle", "PaddlePaddle model cards (info.yaml)", sniff, find)
def read(paths: Sequence[Path], context: ImportContext) -> ImportResult:
    """Read cards; each is one entry."""
    result = ImportResult()

    def read_one(path: Path) -> None:
        document = read_document(path, context)
        result.count("cards")
        document.leave_out_repeated(result)
        if not isinstance(document.data, dict) or not isinstance(
            document.data.get("Model_Info"), dict
        ):
            result.leave_out("the card", "it has no Model_Info", document.place())
            return
        result.drafts.append(_Card(document, path, context, result).draft())

    read_each(paths, context, result, read_one)
    return result


class _Card:
    """A reader of one card, which makes a draft of it."""

    def __init__(
        self, document: Document, path: Path, context: ImportContext, result: ImportResult
    ) -> None:
        self.document, self.context, self.result = document, context, result
        self.data: dict[str, Any] = document.data
        self.info: dict[str, Any] = self.data["Model_Info"]
        self.name = words(self.info.get("name")) or path.parent.name
        self.entry: dict[str, Any] = {"name": self.name}
        self.made = Draft(self.entry, document.place("Model_Info", "name"))
        if not words(self.info.get("name")):
            self.made.note("name", "missing name; the name of the folder is used")

    def draft(self) -> Draft:
        """Read every field of the card."""
        self._summary()
        self._tasks()
        self._origin()
        self._set("publisher", words(self.data.get("Publisher")))
        self._license()
        self._languages()
        self._papers()
        self._examples()
        self._icon()
        self._datasets()
        self._set("updated", self._updated())
        self._leave_out_others()
        return self.made

    def _set(self, field: str, value: Any) -> None:
        if value:
            self.entry[field] = value

    def _note(self, field: str, message: str, *path: str | int) -> None:
        self.made.note(field, message, self.document.line(*path))

    def _leave_out(self, what: str, why: str, *path: str | int) -> None:
        self.result.leave_out(
            Message("{what} of {name}", what=what, name=self.name), why, self.document.place(*path)
        )

    def _summary(self) -> None:
        summary = bilingual(self.info.get("description"), self.info.get("description_en"))
        self._set("summary", summary)
        texts = set(summary.values()) if summary else set()
        if texts and texts <= {self.name, self.name.rpartition("/")[2], "Overview"}:
            self._note("summary", "it does not describe the model", "Model_Info", "description")

    def _tasks(self) -> None:
        tasks: list[str] = []
        tags: list[str] = []
        for index, item in mappings(self.data.get("Task")):
            names = [words(item.get(key)) for key in ("sub_tag_en", "sub_tag")]
            given = [name for name in names if name]
            found = [task_id(name, self.context.vocabularies) for name in given]
            known = [task for task in found if task]
            area = words(item.get("tag_en"))
            tags += [slug(area)] if area else []
            if not given:
                continue
            if not known:
                tags += [slug(given[0])]
                self._note(
                    "tasks",
                    Message("unknown task “{task}”; it becomes a tag", task=given[0]),
                    "Task",
                    index,
                )
                continue
            tasks.append(known[0])
            if len(set(known)) > 1:
                what = " and ".join(f"“{name}”" for name in given)
                self._note(
                    "tasks",
                    Message("{what} differ; {known} is used", what=what, known=known[0]),
                    "Task",
                    index,
                )
        self._set("tasks", list(dict.fromkeys(tasks)))
        self._set("tags", [tag for tag in dict.fromkeys(tags) if tag])

    def _origin(self) -> None:
        """Set a repository's link, or the name of the library that the model is part of."""
        origin = words(self.info.get("from_repo"))
        if origin and is_url(origin):
            self.entry["code"] = [{"url": origin, "kind": "other"}]
        else:
            self._set("collection", origin)

    def _license(self) -> None:
        text = words(self.data.get("License"))
        if not text:
            return
        known = spdx(text)
        self.entry["license"] = known or text
        if not known:
            self._note(
                "license", Message("“{text}” is not a valid SPDX licence", text=text), "License"
            )

    def _languages(self) -> None:
        found: list[str] = []
        for name in word_list(self.data.get("Language")):
            tag = language_of(name)
            if tag:
                found.append(tag)
            else:
                self._leave_out(
                    Message("the language “{name}”", name=name), "unknown language", "Language"
                )
        self._set("languages", found)

    def _papers(self) -> None:
        papers = list(self._each_paper())
        if papers:
            self.entry["paper"] = papers[0]
        for paper in papers[1:]:
            url = paper.get("url") or f"https://arxiv.org/abs/{paper.get('arxiv', '')}"
            if "doi" in paper:
                url = f"https://doi.org/{paper['doi']}"
            if url.endswith("/abs/"):
                self._leave_out(
                    Message("the paper “{title}”", title=paper["title"]), "it has no link", "Paper"
                )
                continue
            title = {"label": paper["title"]} if "title" in paper else {}
            self.entry.setdefault("links", []).append({"url": url, **title})

    def _each_paper(self) -> Iterator[dict[str, Any]]:
        value = self.data.get("Paper")
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                paper = paper_of(words(item.get("title")), words(item.get("url")))
            else:
                text = words(item)
                paper = paper_of(None, text) if is_url(text) else paper_of(text, None)
            if paper:
                yield paper

    def _examples(self) -> None:
        """Add tutorials to run: what the catalog calls a quick start."""
        for index, item in mappings(self.data.get("Example")):
            titles = bilingual(item.get("title"), item.get("title_en"))
            label = {"label": titles} if titles else {}
            urls = [words(item.get(key)) for key in ("url", "url_en")]
            for url in dict.fromkeys(url for url in urls if url):
                self.entry.setdefault("code", []).append(
                    {"url": url, "kind": "quick-start", "framework": "paddlepaddle", **label}
                )
            if titles and not any(urls):
                title = next(iter(titles.values()))
                self._leave_out(
                    Message("the example “{title}”", title=title),
                    "it has no link",
                    "Example",
                    index,
                )

    def _icon(self) -> None:
        icon = words(self.info.get("icon"))
        if not icon:
            return
        if _STOCK_ICON in icon:
            self._leave_out("the icon", "it is shared by many models", "Model_Info", "icon")
            return
        alt = {"en": f"Icon of {self.name}", "zh": f"{self.name} 的图标"}
        self.entry["images"] = [{"src": icon, "alt": alt}]

    def _datasets(self) -> None:
        """Add datasets, without figures: the card gives none."""
        names = word_list(self.data.get("Datasets"))
        known = [dataset_name(name, self.context.vocabularies) for name in names]
        self._set("results", [{"dataset": name} for name in dict.fromkeys(known)])

    def _updated(self) -> Any:
        value = self.info.get("update_time")
        date = date_of(value)
        if date is None and words(value):
            self._note(
                "updated",
                Message("invalid date “{value}”", value=words(value)),
                "Model_Info",
                "update_time",
            )
        return date

    def _leave_out_others(self) -> None:
        for key, value in self.data.items():
            if key not in _FIELDS and value:
                self._leave_out(str(key), _NO_FIELD, str(key))
            elif not self._is_sound(str(key), value):
                self._leave_out(str(key), _OTHER_KIND, str(key))
        for key, value in self.info.items():
            if key not in _INFO_FIELDS and value:
                self._leave_out(f"Model_Info.{key}", _NO_FIELD, "Model_Info", str(key))
            elif not is_plain(value, lists=False):
                self._leave_out(f"Model_Info.{key}", _OTHER_KIND, "Model_Info", str(key))

    @staticmethod
    def _is_sound(key: str, value: Any) -> bool:
        """Return True if a field is of a kind that is read."""
        if key in ("Task", "Example", "Model_Info"):
            items = value if isinstance(value, list) else [value]
            return not value or all(isinstance(item, dict) for item in items)
        if key == "Paper":
            items = value if isinstance(value, list) else [value]
            return all(isinstance(item, dict) or is_plain(item, lists=False) for item in items)
        return is_plain(value, lists=key in ("Datasets", "Language"))
