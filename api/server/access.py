"""Who may ask? A bearer token where one is configured; otherwise nobody but a program on this very machine."""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.server.errors import error_answer

TOKEN_VARIABLE = "YARDSTICK_API_TOKEN"  # noqa: S105 - the variable's name, not a token

# Any of these means that somebody else asked and a proxy passed it on, so the peer's address says nothing.
FORWARDING_HEADERS = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-forwarded-server",
    "x-forwarded",
    "forwarded-for",
    "x-real-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-original-forwarded-for",
    "x-original-host",
    "x-envoy-external-address",
    "true-client-ip",
    "cf-connecting-ip",
    "cf-ray",
    "fastly-client-ip",
    "client-ip",
    "tailscale-user-login",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered: HTTP status, stable code, and a sentence that says what to do."""

    status: int
    code: str
    message: str


def is_loopback(host: str) -> bool:
    """Whether ``host`` (a name or an address, without port) is this machine: 127.0.0.0/8, ::1 or ``localhost``."""
    if host.casefold().rstrip(".") == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def host_name(authority: str) -> str:
    """The name in a Host header (``name:port``, ``[::1]:port``), empty where it is none."""
    try:
        return urlsplit(f"//{authority}").hostname or ""
    except ValueError:
        return ""


def same_origin(headers: Headers) -> bool:
    """Whether no other web page speaks: no Origin, or the one this server is addressed by."""
    origins, host = headers.getlist("origin"), headers.get("host", "")
    if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        return False
    return all(urlsplit(origin).netloc.casefold() == host.casefold() for origin in origins)


def refusal_without_token(client: str | None, headers: Headers) -> Refusal | None:
    """Why a request is refused where no token is configured: only a direct one from this machine passes.

    The Host header must be a loopback name too, or a web page could reach us through a name that it points here (DNS rebinding).
    """
    advice = f"Set {TOKEN_VARIABLE} on the server and send it as “Authorization: Bearer …”."
    if client is None or not is_loopback(client):
        return Refusal(403, "forbidden", f"Without a token only programs on the same machine are answered. {advice}")
    if any(name in headers for name in FORWARDING_HEADERS):
        return Refusal(403, "forbidden", f"Without a token a forwarded request is not answered. {advice}")
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not is_loopback(host_name(hosts[0])):
        return Refusal(
            403, "forbidden", f"Without a token the API answers to localhost only, not to this name. {advice}"
        )
    if not same_origin(headers):
        return Refusal(403, "forbidden", f"Without a token another web page is not answered. {advice}")
    return None


def refusal_with_token(token: str, headers: Headers) -> Refusal | None:
    """Why a request is refused where ``token`` is configured; compared in constant time, whoever asks."""
    given = headers.getlist("authorization")
    scheme, _, credentials = (given[0] if len(given) == 1 else "").partition(" ")
    right = hmac.compare_digest(credentials.strip().encode("utf-8", "replace"), token.encode())
    if right and scheme.casefold() == "bearer":
        return None
    return Refusal(401, "unauthorized", "Send the server's token as “Authorization: Bearer …”.")


class AccessGuard:
    """Stands before every route except the open ones, which tell nothing that is private; reads no body before it lets through."""

    def __init__(self, app: ASGIApp, token: str | None, open_paths: frozenset[str]) -> None:
        self._app = app
        self._token = token
        self._open_paths = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._app(scope, receive, send)
            return
        headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else None
        answer = error_answer(refusal.status, refusal.code, refusal.message, headers=headers)
        await answer(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if path in self._open_paths and scope["method"] in {"GET", "HEAD"}:
            return None
        headers = Headers(scope=scope)
        if self._token:
            return refusal_with_token(self._token, headers)
        client = scope.get("client")
        return refusal_without_token(client[0] if client else None, headers)
