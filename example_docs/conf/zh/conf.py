"""The Chinese site: ``sphinx-build -c example_docs/conf/zh example_docs OUT``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from common import settings

globals().update(settings("zh", "sphinx-modelzoo 文档"))
