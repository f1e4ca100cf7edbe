"""What tests share: small projects and catalogs, and how to look at them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "example_docs"
LAB = DOCS / "lab"
FIXTURES = ROOT / "tests" / "fixtures"
SHARED = ROOT.parent / "shared" / "data"  # real catalogs, which are not part of the project
