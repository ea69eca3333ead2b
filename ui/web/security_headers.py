"""What may a page of ours load, and who may frame it? Every answer says so in its headers."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANSWERS = ("http.response.start", "websocket.accept", "websocket.http.response.start")
PRIVATE = ("/api/", "/media/")  # somebody's money: not to be kept on the way or on a shared machine
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def inline_script_hashes(html: bytes) -> tuple[str, ...]:
    """CSP sources that allow exactly the inline scripts of this document and no other."""
    digests = (hashlib.sha256(script).digest() for script in _INLINE_SCRIPT.findall(html))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def content_security_policy(html: bytes) -> str:
    """The policy for Streamlit's shell ``html``: everything from here, live-chart modules from blobs, styles inline.

    Scripts come from this server or are inline with a known hash; text never becomes a script (no ``unsafe-eval``; WebAssembly,
    which Streamlit's message reader compiles, is no text).
    """
    scripts = " ".join(("'self'", "blob:", "'wasm-unsafe-eval'", *inline_script_hashes(html)))
    rules = {
        "default-src": "'self'",
        "script-src": scripts,
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class SecurityHeaders:
    """Adds the security headers to every answer that does not bring its own, the opening of a websocket too."""

    def __init__(self, app: ASGIApp) -> None:
        shell = Path(streamlit.__file__).parent / "static" / "index.html"
        self._app = app
        self._headers = {
            "Content-Security-Policy": content_security_policy(shell.read_bytes()),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        private = scope.get("path", "").startswith(PRIVATE)

        async def send_with_headers(message: Message) -> None:
            if message["type"] in ANSWERS:
                message.setdefault("headers", [])
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if private:
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)
