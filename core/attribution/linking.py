"""How do effects of single periods add up to the active return of them all? Carino, Menchero, GRAP, Frongello, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np

from core.market.levels import Floats
from core.returns.carino import carino_scale


class Linking(StrEnum):
    """The published ways to link arithmetic effects; NONE adds them as they are and leaves a remainder."""

    CARINO = "CARINO"
    MENCHERO = "MENCHERO"
    GRAP = "GRAP"
    FRONGELLO = "FRONGELLO"
    NONE = "NONE"


def _menchero(portfolio: Floats, benchmark: Floats, active: Floats) -> Floats:
    """A + (D − A·Σa)/Σa² · a_t, a_t = p_t − b_t, D = R_p − R_b linked, A = (D/n) / ((1+R_p)^(1/n) − (1+R_b)^(1/n))."""
    n = active.size
    total_p, total_b = float(np.prod(1.0 + portfolio)), float(np.prod(1.0 + benchmark))
    difference = total_p - total_b
    roots = total_p ** (1 / n) - total_b ** (1 / n)
    natural = total_p ** ((n - 1) / n) if roots == 0 else difference / n / roots
    squares = float(active @ active)
    correction = 0.0 if squares == 0 else (difference - natural * float(active.sum())) / squares
    return np.asarray(natural + correction * active)


def _grap(portfolio: Floats, benchmark: Floats, active: Floats) -> Floats:  # noqa: ARG001 - every linking is called alike
    """Π_{s<t}(1+p_s) · Π_{s>t}(1+b_s): the portfolio's growth before the period, the benchmark's after it."""
    before = np.concatenate(([1.0], np.cumprod(1.0 + portfolio)[:-1]))
    after = np.concatenate((np.cumprod((1.0 + benchmark)[::-1])[::-1][1:], [1.0]))
    return np.asarray(before * after)


def _unlinked(portfolio: Floats, benchmark: Floats, active: Floats) -> Floats:  # noqa: ARG001 - every linking is called alike
    return np.ones(active.size)


_SCALES: dict[Linking, Callable[[Floats, Floats, Floats], Floats]] = {
    Linking.CARINO: carino_scale,
    Linking.MENCHERO: _menchero,
    Linking.GRAP: _grap,
    Linking.NONE: _unlinked,
}


def linking_scale(portfolio: Floats, benchmark: Floats, active: Floats, method: Linking) -> Floats | None:
    """By what each period's effects are multiplied, shape (t,); None for Frongello, which carries earlier periods forward instead.

    Arguments as for :func:`link_effects`.
    """
    scale = _SCALES.get(method)
    return None if scale is None else scale(portfolio, benchmark, active)


def link_effects(effects: Floats, portfolio: Floats, benchmark: Floats, active: Floats, method: Linking) -> Floats:
    """Effects of shape (t, k) scaled so that their sum over t and k is the linked active return (NONE excepted).

    ``portfolio``, ``benchmark``: returns of the periods, shape (t,), above −1. ``active``: Σ of each period's effects, shape (t,), which is
    more exact than the difference of the two. Frongello carries earlier effects forward with the benchmark, so its row t is what
    period t added. Sources: Carino 1999; Menchero 2000; GRAP 1997; Frongello 2002; Bacon 2008, chapter 8.
    """
    scale = linking_scale(portfolio, benchmark, active, method)
    return _frongello(effects, portfolio, benchmark) if scale is None else effects * scale[:, None]


def _frongello(effects: Floats, portfolio: Floats, benchmark: Floats) -> Floats:
    """F_t = e_t · Π_{s<t}(1+p_s) + b_t · Σ_{s<t} F_s."""
    before = np.concatenate(([1.0], np.cumprod(1.0 + portfolio)[:-1]))
    linked, so_far = np.empty_like(effects), np.zeros(effects.shape[1])
    for t, own in enumerate(effects * before[:, None]):
        linked[t] = own + benchmark[t] * so_far
        so_far += linked[t]
    return linked
