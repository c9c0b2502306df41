"""Roles and what they may do: one table, from which the workbench is guarded and its permission test is made."""

from __future__ import annotations

from dataclasses import dataclass

ROLES: dict[str, frozenset[str]] = {
    "reader": frozenset({"read"}),
    "analyst": frozenset({"read", "annotate"}),
    "reviewer": frozenset({"read", "annotate", "decide"}),
    "publisher": frozenset({"read", "annotate", "decide", "export", "publish"}),
    "admin": frozenset({"read", "annotate", "decide", "export", "publish", "audit", "admin"}),
}
"""Permissions by role. Sealed records need a grant of their own, whatever the role."""

PERMISSIONS = ("read", "annotate", "decide", "export", "publish", "audit", "admin")

PUBLIC = "public"
"""Needs no log-in: the page that logs in, its files, and the sign of life."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call a route.

    Attributes:
        path: As the route is declared ("/incidents/{record_id}").
        needs: A permission, or `PUBLIC`.
        record: The path names a record: a sealed one answers only to those who were let in, and such reads are audited.
    """

    method: str
    path: str
    needs: str
    record: bool = False


RULES: tuple[Rule, ...] = (
    Rule("GET", "/healthz", PUBLIC),
    Rule("GET", "/static/{path:path}", PUBLIC),
    Rule("GET", "/login", PUBLIC),
    Rule("POST", "/login", PUBLIC),
    Rule("POST", "/logout", "read"),
    Rule("GET", "/", "read"),
    Rule("GET", "/incidents", "read"),
    Rule("GET", "/incidents/{record_id}", "read", record=True),
    Rule("GET", "/incidents/{record_id}/dossier", "export", record=True),
    Rule("GET", "/incidents/{record_id}/dossier.pdf", "export", record=True),
    Rule("POST", "/records/{record_id}/note", "annotate", record=True),
    Rule("POST", "/records/{record_id}/decide", "decide", record=True),
    Rule("POST", "/records/{record_id}/lease", "decide", record=True),
    Rule("POST", "/incidents/merge", "decide"),
    Rule("POST", "/decisions/{decision_id}/undo", "decide"),
    Rule("GET", "/inbox", "decide"),
    Rule("POST", "/inbox/accept-all", "decide"),
    Rule("GET", "/articles", "read"),
    Rule("GET", "/articles/{record_id}", "read", record=True),
    Rule("GET", "/map", "read"),
    Rule("GET", "/map/data", "read"),
    Rule("GET", "/timeline", "read"),
    Rule("GET", "/timeline/data", "read"),
    Rule("GET", "/network", "read"),
    Rule("GET", "/network/data", "read"),
    Rule("GET", "/people", "read"),
    Rule("GET", "/people/{record_id:path}", "read", record=True),
    Rule("GET", "/groups", "read"),
    Rule("GET", "/groups/{record_id:path}", "read", record=True),
    Rule("GET", "/relations/{record_id}", "read", record=True),
    Rule("GET", "/cases", "read"),
    Rule("GET", "/cases/{record_id}", "read", record=True),
    Rule("GET", "/places", "read"),
    Rule("GET", "/communities", "read"),
    Rule("GET", "/threat", "read"),
    Rule("GET", "/threat/{area:path}", "read"),
    Rule("GET", "/search", "read"),
    Rule("GET", "/views", "read"),
    Rule("POST", "/views", "read"),
    Rule("POST", "/views/delete", "read"),
    Rule("GET", "/export", "export"),
    Rule("POST", "/export", "export"),
    Rule("GET", "/publish", "publish"),
    Rule("POST", "/publish", "publish"),
    Rule("GET", "/audit", "audit"),
    Rule("GET", "/settings", "read"),
    Rule("POST", "/settings/password", "read"),
    Rule("POST", "/settings/totp", "read"),
    Rule("POST", "/settings/tokens", "read"),
    Rule("POST", "/settings/tokens/delete", "read"),
    Rule("GET", "/users", "admin"),
    Rule("POST", "/users", "admin"),
    Rule("POST", "/users/change", "admin"),
    Rule("POST", "/users/grant", "admin"),
    Rule("GET", "/api/v1/openapi.json", "read"),
    Rule("GET", "/api/v1/{kind}", "read"),
    Rule("GET", "/api/v1/records/{record_id:path}", "read", record=True),
    Rule("GET", "/api/v1/counts", "read"),
    Rule("GET", "/api/v1/changes", "read"),
    Rule("GET", "/api/v1/export/{format}", "export"),
    Rule("POST", "/api/v1/records/{record_id}/decisions", "decide", record=True),
    Rule("DELETE", "/api/v1/decisions/{decision_id}", "decide"),
)
"""Every route of the workbench. A route without a rule cannot be reached, and the app does not start with one."""


def rule_of(method: str, path: str) -> Rule | None:
    """Return the rule of a route as it is declared, None where there is none. HEAD is as GET."""
    wanted = "GET" if method == "HEAD" else method
    return next((rule for rule in RULES if rule.method == wanted and rule.path == path), None)
