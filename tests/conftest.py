"""What holds for every test: how often property tests try.

`HYPOTHESIS_PROFILE=thorough` tries harder than there is time for in `make test`.
"""

import os

from hypothesis import settings

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
