"""Views that hold every kind of content, for the tests of the renderers."""

from __future__ import annotations

from sphinx_modelzoo.views.content import (
    LIST,
    Block,
    Break,
    Bullets,
    Cell,
    CodeBlock,
    Column,
    Fact,
    Facts,
    Fold,
    Grid,
    Group,
    Mark,
    Notice,
    PageId,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    Row,
    Section,
    Tabs,
    Title,
    UrlLink,
    Words,
    model_page,
)
from sphinx_modelzoo.views.display import (
    Axis,
    Badge,
    Bar,
    Branch,
    Card,
    CardGroup,
    Cards,
    Header,
    Plot,
    Point,
    Series,
    Tree,
)

ABSTRACT = (
    "Features of *networks*: $\\mathcal{O}(n^2)$, `code`, [source](https://example.org/code).\n\n"
    "A second paragraph:\n\n- one\n- two **bold**\n\n1. first\n2. second\n\n> a quotation\n\n"
    "```python\nprint(1)\n```\n\n$$\nE = mc^2\n$$\n\n# A heading\n\n"
    "line\\\nbreak ![alt *text*](x.png)"
)


def name(text: str, **emphasis: bool) -> Words:
    return Words(text, translate=False, **emphasis)


def cell(*inlines: object, sort: str | int | None = None) -> Cell:
    return Cell((Paragraph(tuple(inlines)),), sort)  # type: ignore[arg-type]


def zoo(count: int = 3, *, groups: bool = False, abstract: str = ABSTRACT) -> Grid:
    """The default table, with the paper heading each row."""
    columns = (
        Column("no", "No.", "number"),
        Column("paper", "Paper"),
        Column("abstract", "Abstract"),
        Column("metric:Top-1 Acc", "Results"),
        Column("quick-start", "Quick start"),
    )
    rows = tuple(
        Row(
            (
                cell(name(str(number)), sort=number),
                cell(
                    PageLink(name(f"Model {number}", strong=True), model_page(f"model-{number}")),
                    Break(),
                    UrlLink(name(f"Paper <{number}> & co"), f"https://example.org/?a=1&b={number}"),
                ),
                Cell((Fold("Abstract", (Prose(abstract),)),)),
                cell(Words("数据集", "zh"), Words(": mAP "), name("41.2%")),
                Cell(()) if number == 2 else cell(UrlLink(Words("Quick start"), "start/here.md")),
            ),
            f"model-{number}",
        )
        for number in range(1, count + 1)
    )
    half = (count + 1) // 2
    parts = (
        (Group("Detection", rows[:half], "detection"), Group("Other", rows[half:]))
        if groups
        else (Group("", rows),)
    )
    return Grid(columns, parts, "Models & more", "zoo", "paper")


def variants() -> Grid:
    columns = (Column("variant", "Variant"), Column("params", "Parameters", "number"))
    rows = tuple(
        Row((cell(name(size)), cell(name("64.4M"))), "yolov4", size) for size in ("s-416", "l-608")
    )
    return Grid(columns, (Group("", rows),), "", "variants", "variant")


def page() -> tuple[Block, ...]:
    """Every block that a model's page may hold."""
    return (
        Notice(
            "warning", "Deprecated", (Words("Use "), PageLink(name("YOLOX"), model_page("yolox")))
        ),
        Header(
            (
                Paragraph((Prose("Tuned to train on *one* GPU."),), "lead"),
                Bullets(
                    (
                        (Badge(Words("Task"), 6, PageId(LIST, "tasks"), "one", "task=one"),),
                        (Badge(name("MIT")),),
                        (Badge(Words("Fresh"), new=True),),
                    ),
                    "badges",
                ),
                Facts((Fact("params", "Parameters", (name("25M"),)),), "figures"),
            ),
            Picture("img/a.png", Words("")),
        ),
        Tree((Branch((name("Base"),), (Branch((name("This"), Words(" so", muted=True))),)),)),
        Facts(
            (
                Fact("task", "Task", (Words("Object detection"),)),
                Fact("paper", "Paper", (UrlLink(name("YOLOv4"), "https://example.org/", "A"),)),
            )
        ),
        Section("variants", "Variants", (variants(), Paragraph((Prose("原文", "zh"),)))),
        Section("abstract", "Abstract", (Prose(ABSTRACT),)),
        Section("description", "Description", (Prose("第一段\n\n第二段", "zh"),)),
        Section(
            "pictures",
            "Pictures",
            (
                Picture("img/a.png", Words("A diagram"), Words("The architecture")),
                Picture("https://example.org/remote.png", Words("A remote picture")),
            ),
        ),
        Section(
            "snippets",
            "Code",
            (
                Tabs(
                    (
                        CodeBlock("import paddle\n!pip --odd\n", "python", Words("Python")),
                        CodeBlock("pip install x", "bash", Words("Shell")),
                    ),
                    "tabs-of-this",
                ),
                CodeBlock("?? what", "no-such-language"),
                CodeBlock("@misc{x,\n  title = {A \\& B},\n}", "bibtex"),
            ),
        ),
        Section(
            "related",
            "Related",
            (
                Bullets(
                    (
                        (PageLink(name("YOLOv3"), model_page("yolov3")), Words(" older")),
                        (Prose("a *b*"),),
                    ),
                    "related",
                ),
            ),
        ),
        Section("citation", "Cite", (CodeBlock("@misc{y}", "tex"),), folded=True),
        Fold("More", (Paragraph((Words("folded"),)),)),
    )


def drawn() -> tuple[Block, ...]:
    """A bar in statistics, a plot, cards in groups and one alone."""
    link = PageLink(name("A"), model_page("a"))
    facts = Facts((Fact("k", "K", (Words("v"),)),))
    picture = Picture("img/a.png", Words("A diagram"), None, "img/a-dark.png")
    card = Card(
        Title((link,), (link,), Mark("New", new=True)), (Words("What it is."),), facts, picture
    )
    bar = Cell((Paragraph((Bar(0.5, "50%"),)),))
    stats = Grid((Column("share", "Share"),), (Group("", (Row((bar,)),)),), role="stats")
    points = (Point(1, 2, "A: 1, 2", model_page("a")), Point(10, 3, "B: 10, 3", model_page("b")))
    plot = Plot(
        Axis("Size", "count", log=True),
        Axis("Value"),
        (Series("S", points),),
        ((1, 2), (10, 3)),
        "Front",
        "Two points.",
        stats,
        "As a table",
    )
    groups = (CardGroup("G", (card, card)),)
    return (stats, plot, Cards(groups, "All"), Cards((CardGroup("", (card,)),), "A", single=True))
