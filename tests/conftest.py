"""What all tests share."""

import os
import sys
from pathlib import Path

# Helper modules stand beside the tests that use them.
sys.path.insert(0, str(Path(__file__).parent))

# No test may reach a hub; a model is local or it is missing.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
