"""Random series of edits: whatever was built before, the result is that of a fresh build."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.builders.html import StandaloneHTMLBuilder, _assets

from tests.support.sphinx_project import Built, Project, as_large, assert_same_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IDS = ("alpha", "beta", "gamma", "delta", "epsilon")
TASKS = ("object-detection", "image-classification", "text-generation")
DATASETS = ("COCO", "LVIS", "Mine")
TABLES = (
    "", "   :sort: name\n", "   :task: object-detection\n", "   :limit: 2\n", "   :view: cards\n",
    "   :group-by: task\n", "   :rows: variants\n", "   :interactive: no\n",
    "   :columns: name, tasks, params, metric:mAP@COCO\n",
    "   :filter: speed > 40\n", "   :columns: name, speed\n   :sort: -extra:speed\n",
    "   :group-by: speed\n   :interactive: yes\n", "   :columns: name, plugged\n",
    "   :group-by: letter\n",
    "   :group-by: speed\n   :interactive: yes\n",
    "   :preset: paddle\n", "   :preset: short\n", "   :preset: short\n   :limit: 3\n",
    "   :columns: name, main-result, images, links\n   :widths: 1 2 3 4\n",
    "   :columns: name, description, links, quick-start\n",
)  # fmt: skip
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
# What stands at the top of the catalog, one of each at a time.
HEADS: dict[str, tuple[str, ...]] = {
    "title": ("Our zoo", "{en: Our models, zh: 我们的模型}"),
    "language": ("en", "zh"),
    "tasks": ("[{id: object-detection, en: Finding, zh: 寻找}]", "{text-generation: Writing}"),
    "datasets": ("[{id: mine, en: Mine, zh: 我的}]", "[{id: coco, en: Common Objects}]"),
    "metrics": ("[{id: map, en: mAP, higher_is_better: false}]", "[{id: fps, en: Speed}]"),
    "silence": ("[modelzoo.review]",),
    "fields": (
        "{speed: {type: number, unit: fps, facet: true}}",
        "{speed: {type: number, labels: {en: Speed, zh: 速度}, hidden: true}}",
    ),
    "presets": (
        "{short: {columns: [no, name, {speed: {en: Fast, zh: 快}}], limit: 2, sort: -speed}}",
        "{short: {columns: [name, {params: Size}], task: object-detection}, default: {limit: 1}}",
        "{default: {view: cards, sort: -params}}",
    ),
}
# What the head of a page counts, and lists of models are made of.
SHARED: dict[str, tuple[str, ...]] = {
    "tags": ("[small]", "[Small, fast]", "[fast]"),
    "collection": ("Zoo", "Older"),
    "publisher": ("We", "Others"),
}
# Entries and documents name an own field and a preset, whether they are declared or not, and link
# documents and models, whether they are there or not.
UNDECLARED = (
    "[modelzoo.own.undeclared]", "[modelzoo.preset.unknown]", "[modelzoo.filter.syntax]",
    "[modelzoo.column.unknown]", "[modelzoo.sort.syntax]", "[modelzoo.option.value]",
    "[modelzoo.plugin.failed]", "[modelzoo.page.own]", "[modelzoo.page.part]",
    "[modelzoo.page.conflict]", "[modelzoo.words.unknown]", "[modelzoo.section.unknown]",
    "[modelzoo.reference]", "[modelzoo.link.target]",
)  # fmt: skip
# A plugin, which is edited as the catalog is; one of them fails for some models.
PLUGIN = """\
from helper_of_rebuild import WORD
from sphinx_modelzoo.api import column, grouping, paragraph, section

@column("plugged", "Plugged", "A word.")
def plugged(subject, context):
    return f"{{WORD}} {first}"

@grouping("letter")
def letter(subject):
    return subject.model.name[:1]

@section("plugged", "{title}")
def words(page):
    return {second}
"""
WORDS = (
    "{len(subject.model.name)}",
    "{subject.model.name}",
    "{1 // (len(subject.model.name) - 4)}",
)
SECTIONS = ("None", "paragraph(WORD)", "paragraph(WORD, page.model.name)")
TRANSLATIONS = {
    "zh": {"url": "https://example.org/{version}/zh/", "suffix": "", "name": "中文"},
    "en": "https://example.org/en/",
    "fr": "https://example.org/fr/",
    "x-default": "en",
}
# What documents of one's own show, each at the name of a model's page.
PARTS = (
    ".. modelzoo-page::",
    ".. modelzoo-page::\n   :sections: summary, plugged\n\nMore\n----\n\n.. modelzoo-page::",
    ".. note::\n\n   .. modelzoo-page::\n      :sections: results, -citation",
    ".. modelzoo-page:: alpha\n\n.. modelzoo-page:: delta\n   :sections: related, lineage",
    ".. modelzoo-page::\n\n.. modelzoo::\n   :columns: name, params",
    "Nothing of it.",
)
SETTINGS: dict[str, tuple[Any, ...]] = {
    "language": ("en", "zh_CN", "fr"),
    "modelzoo_language": ("zh", "en", None),
    "modelzoo_interactive": (False, True),
    "modelzoo_toctree": (True, False),
    "modelzoo_leaderboards": (True, False),
    "modelzoo_pages": ("zoo/pages", "models"),
    "modelzoo_preset": ("short", "paddle", None),
    "modelzoo_edit_url": ("https://example.org/{file}#L{line}", ""),
    "modelzoo_plugins": (["plugin/words.py"], []),
    "modelzoo_files": ({"models.json": "json", "data/feed.xml": "atom"}, {"models.csv": "csv"}, {}),
    "modelzoo_translations": (TRANSLATIONS, {}),
    "modelzoo_twins": (False, True),
    "modelzoo_version": ("2.0", "1.0"),
    "modelzoo_sections": (["results", "*", "-related"], ["summary", "plugged"], None),
}
# Files of the catalog, and the patterns that find them.
LAYOUTS: dict[str, tuple[str, ...]] = {
    "models.yaml": ("models.yaml",),
    "zoo/**/*.yml": ("zoo/a.yml", "zoo/deep/b.yml"),
    "catalog": ("catalog/one.yaml", "catalog/two.yaml"),
    "renamed.yaml": ("renamed.yaml",),
}
STEPS = 4


class Stopped(BaseException):
    """A build that is killed, as by Ctrl-C."""


class Zoo:
    """A project that edits itself: each edit is chosen by the numbers of one seed.

    Documents refer only to models and datasets that are there, so that no build has anything to
    warn of but an own field or a preset that is not declared.
    """

    def __init__(self, root: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.models: dict[str, dict[str, Any]] = {}
        self.documents = {"guide", "other"}
        self.places = {"guide": "guide", "other": "other", "views": "views"}
        self.titles = {name: name.title() for name in self.places}
        self.ever: set[str] = set()
        self.shown: list[str] = []
        self.table_in = "index"
        self.heads: dict[str, str] = {}
        self.layout = "models.yaml"
        self.pictures: set[str] = set()
        self.own: dict[str, str] = {}  # by document below the folder of the pages
        self.held = ""
        self.words: dict[str, str] = {}  # a catalog with one label, by language
        self.config: dict[str, Any] = {
            "html_search_language": "en",
            # Sphinx leaves lists of documents beside a page as they were when one is deleted.
            "html_sidebars": {"**": []},
            "modelzoo_plugins": ["plugin/words.py"],
            "modelzoo_version": "1.0",
            "locale_dirs": ["locale"],
        }
        self.number = 0
        self.plugin = PLUGIN.format(first=WORDS[0], title="Plugged", second=SECTIONS[0])
        self.helper = "word"
        self.french: dict[str, str] = {}
        for model_id in IDS[:3]:
            self.models[model_id] = self.model(model_id)
        self.project = Project(root)
        (self.project.src / "models.yaml").unlink()
        self.write()

    def model(self, model_id: str) -> dict[str, Any]:
        return {
            "id": model_id,
            "name": model_id.title(),
            "en": f"About {model_id}.",
            "zh": f"关于 {model_id}。",
            "task": self.chance.choice(TASKS),
            "aliases": [],
            "dataset": self.chance.choice(DATASETS),
            "value": self.chance.randint(1, 99),
            "picture": "",
            "dark": False,
            "thumbnail": False,
            "base": "",
            "relation": "",
            "address": "",
            "variant": False,
            "related": "",
            "deprecated": "",
            "since": "",
            "until": "",
            "speed": 0,
            "linked": "",
            "shared": {},
        }

    # What the edits have left, as files ----------------------------------------------------

    def entry(self, model: dict[str, Any]) -> str:
        lines = [
            f"  - id: {model['id']}",
            f"    name: {model['name']}",
            f"    summary: {{en: {model['en']}, zh: {model['zh']}}}",
            f"    tasks: [{model['task']}]",
            f"    aliases: [{', '.join(model['aliases'])}]",
            *(f"    {name}: {value}" for name, value in model["shared"].items()),
            f"    params: {model['value']}M",
            f"    added: 2021-02-{model['value'] % 28 + 1:02}",
            f"    results: [{{dataset: {model['dataset']}, metrics: {{mAP: {model['value']}}}}}]",
        ]
        if model["picture"]:
            src = f"pictures/{model['picture']}"
            dark = f", dark: {src}" if model["dark"] else ""
            lines.append(f"    images: [{{src: {src}, alt: A picture{dark}}}]")
            lines += [f"    thumbnail: {src}"] if model["thumbnail"] else []
        base = self.base_of(model)
        if base and not model["variant"]:
            lines.append(f"    base_model: {base}")
        if model["address"]:
            lines.append(f"    demo: {{en: https://a.org/{model['address']}, zh: https://b.org}}")
        if model["variant"]:
            own = f", base_model: {base}" if base else ""
            result = f"{{dataset: COCO, metrics: {{mAP: {model['value'] + 1}, FPS: 30}}}}"
            lines.append(f"    variants: [{{id: small, params: 1M{own}, results: [{result}]}}]")
        if model["speed"]:
            lines.append(f"    extra: {{speed: {model['speed']}}}")
        if model["linked"]:
            lines.append(f"    code: doc:{model['linked']}#label")
            lines.append(f"    links: [doc:{model['linked']}, {model['linked']}.rst]")
            words = f"[](doc:{model['linked']}) and [](model:{min(IDS)}/small)"
            lines.append(f'    description: "{words}"')
        if model["related"] in self.models:
            lines.append(f"    related: [{model['related']}]")
        if model["deprecated"]:
            lines.append(f"    deprecated: {{en: {model['deprecated']}}}")
        lines += [f'    {name}: "{model[name]}"' for name in ("since", "until") if model[name]]
        return "".join(f"{line}\n" for line in lines)

    def base_of(self, model: dict[str, Any]) -> str:
        """The base model, by an id that there is or was; one that comes before in the alphabet."""
        owners = {name: one["id"] for one in self.models.values() for name in one["aliases"]}
        owner = model["base"] if model["base"] in self.models else owners.get(model["base"], "")
        if not owner or owner >= model["id"]:
            return ""
        relation = f", relation: {model['relation']}" if model["relation"] else ""
        return f"{{model: {model['base']}{relation}}}"

    def write(self) -> None:
        self.write_catalog()
        self.write_french()
        self.project.write("plugin/words.py", self.plugin)
        self.project.write("plugin/helper_of_rebuild.py", f"WORD = {self.helper!r}\n")
        table = f".. modelzoo::\n{self.chance.choice(TABLES)}"
        tables = {name: table if self.table_in == name else "" for name in (*self.places, "index")}
        for name, place in self.places.items():
            if name not in self.documents:
                (self.project.src / f"{place}.rst").unlink(missing_ok=True)
                continue
            self.ever.add(place)
            body = self.views() if name == "views" else self.references()
            title = f".. _label:\n\n{self.titles[name]}\n============\n\n"
            title = title if name == "guide" else title.partition("\n\n")[2]
            self.project.write(f"{place}.rst", f"{title}{body}\n\n{tables[name]}\n")
        self.write_own()
        for language in ("en", "fr", "zh_CN"):
            name = f"locale/{language}/LC_MESSAGES/sphinx_modelzoo.po"
            (self.project.src / name).unlink(missing_ok=True)
            if text := self.words.get(language):
                self.project.write(name, text)
        names = "".join(f"   {self.places[name]}\n" for name in sorted(self.documents))
        names += f"   {self.held}\n" if self.held else ""
        self.project.write("index.rst", f"Zoo\n===\n\n.. toctree::\n\n{names}\n{tables['index']}\n")

    def write_own(self) -> None:
        """Write the pages of one's own, and touch none that stays as it is."""
        folder = self.config.get("modelzoo_pages", "models")
        texts = {f"{folder}/{name}": text for name, text in self.own.items()}
        for docname in {*self.ever, *texts}:
            path = self.project.src / f"{docname}.rst"
            if docname in texts:
                name = docname.rpartition("/")[2].title()
                text = f":orphan:\n\n{name}\n{'=' * len(name)}\n\nOwn words.\n\n{texts[docname]}\n"
                if not path.exists() or path.read_text(encoding="utf-8") != text:
                    self.project.write(f"{docname}.rst", text)
            elif docname not in self.places.values():
                path.unlink(missing_ok=True)
        self.ever |= texts.keys()
        self.held = self.held if self.held in texts else ""
        # Sphinx leaves a document that comes to stand elsewhere as it is, unless we say so.
        for docname in texts:
            name = docname.rpartition("/")[2]
            if name not in self.models or any(one.startswith(f"{name}_") for one in self.own):
                (self.project.src / f"{docname}.rst").touch()

    def write_catalog(self) -> None:
        src = self.project.src
        for files in LAYOUTS.values():
            for name in files:
                (src / name).unlink(missing_ok=True)
        names = LAYOUTS[self.layout]
        entries = [self.entry(model) for model in self.models.values()]
        head = "".join(f"{name}: {value}\n" for name, value in self.heads.items())
        half = (len(entries) + 1) // len(names)
        for number, name in enumerate(names):
            part = entries[:half] if number == 0 else entries[half:]
            models = f"models:\n{''.join(part)}" if part else "models: []\n"
            self.project.write(name, (head if number == 0 else "") + models)
        self.config["modelzoo_catalog"] = self.layout
        (src / "pictures").mkdir(exist_ok=True)
        used = {model["picture"] for model in self.models.values()}
        for name in sorted(self.pictures):
            path = src / "pictures" / name
            if name not in used:
                path.unlink(missing_ok=True)
            elif not path.exists():
                path.write_bytes(PIXEL)

    def references(self) -> str:
        cited = self.chance.sample(sorted(self.models), min(2, len(self.models)))
        links = " ".join(f":modelzoo:model:`{one}`" for one in cited)
        counted = self.chance.choice(("all", "speed > 50"))
        return f"{links} :modelzoo:count:`{counted}`"

    def views(self) -> str:
        """The views that this document has now, as far as there is something to show."""
        found = {
            "leaderboard": ".. modelzoo-leaderboard::\n   :dataset: COCO\n   :metric: mAP",
            "stats": ".. modelzoo-stats::\n   :by: dataset",
            "plot": ".. modelzoo-plot::\n   :x: params\n   :y: COCO mAP",
        }
        if self.models:
            found["card"] = f".. modelzoo-card:: {min(self.models)}"
        if not any(model["dataset"] == "COCO" for model in self.models.values()):
            del found["leaderboard"], found["plot"]
        if not self.models:
            found.clear()
        return "\n\n".join(found[name] for name in self.shown if name in found)

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

    def measure_elsewhere(self) -> None:
        if model := self.some():
            model["dataset"] = self.chance.choice(DATASETS)

    def change_task(self) -> None:
        if model := self.some():
            model["task"] = self.chance.choice(TASKS)

    def share(self) -> None:
        """Give a model something to share with others, or take it away: pages count them."""
        if model := self.some():
            name, values = self.chance.choice(sorted(SHARED.items()))
            if model["shared"].pop(name, None) is None:
                model["shared"][name] = self.chance.choice(values)

    def picture(self) -> None:
        """Add a picture, take one away, or change what is in its file."""
        if model := self.some():
            self.number += 1
            model["picture"] = "" if model["picture"] else f"p{self.number % 3}.png"
            self.pictures.add(model["picture"])
            self.pictures.discard("")

    def toggle_variant(self) -> None:
        if model := self.some():
            model["variant"] = not model["variant"]

    def relate(self) -> None:
        if model := self.some():
            model["related"] = self.chance.choice(["", *IDS])
            if model["related"] == model["id"]:
                model["related"] = ""

    def derive(self) -> None:
        """Say what a model was made from, by a name that it has or had, or take that away."""
        if model := self.some():
            model["base"] = self.chance.choice(["", *sorted(self.models), *IDS])
            model["relation"] = self.chance.choice(["", "finetune", "quantized", "merge"])

    def darken(self) -> None:
        if model := self.some():
            model["dark"] = not model["dark"]

    def shrink(self) -> None:
        if model := self.some():
            model["thumbnail"] = not model["thumbnail"]

    def translate(self) -> None:
        """Translate a summary into French, or none any more, and mostly build in French."""
        self.number += 1
        if model := self.some():
            self.french[model["en"]] = f"Mots {self.number}."
        if self.chance.random() < 0.25:
            self.french.clear()
        if self.chance.random() < 0.75:
            self.config["language"] = "fr"

    def write_french(self) -> None:
        folder = self.project.src / "locales" / "fr" / "LC_MESSAGES"
        messages = "".join(f'msgid "{en}"\nmsgstr "{fr}"\n\n' for en, fr in self.french.items())
        header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        for name in ("models", "zoo"):  # the first parts of where pages may be
            path = folder / f"{name}.po"
            if not messages:
                path.unlink(missing_ok=True)
                path.with_suffix(".mo").unlink(missing_ok=True)
            elif not path.exists() or path.read_text(encoding="utf-8") != header + messages:
                self.project.write(f"locales/fr/LC_MESSAGES/{name}.po", header + messages)

    def readdress(self) -> None:
        if model := self.some():
            self.number += 1
            model["address"] = "" if model["address"] else f"demo-{self.number}"

    def deprecate(self) -> None:
        if model := self.some():
            self.number += 1
            model["deprecated"] = "" if model["deprecated"] else f"Since {self.number}."

    def release(self) -> None:
        """Let a model begin or end with a version, of which some are those that are built."""
        if model := self.some():
            model["since"] = self.chance.choice(("", "1.0", "2.0"))
            model["until"] = self.chance.choice(("", "1.0"))

    def speed_up(self) -> None:
        if model := self.some():
            model["speed"] = self.chance.choice((0, 30, 60, 90))

    def declare(self) -> None:
        """Declare an own field, or take its declaration away."""
        if self.heads.pop("fields", None) is None:
            self.heads["fields"] = self.chance.choice(HEADS["fields"])

    def edit_plugin(self) -> None:
        self.plugin = PLUGIN.format(
            first=self.chance.choice(WORDS),
            title=self.chance.choice(("Plugged", "Told")),
            second=self.chance.choice(SECTIONS),
        )

    def edit_helper(self) -> None:
        self.number += 1
        self.helper = f"word {self.number}"

    def plug(self) -> None:
        """Name the plugin, or name it no more."""
        self.config["modelzoo_plugins"] = self.chance.choice((["plugin/words.py"], []))

    def preset(self) -> None:
        """Declare presets, take them away, or have others in their place."""
        if self.chance.random() < 0.3:
            self.heads.pop("presets", None)
        else:
            self.heads["presets"] = self.chance.choice(HEADS["presets"])

    def shuffle(self) -> None:
        items = list(self.models.items())
        self.chance.shuffle(items)
        self.models = dict(items)

    def change_head(self) -> None:
        name = self.chance.choice(sorted(HEADS))
        if name in self.heads:
            del self.heads[name]
        else:
            self.heads[name] = self.chance.choice(HEADS[name])

    def move_catalog(self) -> None:
        self.layout = self.chance.choice(sorted(LAYOUTS))

    def move_table(self) -> None:
        self.table_in = self.chance.choice(["index", "", *sorted(self.documents)])

    def move_document(self) -> None:
        """Give a document another name, in another folder."""
        name = self.chance.choice(sorted(self.documents))
        (self.project.src / f"{self.places[name]}.rst").unlink(missing_ok=True)
        self.places[name] = self.chance.choice([name, f"deep/{name}", f"deep/er/{name}-too"])

    def delete_document(self) -> None:
        name = self.chance.choice(["other", "views"])
        self.documents.discard(name)
        if self.table_in == name:
            self.table_in = "index"

    def restore_document(self) -> None:
        self.documents.add(self.chance.choice(["other", "views"]))

    def retitle(self) -> None:
        self.number += 1
        name = self.chance.choice(sorted(self.places))
        self.titles[name] = f"Retitled {self.number}"

    def link(self) -> None:
        """Let a model link a document, which may be there or not."""
        if model := self.some():
            places = [*self.places.values(), "nowhere", "models/beta"]
            model["linked"] = self.chance.choice(["", *sorted(places)])

    def change_views(self) -> None:
        self.documents.add("views")
        kinds = ["leaderboard", "stats", "plot", "card"]
        self.shown = self.chance.sample(kinds, self.chance.randint(0, 3))

    def write_page(self) -> None:
        """Write the page of a model oneself, in one language or all, or take it away."""
        name = self.chance.choice(IDS) + self.chance.choice(("", "", "_en", "_zh"))
        if self.own.pop(name, None) is None:
            self.own[name] = self.chance.choice(PARTS)

    def hold(self) -> None:
        """Put a page of one's own into a toctree, or leave it to the table."""
        folder = self.config.get("modelzoo_pages", "models")
        self.held = self.chance.choice(["", *(f"{folder}/{name}" for name in sorted(self.own))])

    def speak(self) -> None:
        """Write words of one's own in some language, or take them away."""
        self.number += 1
        name = self.chance.choice(("en", "fr", "zh_CN"))
        if self.words.pop(name, None) is None:
            word = self.chance.choice(("Results", "Tasks", "Model", "Plugged"))
            self.words[name] = f'msgid "{word}"\nmsgstr "{word} {self.number}"\n'

    def configure(self) -> None:
        name = self.chance.choice(sorted(SETTINGS))
        self.config[name] = self.chance.choice(SETTINGS[name])

    def touch(self) -> None:
        for name in (*LAYOUTS[self.layout], "index.rst"):
            if (self.project.src / name).exists():  # else it is one that is not written yet
                (self.project.src / name).touch()

    def edit(self) -> None:
        edits: list[Callable[[], None]] = [
            self.add, self.remove, self.rename, self.new_id, self.drop_aliases, self.reword,
            self.measure, self.measure_elsewhere, self.change_task, self.picture,
            self.toggle_variant, self.relate, self.derive, self.darken, self.shrink,
            self.readdress, self.deprecate, self.release, self.shuffle, self.change_head,
            self.move_catalog, self.move_table, self.move_document, self.delete_document,
            self.restore_document, self.change_views, self.configure, self.touch,
            self.retitle, self.link, self.link, self.speed_up, self.declare, self.preset,
            self.edit_plugin, self.edit_helper, self.plug,
            self.write_page, self.write_page, self.hold, self.speak, self.translate,
            self.share, self.share,
        ]  # fmt: skip
        for change in self.chance.sample(edits, self.chance.randint(1, 5)):
            change()
        self.write()

    def build(self, **options: Any) -> Built:
        # Sphinx keeps the sums of static files for as long as its process lives.
        sums = getattr(_assets, "_file_checksum_inner", None)
        if sums is not None:
            sums.cache_clear()
        return self.project.build(**options, **self.config)

    def stop_build(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Begin a build, and end it before some page is written, or when all are."""
        left = self.chance.randint(0, 8)
        write = StandaloneHTMLBuilder.write_doc

        def killed_late(builder: StandaloneHTMLBuilder) -> None:
            raise Stopped

        def killed(builder: StandaloneHTMLBuilder, docname: str, *arguments: Any) -> None:
            nonlocal left
            if left == 0:
                raise Stopped
            left -= 1
            write(builder, docname, *arguments)

        with monkeypatch.context() as patch:
            patch.setattr(StandaloneHTMLBuilder, "write_doc", killed)
            patch.setattr(StandaloneHTMLBuilder, "finish", killed_late)
            try:
                self.build()
            except Stopped:
                return

    def clean(self, outdir: Path) -> None:
        """Delete what Sphinx itself never deletes: of documents and pictures that are gone.

        And of its own words in a language that is no longer that of the site.
        """
        if self.config.get("language", "en") == "en":
            (outdir / "_static" / "translations.js").unlink(missing_ok=True)
        folder = self.config.get("modelzoo_pages", "models")
        here = {self.places[name] for name in self.documents}
        here |= {f"{folder}/{name}" for name in self.own}
        mine = {name.partition("_")[0] for name in self.own}
        here |= {f"{folder}/{name}" for name in self.models if name not in mine}
        for place in self.ever - here:
            (outdir / f"{place}.html").unlink(missing_ok=True)
            (outdir / "_sources" / f"{place}.rst.txt").unlink(missing_ok=True)
        shutil.rmtree(outdir / "_images", ignore_errors=True)


@pytest.mark.parametrize("parallel", [0, 2], ids=["serial", "parallel"])
@pytest.mark.parametrize("seed", range(8))
def test_any_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, parallel: int
) -> None:
    monkeypatch.setattr("sphinx_modelzoo.sphinx_ext.rows.KEPT_ROWS", 1)
    if seed % 2:
        as_large(monkeypatch)
    zoo = Zoo(tmp_path, seed)
    zoo.build(parallel=parallel)
    for step in range(STEPS):
        zoo.edit()
        if step == STEPS // 2:
            zoo.stop_build(monkeypatch)
            zoo.edit()
        again = zoo.build(parallel=parallel)
        warnings = again.warnings.splitlines()
        assert [line for line in warnings if not line.endswith(UNDECLARED)] == []
    fresh = zoo.build(to="fresh")
    pictures = {path.name for path in (fresh.outdir / "_images").glob("*")}
    assert pictures <= {path.name for path in (again.outdir / "_images").glob("*")}
    for built in (again, fresh):
        zoo.clean(built.outdir)
    assert_same_tree(again.outdir, fresh.outdir, but={".buildinfo.bak"})  # Sphinx's own copy
