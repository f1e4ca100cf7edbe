"""Lineage: where a model comes from and what was made of it, in every view and host."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.curation.formats.huggingface_export import front_matter
from sphinx_modelzoo.curation.rules.all_rules import check
from sphinx_modelzoo.query.selection import select
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.views.compare import Comparison
from sphinx_modelzoo.views.content import PageLink, Section, UrlLink, Words
from sphinx_modelzoo.views.display import Branch, Tree
from sphinx_modelzoo.views.model_page import build_model_page
from tests.support.check_helpers import CHECKS
from tests.support.lineage_zoo import CATALOG, write_pictures
from tests.support.mkdocs_project import Site
from tests.support.query_zoo import catalog_of, model
from tests.support.registries import BUILTIN
from tests.support.sphinx_project import Project, assert_same_tree


@pytest.fixture
def zoo(tmp_path: Path) -> Catalog:
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    catalog = load_catalog("models.yaml", tmp_path, registry=BUILTIN)
    assert catalog.problems == ()
    return catalog


def lineage(catalog: Catalog, model_id: str, language: str = "en") -> list[str]:
    """The lineage of a page: lines, each as deep as it is in the tree."""
    found = catalog.get(model_id)
    assert found is not None
    page = build_model_page(catalog, found, language)
    section = next(block for block in page.sections if block.key == "lineage")
    assert isinstance(section, Section)
    (tree,) = section.blocks
    assert isinstance(tree, Tree)
    return lines(tree.branches)


def lines(branches: tuple[Branch, ...], depth: int = 0) -> list[str]:
    found: list[str] = []
    for branch in branches:
        parts = []
        for inline in branch.inlines:
            if isinstance(inline, PageLink):
                where = f"{inline.page.path}#{inline.fragment}".rstrip("#")
                parts.append(f"[{inline.words.text}]({where})")
            elif isinstance(inline, UrlLink):
                parts.append(f"[{inline.words.text}]({inline.url})")
            elif isinstance(inline, Words):
                parts.append(inline.text)
        found.append("  " * depth + "".join(parts))
        found += lines(branch.branches, depth + 1)
    return found


def test_both_pages_show_it(zoo: Catalog) -> None:
    assert lineage(zoo, "seed") == [
        "[acme/Root-7B](https://huggingface.co/acme/Root-7B)",
        "  Seed-7B this model",
        "    [Seed-Chat](seed-chat) fine-tuned",
        "    [Seed-Mix](mix) merged",
    ]
    assert lineage(zoo, "seed-chat") == [
        "[Seed-7B](seed)",
        "  Seed-Chat fine-tuned, this model",
        "    Seed-Chat-Int4, Base model: [Seed-Chat](seed-chat) (quantized)",
        "    [Seed-Mix](mix) merged",
    ]
    assert lineage(zoo, "mix", "zh") == [
        "[Seed-7B](seed)、[Seed-Chat](seed-chat)",
        "  Seed-Mix 合并、本模型",
    ]


def test_bases_of_several_kinds() -> None:
    bases = [{"model": "a", "relation": "merge"}, {"model": "b", "relation": "finetune"}]
    catalog = catalog_of(model("a"), model("b"), model("c", base_model=bases))
    assert lineage(catalog, "c") == ["[a](a) (merged), [b](b) (fine-tuned)", "  c this model"]


def test_what_replaces_a_model_and_what_it_replaces() -> None:
    catalog = catalog_of(model("old", superseded_by="mid"), model("mid", superseded_by="new"))
    assert lineage(catalog, "old") == ["old this model", "  [mid](mid) replaces this model"]
    assert lineage(catalog, "mid") == [
        "mid this model",
        "  new replaces this model",
        "  [old](old) replaced by this model",
    ]


def test_a_variant_of_another_model() -> None:
    other = model("b", variants=[{"id": "v", "name": "V", "base_model": "a"}])
    assert lineage(catalog_of(model("a"), other), "a") == [
        "a this model",
        "  [b / V](b#variant-v) derived",
    ]


def test_a_long_list_is_cut() -> None:
    many = [model(f"m{number}", base_model="base") for number in range(60)]
    shown = lineage(catalog_of(model("base"), *many), "base")
    assert sum("](m" in line for line in shown) == 50
    assert shown[-1] == "  … and 10 more"


def test_filters_columns_and_comparison(zoo: Catalog) -> None:
    def chosen(text: str) -> list[str]:
        subjects = select(zoo, filter=text)
        return [subject.model.id for subject in subjects]

    assert chosen('"seed" in base_model') == ["seed-chat", "mix"]
    assert chosen('"old-seed" in base_model') == ["seed-chat", "mix"]
    assert chosen('"https://huggingface.co/acme/Root-7B" in base_model') == ["seed"]
    assert chosen("size > 10B") == ["seed"]
    entries = Comparison(zoo, "en").part(0)
    assert entries["seed-chat"]["facts"]["base-model"] == "Seed-7B (fine-tuned)"
    assert entries["seed-chat/int4"]["facts"]["base-model"] == "Seed-Chat (quantized)"
    assert entries["seed-chat/int4"]["sizes"][-1][1:4] == ("Size", "4 GB", 4_000_000_000)


def test_relatives_may_share_a_paper() -> None:
    paper = {"title": "One title", "arxiv": "2001.00001"}
    strangers = [model("a", paper=paper), model("b", paper=paper)]
    family = [model("a", paper=paper), model("b", paper=paper, base_model="a")]

    def codes(models: list[Model]) -> set[str]:
        catalog = Catalog.of(models, registry=CHECKS)
        return {problem.code for problem in check(catalog, only=["duplicate.title"]).problems}

    assert codes(strangers) == {"modelzoo.duplicate.title"}
    assert codes(family) == set()


def test_cards_of_the_hub(zoo: Catalog, tmp_path: Path) -> None:
    seed, chat, _ = zoo.models
    assert front_matter(seed, zoo)["base_model"] == ["acme/Root-7B"]
    assert "base_model" not in front_matter(chat, zoo)  # its entry is not on the hub
    on_hub = catalog_of(
        model("base", weights="https://huggingface.co/acme/base/resolve/main/w.bin"),
        model("a", base_model={"model": "base", "relation": "adapter"}),
    )
    found = front_matter(on_hub.models[1], on_hub)
    assert (found["base_model"], found["base_model_relation"]) == (["acme/base"], "adapter")
    out, again = tmp_path / "cards", tmp_path / "again.yaml"
    run = CliRunner().invoke(
        main, ["export", str(tmp_path / "models.yaml"), "--to", "huggingface", "-o", f"{out}/"]
    )
    assert run.exit_code == 0, run.output
    run = CliRunner().invoke(main, ["import", str(out), "-o", str(again)])
    assert run.exit_code == 0, run.output
    before = {one["id"]: one for one in yaml.safe_load(CATALOG)["models"]}
    after = {one["id"]: one for one in yaml.safe_load(again.read_text("utf-8"))["models"]}
    assert after["mix"]["base_model"] == before["mix"]["base_model"]
    assert {one.base_model for one in load_catalog("again.yaml", tmp_path).models} == {
        one.base_model for one in zoo.models
    }


def test_the_json_is_a_catalog(zoo: Catalog, tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["export", str(tmp_path / "models.yaml"), "--to", "json"])
    data = json.loads(run.output)
    assert data["models"][1]["base_model"] == [{"model": "old-seed", "relation": "finetune"}]
    (tmp_path / "again.yaml").write_text(run.output, encoding="utf-8")
    assert load_catalog("again.yaml", tmp_path).models == zoo.models


EDITS = {
    "renamed": ("name: Seed-Mix", "name: Seed-Blend"),
    "related otherwise": ("relation: finetune", "relation: adapter"),
    "no longer": ("    base_model: {model: old-seed, relation: finetune}\n", ""),
    "of a variant": ("relation: quantized", "relation: distilled"),
    "removed": (CATALOG[CATALOG.index("  - id: mix") :], ""),
    "a base that is new": (
        "  - id: mix\n",
        "  - {id: far, name: Far, base_model: mix}\n  - id: mix\n",
    ),
    "no alias": ("    aliases: [old-seed]\n", "    aliases: [older-seed]\n"),
}


@pytest.mark.parametrize("name", EDITS)
def test_incremental_equals_fresh(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path)
    write_pictures(project.src)
    project.write("index.rst", "Zoo\n===\n\n.. modelzoo::\n   :view: cards\n")
    project.write("models.yaml", CATALOG)
    first = project.build()
    assert first.warnings == ""
    old, new = EDITS[name]
    assert old in CATALOG
    project.write("models.yaml", CATALOG.replace(old, new))
    again = project.build()
    fresh = project.build(to="fresh")
    assert_same_tree(again.outdir, fresh.outdir)
    assert ("unknown model “old-seed”" in fresh.warnings) == (name == "no alias")


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    project = Project(tmp_path)
    write_pictures(project.src)
    project.write("models.yaml", CATALOG)
    project.build()
    project.write("models.yaml", CATALOG.replace("relation: finetune", "relation: adapter"))
    assert project.build().read == 2  # the model and its base


def test_mkdocs_shows_it(tmp_path: Path) -> None:
    site = Site(tmp_path)
    write_pictures(tmp_path / "docs")
    site.write("models.yaml", CATALOG)
    built = site.build()
    soup = built.soup("models/seed/index.html")
    text = " ".join(soup.get_text(" ").split())
    assert "Seed-Chat fine-tuned" in text
    assert "Seed-Mix merged" in text
