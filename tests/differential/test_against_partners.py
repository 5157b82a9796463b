"""The strict reading beside the parsers of Mistral, OpenAI and Hugging Face themselves."""

import pytest
from cases import for_each
from differential.divergences import allowed, divergences, unexplained
from differential.partners import PARTNERS, load_partner, missing
from shipped_formats import LIBRARY


@pytest.mark.model
@for_each("partner", sorted(PARTNERS))
def test_every_divergence_of_a_partner_is_explained(partner: str) -> None:
    """A partner departs from the strict reading exactly where the allow-list says, no less."""
    if why := missing(partner):
        pytest.skip(why)
    found = divergences(LIBRARY.load(PARTNERS[partner]), load_partner(partner))
    assert not (told := unexplained(partner, found, allowed())), told
