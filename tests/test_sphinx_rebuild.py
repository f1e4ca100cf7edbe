"""Random series of edits: whatever was built before, the result is that of a fresh build."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx_project import Built, Project, assert_same_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IDS = ("alpha", "beta", "gamma", "delta", "epsilon")
TASKS = ("object-detection", "image-classification", "text-generation")
TABLES = ("", "   :sort: name\n", "   :task: object-detection\n", "   :limit: 2\n")
STEPS = 4


class Stopped(BaseException):
    """A build that is killed, as by Ctrl-C."""


class Zoo:
    """A project that edits itself: each edit is chosen by the numbers of one seed.

    Documents refer only to models that are there, so that no build has anything to warn of.
    """

    def __init__(self, root: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.models: dict[str, dict[str, Any]] = {}
        self.documents = {"guide", "other"}
        self.table_in = "index"
        self.config: dict[str, Any] = {}
        self.number = 0
        for model_id in IDS[:3]:
            self.models[model_id] = self.model(model_id)
        self.project = Project(root)
        self.write()

    def model(self, model_id: str) -> dict[str, Any]:
        return {
            "id": model_id,
            "name": model_id.title(),
            "en": f"About {model_id}.",
            "zh": f"关于 {model_id}。",
            "task": self.chance.choice(TASKS),
            "aliases": [],
            "value": self.chance.randint(1, 99),
        }

    def write(self) -> None:
        entries = "".join(
            f"  - id: {model['id']}\n"
            f"    name: {model['name']}\n"
            f"    summary: {{en: {model['en']}, zh: {model['zh']}}}\n"
            f"    tasks: [{model['task']}]\n"
            f"    aliases: [{', '.join(model['aliases'])}]\n"
            f"    results: [{{dataset: COCO, metrics: {{mAP: {model['value']}}}}}]\n"
            for model in self.models.values()
        )
        self.project.write("models.yaml", f"models:\n{entries}" if entries else "models: []\n")
        table = f".. modelzoo::\n{self.chance.choice(TABLES)}"
        for name in ("guide", "other"):
            path = self.project.src / f"{name}.rst"
            if name not in self.documents:
                path.unlink(missing_ok=True)
                continue
            cited = self.chance.sample(sorted(self.models), min(2, len(self.models)))
            links = " ".join(f":modelzoo:model:`{one}`" for one in cited)
            here = table if self.table_in == name else ""
            self.project.write(
                f"{name}.rst", f"{name.title()}\n=====\n\n{links} :modelzoo:count:`all`\n\n{here}\n"
            )
        names = "".join(f"   {name}\n" for name in sorted(self.documents))
        here = table if self.table_in == "index" else ""
        self.project.write("index.rst", f"Zoo\n===\n\n.. toctree::\n\n{names}\n{here}\n")

    # Edits ---------------------------------------------------------------------------------

    def some(self) -> dict[str, Any] | None:
        return self.models[self.chance.choice(sorted(self.models))] if self.models else None

    def add(self) -> None:
        free = [one for one in IDS if one not in self.models]
        if free:
            model = self.model(self.chance.choice(free))
            for other in self.models.values():
                if model["id"] in other["aliases"]:
                    other["aliases"].remove(model["id"])
            items = list(self.models.items())
            items.insert(self.chance.randint(0, len(items)), (model["id"], model))
            self.models = dict(items)

    def remove(self) -> None:
        if model := self.some():
            del self.models[model["id"]]

    def rename(self) -> None:
        if model := self.some():
            self.number += 1
            model["name"] = f"Renamed {self.number}"

    def new_id(self) -> None:
        if model := self.some():
            self.number += 1
            del self.models[model["id"]]
            model["aliases"].append(model["id"])
            model["id"] = f"moved-{self.number}"
            self.models[model["id"]] = model

    def drop_aliases(self) -> None:
        if model := self.some():
            model["aliases"].clear()

    def reword(self) -> None:
        if model := self.some():
            self.number += 1
            model[self.chance.choice(("en", "zh"))] = f"Words {self.number}."

    def measure(self) -> None:
        if model := self.some():
            model["value"] = self.chance.randint(1, 99)

    def move_table(self) -> None:
        self.table_in = self.chance.choice(["index", "", *sorted(self.documents)])

    def delete_document(self) -> None:
        self.documents.discard("other")
        if self.table_in == "other":
            self.table_in = "index"

    def restore_document(self) -> None:
        self.documents.add("other")

    def configure(self) -> None:
        name, values = self.chance.choice(
            [
                ("modelzoo_language", ["zh", "en"]),
                ("modelzoo_interactive", [False, True]),
                ("modelzoo_toctree", [True, False]),
                ("modelzoo_leaderboards", [True, False]),
                ("modelzoo_pages", ["zoo/pages", "models"]),
                ("modelzoo_edit_url", ["https://example.org/{file}#L{line}", ""]),
            ]
        )
        self.config[name] = self.chance.choice(values)

    def touch(self) -> None:
        (self.project.src / "models.yaml").touch()
        (self.project.src / "index.rst").touch()

    def edit(self) -> None:
        edits: list[Callable[[], None]] = [
            self.add, self.remove, self.rename, self.new_id, self.drop_aliases, self.reword,
            self.measure, self.move_table, self.delete_document, self.restore_document,
            self.configure, self.touch,
        ]  # fmt: skip
        for change in self.chance.sample(edits, self.chance.randint(1, 3)):
            change()
        self.write()

    def build(self, **options: Any) -> Built:
        return self.project.build(**options, **self.config)

    def stop_build(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Begin a build, and end it before some page is written."""
        left = self.chance.randint(0, 5)
        write = StandaloneHTMLBuilder.write_doc

        def killed(builder: StandaloneHTMLBuilder, docname: str, *arguments: Any) -> None:
            nonlocal left
            if left == 0:
                raise Stopped
            left -= 1
            write(builder, docname, *arguments)

        with monkeypatch.context() as patch:
            patch.setattr(StandaloneHTMLBuilder, "write_doc", killed)
            try:
                self.build()
            except Stopped:
                return


@pytest.mark.parametrize("parallel", [0, 2], ids=["serial", "parallel"])
@pytest.mark.parametrize("seed", range(5))
def test_any_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, parallel: int
) -> None:
    monkeypatch.setattr("sphinx_modelzoo.sphinx_ext.rows.KEPT_ROWS", 1)
    zoo = Zoo(tmp_path, seed)
    zoo.build(parallel=parallel)
    for step in range(STEPS):
        zoo.edit()
        if step == STEPS // 2:
            zoo.stop_build(monkeypatch)
            zoo.edit()
        again = zoo.build(parallel=parallel)
        assert again.warnings == ""
    if "other" not in zoo.documents:
        for name in ("other.html", "_sources/other.rst.txt"):  # what Sphinx itself never deletes
            (again.outdir / name).unlink(missing_ok=True)
    fresh = zoo.build(to="fresh")
    assert_same_tree(again.outdir, fresh.outdir, but={".buildinfo.bak"})  # Sphinx's own copy
