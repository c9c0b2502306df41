"""A judge over facts that are made by hand, without a ledger."""

from __future__ import annotations

import pytest
from weeks import DAY, facts_of

from tocsin.threat.assess import Assessor
from tocsin.threat.rules import load_rules


@pytest.fixture
def judge():
    """Judge incidents: the assessment of Borno for everyone."""
    from tocsin.asking.filters import Filter

    def assess(*incidents, weeks=8, **facts):
        return Assessor(facts_of(*incidents, **facts), load_rules(), DAY).assess(("NGA", "Borno"), Filter(), lambda one: one.in_scope, weeks)
    return assess
