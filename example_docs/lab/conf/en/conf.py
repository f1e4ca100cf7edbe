"""The laboratory in English: ``sphinx-build -c conf/en docs OUT`` in example_docs/lab."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "conf" / "shared"))

from common import lab_settings

globals().update(lab_settings("en"))
