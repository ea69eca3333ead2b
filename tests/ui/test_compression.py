"""Are the scripts that every first page needs compressed before anybody asks, and sent as they are?"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from ui.web import compression
from ui.web.compression import CompressStaticFiles, pack_ahead

SCRIPT = b"const words = ['one', 'two'];\n" * 200


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "static" / "js").mkdir(parents=True)
    (tmp_path / "static" / "js" / "index.abc.js").write_bytes(SCRIPT)
    (tmp_path / "static" / "js" / "later.js").write_bytes(SCRIPT + b"// later")
    page = '<link href="./favicon.png"><script type="module" src="./static/js/index.abc.js"></script>'
    (tmp_path / "index.html").write_text(page)
    return tmp_path


def client(folder: Path) -> TestClient:
    app = Starlette(routes=[Mount("/static", StaticFiles(directory=folder / "static"))])
    return TestClient(CompressStaticFiles(app))


def test_what_the_page_names_is_not_compressed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack_ahead(folder)
    packed: list[bytes] = []
    monkeypatch.setattr(compression, "_packed", lambda body: packed.append(body) or gzip.compress(body))
    web = client(folder)
    answer = web.get("/static/js/index.abc.js")
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(SCRIPT) / 10
    assert answer.content == SCRIPT
    assert packed == []
    assert web.get("/static/js/later.js").content == SCRIPT + b"// later"
    assert packed == [SCRIPT + b"// later"]
    for name in ("index.abc.js", "later.js"):
        web.get(f"/static/js/{name}")
    assert len(packed) == 1


def test_streamlits_own_page_names_its_scripts_as_expected() -> None:
    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    named = compression._NAMED_IN_PAGE.findall(page)
    assert any(name.startswith("static/js/index.") for name in named)
    assert len(named) > 20
