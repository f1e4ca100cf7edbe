"""The English site: ``sphinx-build -c example_docs/conf/en example_docs OUT``."""

import sys
from pathlib import Path

# Not conf/ itself: docutils would find the folder zh there when it looks for its own languages.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

from common import settings

globals().update(settings("en", "sphinx-modelzoo documentation"))
