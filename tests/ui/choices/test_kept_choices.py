"""Are the shared choices kept in one way only, and does a link bring what it names and nothing else?"""

from __future__ import annotations

import ast
from pathlib import Path

from streamlit.testing.v1 import AppTest

PROJECT = Path(__file__).parent.parent.parent.parent
SOURCES = sorted([*(PROJECT / "ui").rglob("*.py"), *(PROJECT / "pages").glob("*.py")])
KEPT = {"PORTFOLIO", "BENCHMARK", "RANGE", "RATE", "CURRENCY", "MIX", "SUBJECT"}


def bound_twice(source: str) -> list[int]:
    """Lines on which a control of a kept choice is bound to the address by Streamlit as well: two hands on one parameter."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [(call, {word.arg: ast.unparse(word.value) for word in call.keywords if word.arg}) for call in calls]
    return [call.lineno for call, words in named if "bind" in words and words.get("key") in KEPT]


def test_no_control_of_a_kept_choice_is_bound_by_streamlit_too() -> None:
    found = {str(path): bound_twice(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert {path: lines for path, lines in found.items() if lines} == {}
    assert bound_twice('st.slider("x", key=RATE, bind="query-params")') == [1]


def visit() -> None:
    import streamlit as st

    from ui.choices.kept_choices import announce, arrive, choice, share

    if st.session_state.get("elsewhere"):
        st.session_state["ys-page"] = "another page"
    arrive()
    for key, values in st.session_state.get("tells", {}).items():
        announce(key, *values)
    st.session_state["found"] = {
        key: choice(key) for key in ("portfolio", "benchmark", "range", "rate", "mix", "subject")
    }
    share()


def opened(**address: str | list[str]) -> AppTest:
    app = AppTest.from_function(visit)
    for key, value in address.items():
        app.query_params[key] = value
    return app.run()


def follow(app: AppTest, **address: str | list[str]) -> AppTest:
    """As a link to another page does: its address names only what is asked for."""
    app.query_params.clear()
    for key, value in address.items():
        app.query_params[key] = value
    app.session_state["elsewhere"] = True
    return app.run()


def found(app: AppTest) -> dict[str, tuple[str, ...]]:
    return {key: values for key, values in app.session_state["found"].items() if values}


def test_a_visit_begins_with_what_the_address_says() -> None:
    app = opened(portfolio="a", benchmark=["x", "y"], range=" 5Y ", rate="")
    assert found(app) == {"portfolio": ("a",), "benchmark": ("x", "y"), "range": ("5Y",)}


def test_an_address_is_read_once() -> None:
    app = opened(portfolio="a")
    app.query_params["portfolio"] = "b"  # what a browser still says that has not heard of the last run
    app.run()
    assert found(app)["portfolio"] == ("a",)


def test_the_menu_asks_for_nothing_and_changes_nothing() -> None:
    app = opened(portfolio="a", benchmark="x", rate="5")
    assert found(follow(app)) == {"portfolio": ("a",), "benchmark": ("x",), "rate": ("5",)}
    assert app.query_params["portfolio"] == "a"


def test_a_link_to_another_portfolio_brings_its_own_index_and_rate() -> None:
    app = opened(portfolio="a", benchmark="x", rate="5", range="5Y")
    assert found(follow(app, portfolio="b")) == {"portfolio": ("b",), "range": ("5Y",)}
    assert found(follow(app, portfolio="b", benchmark="y")) == {
        "portfolio": ("b",),
        "benchmark": ("y",),
        "range": ("5Y",),
    }


def test_a_link_to_the_same_portfolio_keeps_the_rest() -> None:
    app = opened(portfolio="a", benchmark="x")
    assert found(follow(app, portfolio="a")) == {"portfolio": ("a",), "benchmark": ("x",)}


def test_what_belongs_to_another_choice_goes_with_it() -> None:
    app = opened(benchmark="CUSTOM", mix="60*A~40*B", subject="ACME")
    assert found(follow(app, benchmark="x")) == {"benchmark": ("x",), "subject": ("ACME",)}
    assert found(follow(app, portfolio="b")) == {"portfolio": ("b",), "benchmark": ("x",)}


def test_what_belongs_to_one_page_leaves_the_address_with_it() -> None:
    app = AppTest.from_function(visit)
    app.session_state["tells"] = {"mix": ("60*A~40*B",), "portfolio": ("a",)}
    app.run()
    assert app.query_params["mix"] == "60*A~40*B"
    app.session_state["tells"] = {"portfolio": ("a",)}
    app.session_state["elsewhere"] = True
    app.run()
    assert "mix" not in app.query_params
    assert app.query_params["portfolio"] == "a"


def test_what_is_too_long_or_too_much_is_not_kept() -> None:
    assert found(opened(portfolio="9" * 10_000, benchmark=["x"] * 100, mix="1*A~" * 10_000)) == {}
