"""The command in the reader's language: help, reports, problems; nothing that programs read."""

from __future__ import annotations

import copy
import json
import pickle
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result

from sphinx_modelzoo.cli import COMMANDS, main
from sphinx_modelzoo.cli.spoken import catalog_names, wrapped
from sphinx_modelzoo.east_asian import display_width, has_han
from sphinx_modelzoo.problems.messages import Message, problem, translated
from tests.support.spoken_messages import PACKAGE, in_code, of_codes, of_help, untranslatable

CHINESE = {"LC_ALL": "zh_CN.UTF-8"}
CATALOG = """\
schema_version: 1
models:
  - id: yolov4
    name: YOLOv4
    tasks: [object-detection]
    nmae: 2020
  - id: bert
    name: BERT
    summary: TODO
    tasks: [fil-mask]
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("models.yaml").write_text(CATALOG, encoding="utf-8")


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    with po_file().open("rb") as stream:
        return read_po(stream, locale="zh_CN", abort_invalid=True)


def po_file() -> Path:
    return PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "modelzoo.po"


def run(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environ or CHINESE)


def texts(message: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


# The words


def test_all_that_the_command_says_has_chinese(chinese: Catalog) -> None:
    code = in_code()
    assert len(code) > 130
    wanted = {**dict.fromkeys(of_codes(), "a code"), **dict.fromkeys(of_help(), "help"), **code}
    missing = {
        text: place
        for text, place in wanted.items()
        if not (entry := chinese.get(text)) or not all(texts(entry.string))
    }
    assert not missing, "add the Chinese for these to modelzoo.po"


def test_messages_with_values_are_templates() -> None:
    assert untranslatable() == [], 'write Message("… {name} …", name=…) instead of an f-string'


def test_no_chinese_is_left_over(chinese: Catalog) -> None:
    used = {*in_code(), *of_help(), *of_codes()}
    of_click = chinese_of_click()
    left = [one.id for one in chinese if one.id and texts(one.id)[0] not in used | of_click]
    assert left == []
    assert not [one.id for one in chinese if one.fuzzy]


def chinese_of_click() -> set[str]:
    """The messages of click that have Chinese: the first section of the file."""
    first = po_file().read_bytes().split(b"\n# Help.")[0]
    return {texts(one.id)[0] for one in read_po(BytesIO(first), locale="zh_CN")}


def test_chinese_is_chinese_and_keeps_its_placeholders(chinese: Catalog) -> None:
    of_click = chinese_of_click()
    for message in chinese:
        (english, *_), said = texts(message.id), texts(message.string)
        if not english:
            continue
        for text in said:
            slots = [sorted(re.findall(r"{(\w+)", one)) for one in (english, text)]
            assert english in of_click or slots[0] == slots[1]
            if re.search("[a-z]{2}", re.sub(r"{[^}]*}", "", english)):
                assert has_han(text), english


def test_the_compiled_words_are_the_current_ones(chinese: Catalog) -> None:
    with po_file().with_suffix(".mo").open("rb") as stream:
        installed = {texts(one.id): texts(one.string) for one in read_mo(stream) if one.id}
    assert installed == {texts(one.id): texts(one.string) for one in chinese if one.id}


# The locale


@pytest.mark.parametrize(
    ("environ", "names"),
    [
        ({"LANG": "zh_CN.UTF-8"}, ("zh_CN",)),
        ({"LANG": "zh_CN"}, ("zh_CN",)),
        ({"LANG": "zh"}, ("zh_CN",)),
        ({"LANG": "zh_SG.UTF-8"}, ("zh_CN",)),
        ({"LANG": "zh_TW.UTF-8"}, ("zh_TW", "zh_CN")),
        ({"LANG": "zh_HK"}, ("zh_TW", "zh_CN")),
        ({"LANG": "zh-Hant"}, ("zh_TW", "zh_CN")),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, ("zh_CN",)),
        ({"LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, ("zh_CN",)),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, ()),
        ({"LANGUAGE": "zh_CN:en", "LANG": "en_US.UTF-8"}, ("zh_CN",)),
        ({"LANGUAGE": "fr:zh_CN", "LANG": "fr_FR.UTF-8"}, ("zh_CN",)),
        ({"LANGUAGE": "en:zh_CN", "LANG": "zh_CN.UTF-8"}, ()),
        ({"LANGUAGE": "zh_CN", "LANG": "C.UTF-8"}, ("zh_CN",)),
        ({"LANGUAGE": "zh_CN", "LC_ALL": "C"}, ()),
        ({"LANGUAGE": "zh_CN", "LC_ALL": "C.UTF-8"}, ()),
        ({"LANG": "de_DE.UTF-8"}, ()),
        ({"LANG": "zhuang"}, ()),
        ({"LANG": ""}, ()),
        ({}, ()),
    ],
)
def test_the_language_is_that_of_the_locale(environ: dict[str, str], names: tuple[str]) -> None:
    assert catalog_names(environ) == names


def test_english_is_the_same_before_and_after_chinese() -> None:
    before = run("--help", LC_ALL="C").output
    assert "模型" in run("--help").output
    assert run("--help", LC_ALL="C").output == before
    assert not has_han(before)


def test_readers_of_traditional_characters_get_the_words_there_are() -> None:
    assert run("--help", LC_ALL="zh_TW.UTF-8").output == run("--help").output


# Help


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese_and_keeps_within_its_width(command: str) -> None:
    lines = run(*filter(None, (command, "--help"))).output.splitlines()
    assert lines[0].startswith("用法：")
    for line in lines:
        said = re.sub(r"^  +(-|\[|[a-z]+  ).*?(  |$)", "", line)
        assert has_han(said) or not re.search("[a-z]{4,} [a-z]{3,}", said), line
        assert display_width(line) <= 100
        assert not re.match(r"\s*[，。；：、）」？]", line), line


def test_a_line_ends_before_what_belongs_to_the_next_word() -> None:
    assert wrapped("一二三四，五六（七）八。", 8) == ["一二三", "四，五六", "（七）", "八。"]
    assert wrapped("用 --map 指定", 9) == ["用 --map", "指定"]
    assert wrapped("", 10) == [""]


def test_usage_errors_are_chinese() -> None:
    assert "您是不是要写“check”？" in run("chek").output
    done = run("check", "--fromat", "json", "models.yaml")
    assert done.exit_code == 2
    assert re.search("没有选项 '?--fromat'?", done.output)  # in quotes in old releases of click
    assert "缺少模型清单" in run("check").output
    assert "无效" in run("check", "--level", "bad", "models.yaml").output


# Reports


def test_check_reports_in_chinese() -> None:
    done = run("check", "models.yaml")
    assert done.exit_code == 1
    assert "models.yaml:6:5: 错误：yolov4.nmae: " in done.output
    assert "（您是不是要写“name”？） [modelzoo.field.unknown]" in done.output
    assert "检查了 2 个模型，2 个错误，1 个警告\n" in done.output


@pytest.mark.parametrize("style", ["json", "github", "sarif"])
def test_what_programs_read_is_english_everywhere(style: str) -> None:
    arguments = ("check", "models.yaml", "--format", style)
    said = run(*arguments).stdout
    assert said == run(*arguments, LC_ALL="C").stdout
    assert "unknown field" in said


def test_a_table_is_in_the_language_of_its_catalog_then_of_its_reader() -> None:
    text = CATALOG.replace("    nmae: 2020\n", "").replace("fil-mask", "fill-mask")
    Path("models.yaml").write_text(text, encoding="utf-8")
    done = run("list", "models.yaml")
    assert done.stdout.startswith("id ")
    assert "参数量" in done.stdout
    assert done.stderr == "共 2 行；模型清单中有 2 个模型\n"
    assert "Parameters" in run("list", "models.yaml", LC_ALL="C").stdout
    assert "Parameters" in run("list", "models.yaml", "--language", "en").stdout
    for style in ("csv", "json"):
        arguments = ("list", "models.yaml", "--format", style)
        assert run(*arguments).stdout == run(*arguments, LC_ALL="C").stdout
    Path("models.yaml").write_text(f"language: en\n{text}", encoding="utf-8")
    assert "Parameters" in run("list", "models.yaml").stdout


def test_import_reports_in_chinese_and_writes_the_same() -> None:
    Path("zoo.md").write_text(
        "| Model | Top-1 | Foo |\n|---|---|---|\n| A | 71.5 | x |\n| B | ? | y |\n",
        encoding="utf-8",
    )
    written = []
    for name, environ in (("zh", CHINESE), ("en", {"LC_ALL": "C"})):
        done = run("import", "zoo.md", "-o", f"{name}.yaml", "--report", "report.json", **environ)
        assert done.exit_code == 0, done.output
        report = json.loads(Path("report.json").read_text(encoding="utf-8"))
        written.append((Path(f"{name}.yaml").read_text(encoding="utf-8"), report["review"]))
        if name == "zh":
            assert "读取（tables）：1 个表格，2 行" in done.output
            assert "得到 2 个条目（新增 2 个，更新 0 个，未变 0 个）" in done.output
            assert "表头未知的列：1" in done.output
    assert written[0] == written[1]


def test_init_advises_in_chinese() -> None:
    Path("conf.py").write_text('extensions = ["myst_parser"]\n', encoding="utf-8")
    Path("models.yaml").unlink()
    output = run("init").output
    assert "新建了 models.yaml，其中有一个示例模型。" in output
    assert "在 conf.py 中添加：" in output
    assert '    extensions += ["sphinx_modelzoo"]' in output


# Messages


def test_a_message_is_english_until_it_is_translated() -> None:
    words = {"unknown {kind} “{name}”": "未知的{kind}“{name}”", "task": "任务"}
    made = Message("unknown {kind} “{name}”", kind=Message("task"), name="task")
    assert made == "unknown task “task”"
    assert translated(made, lambda text: words.get(text, text)) == "未知的任务“task”"
    for twin in (copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert twin == made
        assert translated(twin, lambda text: words.get(text, text)) == "未知的任务“task”"


def test_braces_of_a_catalog_are_no_placeholders() -> None:
    made = Message("invalid value “{value}”", value="{0} {x}")
    assert translated(made, str) == made == "invalid value “{0} {x}”"
    of = Message.of("{0} {")
    assert copy.copy(of) == translated(of, str) == "{0} {"


def test_a_hint_of_a_code_stays_itself_in_a_copy() -> None:
    found = problem("sort.syntax", "x")
    hint = found.hint
    assert pickle.loads(pickle.dumps(hint)) == hint == str(hint)
    assert hint.startswith("separate ")
    assert found.text.startswith("x (separate field names with commas; ")
    assert (
        translated(hint, lambda text: "分隔。" if text.startswith("Separate") else "") == "分隔。"
    )
