"""Every sentence that a clerk may read aloud, word by word."""

from pathlib import Path

import pytest
import yaml

from policies.rules import assess
from tests.policies.rules.sentence_cases import cases

SENTENCES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("said", [pytest.param(case, id=case.name) for case in cases()])
def test_what_is_read_aloud(said):
    found = assess(said.event, said.law, said.person, said.usage)
    assert [each.sentence for each in (*found.lines, *found.refusals)] == SENTENCES[said.name]


def test_every_sentence_has_its_case():
    assert sorted(SENTENCES) == sorted(case.name for case in cases())
