"""The table of routes is the only way in."""

import itertools

from tocsin.access.policy import PERMISSIONS, PUBLIC, ROLES, RULES, rule_of


def test_every_rule_needs_a_known_permission():
    assert {rule.needs for rule in RULES} <= {*PERMISSIONS, PUBLIC}


def test_no_route_has_two_rules():
    assert len({(rule.method, rule.path) for rule in RULES}) == len(RULES)


def test_roles_only_add_as_they_rise():
    ladder = [ROLES[name] for name in ("reader", "analyst", "reviewer", "publisher", "admin")]
    assert all(low < high for low, high in itertools.pairwise(ladder))


def test_head_is_guarded_as_get_and_unknown_routes_have_no_rule():
    assert rule_of("HEAD", "/incidents") == rule_of("GET", "/incidents")
    assert rule_of("GET", "/nowhere") is None
    assert rule_of("DELETE", "/incidents") is None
