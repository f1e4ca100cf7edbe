"""Split words that ran together where a line ended: ``objectdetection``."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.repairs.repair_types import Repair, prose_slots
from sphinx_modelzoo.curation.words.glued import find_glued, unglue
from sphinx_modelzoo.curation.words.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Draft, DraftChange


def lexicon_of(drafts: Sequence[Draft]) -> Lexicon:
    """Build the lexicon of some drafts."""
    texts, names = [], []
    for draft in drafts:
        texts.append("\n".join(slot.value for slot in prose_slots(draft)))
        names += _names(draft.data)
    return Lexicon([*texts, *names], names)


def _names(data: Mapping[str, Any]) -> list[str]:
    """Return the names in an entry, whose spelling is right as it is."""
    paper, aliases = data.get("paper"), data.get("aliases")
    found = [data.get("name"), data.get("collection")]
    found.append(paper.get("title") if isinstance(paper, dict) else None)
    found += aliases if isinstance(aliases, list) else [aliases]
    return [name for name in found if isinstance(name, str)]


def _split(drafts: Sequence[Draft]) -> list[DraftChange]:
    lexicon = lexicon_of(drafts)
    changes = []
    for _, group in groupby(drafts, lambda draft: draft.source.file):
        slots = [slot for draft in group for slot in prose_slots(draft)]
        for slot, found in zip(slots, find_glued([s.value for s in slots], lexicon), strict=True):
            certain = [glued for glued in found if glued.certain]
            if certain:
                slot.set(unglue(slot.value, certain))
                changes += [slot.change("glued-words", one.word, one.parts) for one in certain]
    return changes


REPAIRS: Mapping[str, Repair] = {
    "glued-words": Repair("glued-words", "split words that ran together", _split)
}
