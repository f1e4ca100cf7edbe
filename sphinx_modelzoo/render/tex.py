r"""The mathematics that may reach a TeX engine or MathJax.

Math is a program in both: ``\input`` reads files when the PDF is made, MathJax's ``\href`` runs
scripts. So only commands that draw are let through; a formula with any other one is shown as code.
"""

from __future__ import annotations

import re
from functools import cache

# With one argument each, with two, and with none.
_ONE = """
sqrt overline underline overbrace underbrace substack hat widehat tilde widetilde bar vec dot ddot
acute grave breve check mathring boldsymbol overrightarrow overleftarrow mathrm mathbf mathit
mathsf mathtt mathcal mathbb mathfrak operatorname text textrm textbf textit mathop mathbin mathrel
mathord mathopen mathclose mathpunct mathinner bmod pmod mod xrightarrow xleftarrow not
left right middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm
"""
_TWO = "frac dfrac tfrac binom dbinom tbinom overset underset stackrel"
_NONE = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi
varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi
Sigma Upsilon Phi Psi Omega limits nolimits
displaystyle textstyle scriptstyle scriptscriptstyle
sum prod coprod int iint iiint oint bigcup bigcap bigsqcup bigvee bigwedge bigoplus bigotimes
bigodot biguplus arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg
lim liminf limsup ln log max min Pr sec sin sinh sup tan tanh
pm mp times div ast star circ bullet cdot cap cup uplus sqcap sqcup vee wedge setminus wr diamond
triangleleft triangleright oplus ominus otimes oslash odot dagger ddagger amalg land lor lnot neg
leq le geq ge ll gg prec succ preceq succeq equiv sim simeq approx cong propto neq ne subset supset
subseteq supseteq sqsubseteq sqsupseteq in ni notin vdash dashv models perp mid nmid parallel
bowtie smile frown doteq asymp leqslant geqslant lesssim gtrsim triangleq subsetneq
leftarrow gets rightarrow to leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow
longrightarrow longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow mapsto longmapsto
hookleftarrow hookrightarrow uparrow downarrow updownarrow Uparrow Downarrow nearrow searrow
swarrow nwarrow implies iff rightleftharpoons
infty partial nabla forall exists nexists emptyset varnothing ell hbar imath jmath Re Im wp aleph
angle top bot prime surd triangle square blacksquare flat natural sharp clubsuit diamondsuit
heartsuit spadesuit checkmark ldots cdots vdots ddots dots dotsc dotsb dotsm
colon quad qquad enspace thinspace negthinspace
lbrace rbrace lbrack rbrack langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert
Vert backslash
"""
_ENVIRONMENTS = """
matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases aligned gathered split
"""
_LONGEST = 4000  # characters; no formula in a text is longer
_SYMBOLS = frozenset(",;:!> {}|%#&$_\\")
_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|[{}&^_#~%$]|\n[ \t]*\n", re.DOTALL)
_ENVIRONMENT = re.compile(r"\s*\{([A-Za-z]+)\}")
_ARGUMENT = re.compile(r"\s*(?:\[[A-Za-z0-9]\])?\s*(\\[A-Za-z]+|\\.|[^\s\\&^_}#%$])")


@cache
def _arguments() -> dict[str, int]:
    """Return how many arguments each harmless command takes."""
    return {
        name: count
        for count, names in enumerate((_NONE, _ONE, _TWO))
        for name in names.split()  # bmod takes none, but nothing ends in it either
    }


def is_safe_math(tex: str) -> bool:
    r"""Return True if a formula only draws, and closes what it opens.

    :param tex: the text between the dollars.
    :returns: false for a command that is not known to be harmless (``\input``, ``\href``,
        ``\def`` …), for TeX's character codes (``^^5c``), for anything unbalanced, and where an
        argument is missing, so that the formula would swallow what follows it.
    """
    if not tex.strip() or len(tex) > _LONGEST:
        return False
    open_: list[str] = []
    for found in _TOKEN.finditer(tex):
        if not _is_safe_token(found.group(), tex, found.end(), open_):
            return False
    return not open_ and (len(tex) - len(tex.rstrip("\\"))) % 2 == 0


def _is_safe_token(part: str, tex: str, end: int, open_: list[str]) -> bool:
    if part == "{":
        open_.append(part)
        return True
    if part == "}":
        return bool(open_) and open_.pop() == "{"
    if part == "&":
        return any(name != "{" and name != "left" for name in open_)
    if part in "^_":
        return _has_arguments(tex, end, 1)
    if part[0] == "\\":
        return _is_safe_command(part[1:], tex, end, open_)
    return part == "~"


def _is_safe_command(command: str, tex: str, end: int, open_: list[str]) -> bool:
    if not (command[0].isascii() and command[0].isalpha()):
        return command in _SYMBOLS
    if command in ("begin", "end"):
        return _is_safe_environment(command, tex, end, open_)
    count = _arguments().get("operatorname" if command == "operatorname*" else command)
    if count is None or not _has_arguments(tex, end, count):
        return False
    if command == "left":
        open_.append(command)
    return command != "right" or (bool(open_) and open_.pop() == "left")


def _is_safe_environment(command: str, tex: str, end: int, open_: list[str]) -> bool:
    found = _ENVIRONMENT.match(tex, end)
    if not found or found.group(1) not in _ENVIRONMENTS.split():
        return False
    if command == "begin":
        open_.append(found.group(1))
        return True
    return bool(open_) and open_.pop() == found.group(1)


def _has_arguments(tex: str, start: int, count: int) -> bool:
    for _ in range(count):
        found = _ARGUMENT.match(tex, start)
        if not found:
            return False
        start = _closing(tex, found.end()) if found.group(1) == "{" else found.end()
    return True


def _closing(tex: str, start: int) -> int:
    """Find the end of the group that was opened just before ``start``."""
    depth = 1
    for found in re.finditer(r"\\.|[{}]", tex[start:], re.DOTALL):
        depth += {"{": 1, "}": -1}.get(found.group(), 0)
        if not depth:
            return start + found.end()
    return len(tex)
