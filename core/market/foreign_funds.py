"""Whose shares does a fund hold? The markets that its name speaks of, and those of funds that many people know by their symbol."""

from __future__ import annotations

import re

from core.market.exchanges import split_symbol

SOMEWHERE_ELSE = "several markets"
"""A fund of the world, or of many markets: of other hours than its own exchange's, wherever that is."""

_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        SOMEWHERE_ELSE,
        (
            r"\bglobal\b|\binternational\b|\bworld\b|\bemerging (?:market|econom)|\boverseas\b|\bforeign\b|\bacwi\b|\ball[- ]country\b|"
            r"\bex[- ](?:us|usa|india|japan|uk)\b|\bdeveloped (?:market|world)|\beafe\b|\basean\b|\basia\b|\bpacific\b|\bfang\+?"
        ),
    ),
    (
        "United States",
        (
            r"\bs ?(?:&|and) ?p ?(?:500|1500|mid ?cap 400|small ?cap 600)\b|\bnasdaq\b|\bdow jones\b|\brussell [123]000\b|\bus\b|\bu\.s\.|"
            r"\busa\b|\bamerican?\b|\bnyse\b"
        ),
    ),
    ("Hong Kong", r"\bhang seng\b|\bhong kong\b"),
    ("China", r"\bchina\b|\bchinese\b|\bcsi 300\b"),
    ("Taiwan", r"\btaiwan\b"),
    ("South Korea", r"\bkorea\b|\bkospi\b"),
    ("Japan", r"\bjapan\b|\bjapanese\b|\bnikkei\b|\btopix\b"),
    ("India", r"\bindia\b|\bindian\b|\bnifty\b|\bsensex\b"),
    ("Australia", r"\baustralia\b|\basx 200\b"),
    ("Brazil", r"\bbrazil\b|\bbovespa\b"),
    ("United Kingdom", r"\buk\b|\bunited kingdom\b|\bftse 100\b|\bftse 250\b"),
    (
        "Germany",
        r"\beurope\b|\beuropean\b|\beurozone\b|\beuro stoxx\b|\bstoxx\b|\bdax\b|\bcac 40\b|\bgermany\b|\bswitzerland\b",
    ),
)
_BY_SYMBOL = {
    symbol: market
    for market, symbols in {
        SOMEWHERE_ELSE: "ACWI ACWX VT VXUS VEU VEA VWO EFA EEM IEFA IEMG IXUS SCHF SCHE SPDW SPEM URTH MAFANG",
        "United States": "MON100 MASPTOP50 MONQ50 N100 CSPX VUSA VUAA SXR8 VUSD EQQQ CNDX",
        "Hong Kong": "HNGSNGBEES MAHKTECH EWH",
        "China": "MCHI FXI KWEB ASHR",
        "Japan": "EWJ DXJ",
        "India": "INDA EPI INDY",
        "South Korea": "EWY",
        "Taiwan": "EWT",
        "Australia": "EWA",
        "Brazil": "EWZ",
        "United Kingdom": "EWU",
        "Germany": "VGK EWG EZU FEZ IEUR",
    }.items()
    for symbol in symbols.split()
}
_MARKETS = tuple((market, re.compile(pattern)) for market, pattern in _PATTERNS)


def markets_held(symbol: str, name: str) -> tuple[str, ...]:
    """The countries, or ``SOMEWHERE_ELSE``, whose shares a fund holds by its symbol and its ``name``; none where they do not say.

    Of Europe one country stands for all: their exchanges close within two hours of each other.
    """
    known = _BY_SYMBOL.get(split_symbol(symbol)[0])
    text = re.sub(r"[^a-z0-9&.+\-]+", " ", name.casefold())
    named = tuple(market for market, pattern in _MARKETS if pattern.search(text))
    return (known, *named) if known else named
