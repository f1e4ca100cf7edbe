"""The Chinese site: ``sphinx-build -c example_docs/conf/zh example_docs OUT``."""

import sys
from pathlib import Path

# Not conf/ itself: docutils would find the folder zh there when it looks for its own languages.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

from common import settings

globals().update(settings("zh", "sphinx-modelzoo 文档"))
