"""Articles that repeat one another: families of copies, which count as one source."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, select, update

from tocsin.ledger.derived import article_copy, copy_key
from tocsin.ledger.rows import keyed, put_rows, rows_of
from tocsin.linking.copies import Signature, copy_keys, is_copy, signature_from_row, signature_of, signature_to_row
from tocsin.records.canonical import canonical, digest

_FAMILIES = keyed(select(article_copy.c.article_id, article_copy.c.family), article_copy.c.article_id)
_SIGNATURES = keyed(select(article_copy.c.article_id, article_copy.c.family, article_copy.c.signature), article_copy.c.article_id)
_MEMBERS = keyed(select(article_copy.c.article_id), article_copy.c.family)
_NEAR = keyed(select(copy_key.c.key, copy_key.c.article_id), copy_key.c.key)
_RENAME = update(article_copy).where(article_copy.c.family == bindparam("was")).values(family=bindparam("now"))


def put_copies(connection: Connection, texts: Mapping[str, str]) -> set[str]:
    """Put articles into their families; return the articles whose family changed, themselves among them. Passes over those that are in."""
    fresh = {key: signature_of(texts[key]) for key in sorted(texts.keys() - families_of(connection, texts.keys()).keys())}
    keys = {key: sorted({digest(name)[:24] for name in copy_keys(signature)}) for key, signature in fresh.items()}
    home = {key: key for key in fresh}
    for key, family in _copies(connection, fresh, keys):
        _unite(home, key, family)
    home = {key: _root(home, key) for key in home}
    changed = _rename(connection, {key: name for key, name in home.items() if key not in fresh})
    put_rows(connection, copy_key, [{"key": name, "article_id": key} for key, names in keys.items() for name in names])
    rows = [{"article_id": key, "signature": canonical(signature_to_row(fresh[key])), "family": home[key]} for key in fresh]
    put_rows(connection, article_copy, rows)
    return fresh.keys() | changed


def _copies(connection: Connection, fresh: Mapping[str, Signature], keys: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Return each fresh article with the family of one that it is a copy of."""
    sharing: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(connection, _NEAR, {name for names in keys.values() for name in names}):
        sharing[row.key].add(row.article_id)
    stored = {row.article_id: row for row in rows_of(connection, _SIGNATURES, {key for near in sharing.values() for key in near})}
    signatures = {**{key: signature_from_row(json.loads(row.signature)) for key, row in stored.items()}, **fresh}
    found = []
    for key, names in keys.items():
        near = {other for name in names for other in sharing[name]}
        found += [(key, stored[other].family if other in stored else other) for other in sorted(near) if is_copy(fresh[key], signatures[other])]
        for name in names:
            sharing[name].add(key)
    return found


def _root(home: dict[str, str], name: str) -> str:
    while home[name] != name:
        name = home[name]
    return name


def _unite(home: dict[str, str], key: str, family: str) -> None:
    """Put an article and a family together under the smaller name."""
    home.setdefault(family, family)
    low, high = sorted((_root(home, key), _root(home, family)))
    home[high] = low


def _rename(connection: Connection, home: Mapping[str, str]) -> set[str]:
    """Give the articles of stored families their new names; return all articles of families that have a new name or a new member."""
    changed = {row.article_id for row in rows_of(connection, _MEMBERS, home.keys())}
    renamed = [{"was": key, "now": name} for key, name in sorted(home.items()) if key != name]
    if renamed:
        connection.execute(_RENAME, renamed)
    return changed


def families_of(connection: Connection, articles: Collection[str]) -> dict[str, str]:
    """Return the family of each article."""
    return {row.article_id: row.family for row in rows_of(connection, _FAMILIES, articles)}
