"""Which mixes are ready to use? Named blends of an equity and a debt index, their labels stating the weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.benchmark.blend import NARROW_SPACE, Blend, Component
from core.benchmark.rebalancing import Rebalance, Rule
from core.errors import InvalidSpecification
from core.wording import did_you_mean

EQUITY = "^NSEI"
# Never ^CRSLDX: that is the Nifty 500, an equity index.
DEBT = "CRISIL_SHORT_TERM_BOND"
NAMES: Mapping[str, str] = MappingProxyType({EQUITY: "Nifty 50", DEBT: "short-term bonds"})
DEBT_FALLBACK_RATE = 0.07


@dataclass(frozen=True, slots=True)
class Preset:
    """A named blend; ``label`` states its weights: ``35 % Nifty 50 + 65 % short-term bonds``."""

    id: str
    label: str
    blend: Blend


# Fractions of equity. The published CRISIL “Hybrid 35+65 – Aggressive” index holds 65 % equity and 35 % debt.
_EQUITY_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"CRISIL_HYBRID_35_65": 0.35, "BALANCED_50_50": 0.50, "CRISIL_HYBRID_AGGRESSIVE_65_35": 0.65}
)
PRESET_IDS = tuple(_EQUITY_WEIGHTS)
SIXTY_FORTY = Blend(
    "SPY_60_AGG_40",
    "USD",
    (Component("SPY", 0.6), Component("AGG", 0.4)),
    rebalance=Rebalance(Rule.QUARTERLY),
    name=f"60{NARROW_SPACE}% SPY + 40{NARROW_SPACE}% AGG, every quarter",
)


def find_preset(preset_id: str) -> Preset:
    """The preset with this id, in either case: rule none, in rupees.

    Where the debt index has no data its leg earns ``DEBT_FALLBACK_RATE`` a year (a fraction), and the result says so. Raises
    InvalidSpecification naming the known presets.
    """
    key = preset_id.strip().upper()
    if key not in _EQUITY_WEIGHTS:
        raise InvalidSpecification(
            f"There is no preset “{preset_id}”.{did_you_mean(preset_id, PRESET_IDS)} Known are {', '.join(PRESET_IDS)}.",
            preset=preset_id,
            known=list(PRESET_IDS),
        )
    equity = _EQUITY_WEIGHTS[key]
    components = (
        Component(EQUITY, equity),
        Component(DEBT, round(1.0 - equity, 4), fallback_rate=DEBT_FALLBACK_RATE),
    )
    label = Blend(key, "INR", components).mix_in_words(NAMES)
    return Preset(key, label, Blend(key, "INR", components, name=label))
