"""The English site: ``sphinx-build -c example_docs/conf/en example_docs OUT``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from common import settings

globals().update(settings("en", "sphinx-modelzoo documentation"))
