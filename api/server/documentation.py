"""How is the API used? A page made from the OpenAPI document on the server: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

router = APIRouter()

METHODS = ("get", "post", "put", "patch", "delete")

STYLE = """
:root { color-scheme: light dark }
:root { --line: #E1E6EF; --card: #F6F8FB; --ink: #1B2333; --quiet: #5C667A; --blue: #2F5FCB; --paper: #FFFFFF }
@media (prefers-color-scheme: dark) {
  :root { --line: #2A3449; --card: #161E2E; --ink: #E6EAF2; --quiet: #9AA5BA; --blue: #7EA2F5; --paper: #0E1420 }
}
body { font: 15px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { margin-bottom: 0 } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line) }
code, pre { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
pre { overflow-x: auto; background: var(--card); padding: .8rem; border-radius: 8px }
a { color: var(--blue) } .quiet { color: var(--quiet) }
details { border: 1px solid var(--line); border-radius: 8px; margin: .6rem 0; padding: 0 1rem }
summary { padding: .7rem 0; cursor: pointer }
.method { display: inline-block; min-width: 4.2rem; font-weight: 650; color: var(--blue) }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-top: 1px solid var(--line) }
"""


@router.get("/docs", include_in_schema=False)
def documentation(request: Request) -> HTMLResponse:
    """The page; the machine-readable document lies beside it."""
    return HTMLResponse(page_of(request.app.openapi(), request.scope.get("root_path", "")))


def page_of(document: Mapping[str, Any], root: str = "") -> str:
    """The OpenAPI ``document`` as one HTML page whose addresses begin with ``root``."""
    title = escape(document["info"]["title"])
    sections = "".join(
        f'<h2 id="{escape(tag)}">{escape(tag)}</h2>{operations}' for tag, operations in _by_tag(document, root)
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} API</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body><main>'
        f"<h1>{title} API</h1><p>{_prose(document['info'].get('description', ''))}</p>"
        f'<p class="quiet">Machine-readable: <a href="{escape(root)}/openapi.json">openapi.json</a></p>{sections}</main></body></html>'
    )


def _by_tag(document: Mapping[str, Any], root: str) -> Iterator[tuple[str, str]]:
    """Each tag with its operations as HTML, in the order of the routes."""
    grouped: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method in METHODS:
            if operation := operations.get(method):
                tag = (operation.get("tags") or ["Other"])[0]
                grouped.setdefault(tag, []).append(_operation(document, root + path, method, operation))
    for tag, parts in grouped.items():
        yield tag, "".join(parts)


def _operation(document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> str:
    parts = [f"<p>{_prose(operation.get('description', ''))}</p>", _parameters(operation)]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if body:
        parts.append(f"<h4>Body</h4>{_example(document, body['schema'])}{_fields(document, body['schema'])}")
    for status, response in operation["responses"].items():
        content = response.get("content", {}).get("application/json", {})
        fields = _fields(document, content["schema"]) if content else ""
        parts.append(f"<h4>{escape(status)} {escape(response.get('description', ''))}</h4>{fields}")
    head = f'<span class="method">{method.upper()}</span> <code>{escape(path)}</code>'
    summary = escape(operation.get("summary", ""))
    return f'<details><summary>{head} <span class="quiet">{summary}</span></summary>{"".join(parts)}</details>'


def _parameters(operation: Mapping[str, Any]) -> str:
    rows = [
        (one["name"], one["in"], _type_of(one["schema"]), one.get("description", ""))
        for one in operation.get("parameters", [])
    ]
    return f"<h4>Parameters</h4>{_table(('Name', 'In', 'Type', 'Meaning'), rows)}" if rows else ""


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema that a ``$ref`` names, or the schema itself."""
    name = schema.get("$ref", "").rpartition("/")[2]
    resolved: Mapping[str, Any] = document["components"]["schemas"][name] if name else schema
    return resolved


def _children(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The schemas whose fields belong to this one: list items and alternatives."""
    return [one for one in (schema.get("items"), *schema.get("anyOf", ())) if one]


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """A table of the fields, nested ones below their owner as ``flows[].amount``."""
    rows = list(_field_rows(document, schema, ""))
    return _table(("Field", "Type", "Meaning"), rows) if rows else ""


def _field_rows(
    document: Mapping[str, Any], schema: Mapping[str, Any], prefix: str, above: frozenset[str] = frozenset()
) -> Iterator[tuple[str, ...]]:
    """The fields below ``prefix``; what contains itself is shown once, its type naming it where it comes again."""
    if (own := schema.get("$ref", "")) in above:
        return
    schema, above = _resolved(document, schema), above | {own} - {""}
    required = set(schema.get("required", ()))
    for name, field in schema.get("properties", {}).items():
        path = f"{prefix}.{name}" if prefix else name
        kind = _type_of(field) + ("" if name in required or "default" not in field else " (optional)")
        yield path, kind, field.get("description", "")
        yield from _field_rows(document, field, path, above) if "$ref" in field else ()
        for child in _children(field):
            mark = "[]" if "items" in child else "[]" if "items" in field else ""
            yield from _field_rows(document, child.get("items", child), path + mark, above)


def _type_of(schema: Mapping[str, Any]) -> str:
    """The type in a word or two."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type_of(one) for one in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return ", ".join(str(one) for one in schema.get("enum", [schema.get("const")]))
    if "items" in schema:
        return f"list of {_type_of(schema['items'])}"
    name = schema.get("$ref", "").rpartition("/")[2]
    return str(name or schema.get("format") or schema.get("type", "any"))


def _example(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    examples = _resolved(document, schema).get("examples", ())
    return "".join(
        f"<pre>{escape(orjson.dumps(one, option=orjson.OPT_INDENT_2).decode())}</pre>" for one in examples[:1]
    )


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{_prose(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><tr>{head}</tr>{body}</table></div>'


def _prose(text: str) -> str:
    """Text with its `code` marks, nothing else of Markdown."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if index % 2 else piece for index, piece in enumerate(pieces))
