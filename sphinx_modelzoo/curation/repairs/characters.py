"""Repairs of single characters: full-width digits and letters, e-mail addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.repairs.repair_types import (
    Repair,
    all_slots,
    link_slots,
    prose_slots,
    text_slots,
)
from sphinx_modelzoo.curation.words import load_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Draft, DraftChange
    from sphinx_modelzoo.curation.repairs.repair_types import Slot

# Full-width punctuation is right in Chinese; digits and letters never are.
_WIDE = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05\uff0e]")
_FOLD = {wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF5B) if chr(wide).isalnum()}
_POINT = re.compile(r"(?<=\d)\uff0e(?=\d)|(?<=\d)\uff05")


def fold_wide(text: str) -> str:
    """Fold full-width digits and letters of a text to ASCII, ``９８．１％`` too."""
    folded = text.translate(_FOLD)
    return _POINT.sub(lambda found: "." if found.group() == "\uff0e" else "%", folded)


def _fold_digits(drafts: Sequence[Draft]) -> list[DraftChange]:
    changes = []
    for draft in drafts:
        for slot in all_slots(draft, _WIDE.search):
            if slot.field.startswith("results") and ".raw" in slot.field:
                continue  # the words of the source stay
            before = slot.value
            if (after := fold_wide(before)) != before:
                slot.set(after)
                changes.append(slot.change("full-width", before, after))
    return changes


_MAIL = re.compile(
    r"(?<![\w.+\-/])[A-Za-z0-9][\w.+\-]*@[A-Za-z0-9](?:[A-Za-z0-9\-]*\.)+[A-Za-z]{2,12}(?![\w@/])",
    re.ASCII,
)
_GROUP = re.compile(r"\{[\w.,\s\-]+\}@[A-Za-z0-9](?:[A-Za-z0-9\-]*\.)+[A-Za-z]{2,12}", re.ASCII)
_MARKDOWN = re.compile(r"\[[^\]]*\]\(mailto:[^)]*\)|<(?:mailto:)?[^<>\s]+@[^<>\s]+>|mailto:")
_EMPTY = re.compile(r"\s*(?:\(\s*[,;]*\s*\)|（\s*[,;，；]*\s*）|\[\s*\]|<\s*>)")
_LABELS = "|".join(re.escape(label) for label in load_words("mail")["labels"])
_LABEL = re.compile(rf"(?:(?:{_LABELS})\s*[:：]\s*)(?=[\s,;.，；。)）]|$)", re.I)


# Texts elsewhere in which people leave their addresses.
_MORE = re.compile(r"\.raw(?:\.\w+)?$|^paper\.authors")


def drop_addresses(text: str) -> str:
    """Remove e-mail addresses from a text, and brackets and labels that held nothing else."""
    if "@" not in text:
        return text
    bare = _MAIL.sub("", _GROUP.sub("", _MARKDOWN.sub(_link_words, text)))
    if bare == text:
        return text
    bare = _LABEL.sub("", _EMPTY.sub("", bare))
    bare = re.sub(r"[ \t]{2,}", " ", re.sub(r"(?:\s*[,;，；])+(\s*[.。]?)\s*$", r"\1", bare))
    bare = re.sub(r"\s+([,.;，。；])", r"\1", bare).strip()
    return bare if re.search(r"\w", bare) else ""


def _link_words(found: re.Match[str]) -> str:
    words = re.match(r"\[([^\]]*)\]", found.group())
    return words.group(1) if words and "@" not in words.group(1) else ""


def _drop_mail(drafts: Sequence[Draft]) -> list[DraftChange]:
    changes = []
    for draft in drafts:
        slots: list[Slot] = [*text_slots(draft, ("name",)), *prose_slots(draft)]
        slots += [s for s in all_slots(draft, lambda text: "@" in text) if _MORE.search(s.field)]
        for slot in reversed(slots):
            before = slot.value
            after = drop_addresses(before)
            if after == before:
                continue
            changes.append(slot.change("e-mail", before, after))
            if after:
                slot.set(after)
            else:
                del slot.holder[slot.key]
        changes += _drop_mail_links(draft)
    return changes


_WITH_MAIL = frozenset(("links", "code", "demo"))


def _drop_mail_links(draft: Draft) -> list[DraftChange]:
    changes: list[DraftChange] = []
    if _WITH_MAIL.isdisjoint(draft.data):
        return changes
    for slot in reversed(list(link_slots(draft, _is_mail))):
        field = slot.field.partition("[")[0].partition(".")[0]
        if field not in _WITH_MAIL:
            continue
        changes.append(slot.change("e-mail", slot.value, ""))
        value = draft.data[field]
        if isinstance(value, list):
            kept = [item for item in value if item is not slot.holder and item != slot.value]
            draft.data[field] = kept
        if not isinstance(value, list) or not draft.data[field]:
            del draft.data[field]
    return changes


def _is_mail(url: str) -> bool:
    return url[:7].casefold() == "mailto:"


REPAIRS: Mapping[str, Repair] = {
    "full-width": Repair(
        "full-width", "replace full-width digits and letters by ASCII", _fold_digits
    ),
    "e-mail": Repair("e-mail", "remove e-mail addresses", _drop_mail),
}
