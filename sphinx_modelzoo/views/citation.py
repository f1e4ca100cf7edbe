"""Citations: a BibTeX entry for a model's paper, made from the catalog's facts.

The entry says nothing that the catalog does not: a field without a value is left out, and a
venue that is known neither as a conference nor as a journal is noted, not guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sphinx_modelzoo.schema.papers import paper_url

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.model import Model, Paper

# How conferences are called for short; in lower case.
_CONFERENCE_NAMES = """
3dv aaai aacl acl accv aistats asru bmvc ccs cikm coling colm colt conll corl cvpr cvprw dac date
eacl eccv eccvw ecai ecml emnlp eswc fg globecom icann icassp iccad iccv iccvw icdar icde icdm icip
iclr icme icml icmlw icmr icpr icra ijcai ijcb ijcnlp ijcnn interspeech iros isbi isca ismir kdd
lrec miccai micro miua mlsys mm naacl ndss neurips nips pakdd pkdd recsys rss sc siggraph sigir
sigkdd sigmod slt stoc sustainlp uai uist vldb wacv wmt wsdm www
"""
_CONFERENCES = frozenset(_CONFERENCE_NAMES.split())
_CONFERENCE_WORDS = re.compile(
    r"\b(?:proceedings|proc\.?|conference|conf\.?|symposium|workshops?|congress|annual meeting)\b",
    re.IGNORECASE,
)
_JOURNALS = re.compile(
    r"(?:the )?(?:nature|science|cell|patterns|pnas|plos|proceedings of the ieee\Z|"
    r"proceedings of the national academy)\b",
    re.IGNORECASE,
)
_JOURNAL_WORDS = re.compile(
    r"\b(?:journal|j\.|transactions?|trans\.|letters|lett\.|magazine|reviews?|annals|bulletin|"
    r"access|frontiers|t?pami|ijcv|tip|jmlr|tmlr|tacl|tnnls|tcsvt|taslp|tmi|tog|tkde|"
    r"neurocomputing|bioinformatics|neural networks|pattern recognition|medical image analysis|"
    r"computational linguistics|sensors)(?!\w)",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"\b(?:arxiv|corr|preprint|biorxiv|medrxiv|openreview)\b", re.IGNORECASE)
_VENUE_YEAR = re.compile(r"[\s,]*[('’]*\b((?:19|20)\d{2})\b\)?\Z")


def bibtex(model: Model, language: str = "en") -> str | None:
    """Return the BibTeX entry of a model's paper, or ``None`` if its title is not known.

    Names stay UTF-8, as biber and today's BibTeX read them.

    :param language: the reader's, where the paper's address differs by language.
    """
    paper = model.paper
    if paper is None or paper.title is None:
        return None
    venue, year = _venue_and_year(paper)
    kind, place = _kind(paper, venue)
    fields = [("title", f"{{{escape(paper.title)}}}")]  # a second pair of braces keeps capitals
    if paper.authors:
        fields.append(("author", " and ".join(_author(name) for name in paper.authors)))
    if place:
        fields.append((place, escape(venue)))
    if year:
        fields.append(("year", year))
    if paper.arxiv:
        fields += [("eprint", paper.arxiv), ("archivePrefix", "arXiv")]
    if paper.doi:
        fields.append(("doi", _address(paper.doi)))
    url = paper_url(paper, language)
    if url and url.startswith(("http:", "https:")):
        fields.append(("url", _address(url)))
    width = max(len(name) for name, _ in fields)
    lines = [f"  {name:<{width}} = {{{value}}}," for name, value in fields]
    return "\n".join([f"@{kind}{{{citation_key(model)},", *lines, "}"])


def citation_key(model: Model) -> str:
    """Return the citation key of the paper: ``bochkovskiy2020yolov4``, else the model's id.

    ASCII letters, digits and hyphens only, which every BibTeX program takes.
    """
    paper = model.paper
    if paper is None or not paper.authors:
        return model.id
    family = unicodedata.normalize("NFKD", _family(paper.authors[0])).casefold()
    family = re.sub(r"[^a-z0-9]", "", family)
    year = _venue_and_year(paper)[1]
    return f"{family}{year}{model.id}" if family else model.id


def escape(text: str) -> str:
    """Escape a text for TeX, on one line, with every brace in a pair.

    ``\\{`` would not do: BibTeX counts braces whether or not a backslash precedes them.
    """
    return " ".join(unicodedata.normalize("NFC", text).split()).translate(_SPECIALS)


_SPECIALS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%_#$"},
    }
)


def _address(text: str) -> str:
    # Not every style hands these to \url, which would take them as they are; it takes escapes, too.
    plain = text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
    return re.sub(r"[%_#&$]", r"\\\g<0>", plain)


def _venue_and_year(paper: Paper) -> tuple[str, str]:
    """Split the year off a venue; return the venue and the year of the entry."""
    venue = paper.venue or ""
    found = _VENUE_YEAR.search(venue)
    if found is None:
        return venue, str(paper.year or "")
    if paper.year is None or str(paper.year) == found.group(1):
        return venue[: found.start()] or venue, found.group(1)
    return venue, str(paper.year)


def _kind(paper: Paper, venue: str) -> tuple[str, str]:
    """Return the type of the entry and the name of its venue field, empty for none."""
    if not venue:
        return "misc", ""
    if _PREPRINT.search(venue):
        # That it is on arXiv is said by the eprint; another server has to be named.
        return "misc", "" if paper.arxiv else "howpublished"
    if _JOURNALS.match(venue):
        return "article", "journal"
    # First, as “International Conference on Pattern Recognition” has a journal's name in it.
    if _CONFERENCE_WORDS.search(venue):
        return "inproceedings", "booktitle"
    if _JOURNAL_WORDS.search(venue):
        return "article", "journal"
    if _names_conference(venue):
        return "inproceedings", "booktitle"
    return "misc", "howpublished"


def _names_conference(venue: str) -> bool:
    names = re.findall(r"[A-Za-z0-9]+", venue)
    # A lower-case “date” or “mm” among other words is a word.
    return any(
        name.casefold() in _CONFERENCES and (not name.islower() or len(names) == 1)
        for name in names
    )


_SUFFIX = re.compile(r"(?P<given>.+?)\s+(?P<family>\S+?),?\s+(?P<suffix>Jr\.?|Sr\.?|II|III|IV)\Z")
_GROUP = re.compile(r"\b(?:and|team|group|inc|ltd|consortium|laboratory|university)\b", re.I)


def _family(name: str) -> str:
    """Return the family name of “Given Family” or “Family, Given”."""
    suffixed = _SUFFIX.match(name)
    if suffixed:
        return suffixed["family"]
    return name.partition(",")[0] if "," in name else name.split()[-1]


def _author(name: str) -> str:
    """Write an author for BibTeX; braces keep groups and names that it would split whole."""
    if name.casefold().rstrip(".") in {"others", "et al"}:
        return "others"
    suffixed = _SUFFIX.match(name)
    if suffixed:
        return escape(f"{suffixed['family']}, {suffixed['suffix']}, {suffixed['given']}")
    whole = _GROUP.search(name) or name.count(",") > 1 or name.strip(",") != name
    return f"{{{escape(name)}}}" if whole else escape(name)
