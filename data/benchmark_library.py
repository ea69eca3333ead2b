"""Which benchmarks are there, what is each called, what is it made of, and who uses it? Catalogue, presets and the user's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from types import MappingProxyType

from sqlalchemy import Engine

from core.benchmark.blend import Blend
from core.benchmark.kinds import Benchmark, BenchmarkKind, BlendedBenchmark, PortfolioBenchmark, check_composition
from core.benchmark.presets import PRESET_IDS, find_preset
from core.errors import Conflict, InvalidSpecification, NotFound
from core.market.minor_units import NO_CURRENCY
from core.same_money.blend_comparison import single_component
from core.wording import did_you_mean
from data.catalogue import find_index, load_catalogue
from data.store.benchmarks.benchmarks import (
    Change,
    Check,
    Records,
    change_benchmarks,
    create_benchmarks,
    insert_benchmarks,
    load_records,
    measure_portfolio,
)
from data.store.benchmarks.benchmarks import delete_benchmark as delete_record
from data.store.benchmarks.imported_returns import insert_returns
from data.store.benchmarks.record import BenchmarkRecord, Interval, Part
from data.store.prices.histories import stored_currencies
from data.store.revision import writing

CATALOGUE, PRESET, OWN = "catalogue", "preset", "own"


@dataclass(frozen=True, slots=True)
class Library:
    """Every benchmark by id: indexes under their symbol, presets under their fixed id, the user's own under theirs.

    ``securities``: by symbol, what else has stored prices; it can be named wherever a benchmark can, and is listed nowhere until somebody
    makes it one of the library's.
    """

    records: Mapping[str, BenchmarkRecord]
    securities: Mapping[str, BenchmarkRecord] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def ids(self) -> tuple[str, ...]:
        """Presets, the user's own by name, then the catalogue in its order."""
        own = [one.id for one in self.records.values() if origin_of(one.id) == OWN]
        presets = [one for one in self.records if origin_of(one) == PRESET]
        return (*presets, *own, *(one for one in self.records if origin_of(one) == CATALOGUE))

    @property
    def names(self) -> dict[str, str]:
        return {one.id: one.name for one in self.records.values()}

    def component_names(self, blend_id: str = "") -> dict[str, str]:
        """What a blend can be made of, by id: all but portfolios and itself, then every other symbol with prices."""
        listed = (self.records[one] for one in self.ids if one != blend_id)
        parts = [one for one in listed if one.kind is not BenchmarkKind.PORTFOLIO]
        return {one.id: one.name for one in (*parts, *self.securities.values())}

    def record(self, benchmark_id: str) -> BenchmarkRecord:
        """The benchmark with this id, the catalogue index of this symbol or name in either case, or the symbol with stored prices.

        Raises NotFound."""
        found = self.find(benchmark_id)
        if found is None:
            raise NotFound("benchmark", benchmark_id, [*self.records, *self.names.values(), *self.securities])
        return found

    def find(self, benchmark_id: str) -> BenchmarkRecord | None:
        """As :meth:`record`, but None where there is none."""
        wanted = benchmark_id.strip()
        found = self.records.get(wanted) or self.records.get(wanted.upper())
        if found is not None:
            return found
        try:
            return self.records.get(find_index(wanted).symbol)
        except NotFound:
            return self.securities.get(wanted)

    def component(self, component_id: str, blend: str) -> BenchmarkRecord:
        """A component of a blend; raises InvalidSpecification for one that nobody knows, or that is a portfolio."""
        found = self.find(component_id)
        if found is None:
            raise InvalidSpecification(
                f"{blend} names “{component_id}”, which is neither in the library nor in the catalogue, and has no stored prices."
                f"{did_you_mean(component_id, [*self.records, *self.securities])} Upload its prices on “Your Data”, or send its data "
                "along.",
                component=component_id,
            )
        if found.kind is BenchmarkKind.PORTFOLIO:
            raise InvalidSpecification(
                f"{found.name} is a portfolio, and a portfolio cannot be part of a blend. Use its holdings or an index instead.",
                component=component_id,
            )
        return found

    def currency(self, benchmark_id: str) -> str | None:
        """Its own currency; a blend without one has that of its first component that has; None where nothing has."""
        return self._currency(benchmark_id, frozenset())

    def blend(self, benchmark_id: str, currency: str | None = None) -> Blend:
        """A blended benchmark as core's blend; ``currency`` only where neither it nor its components have one.

        Raises InvalidSpecification where it is no blend, has no composition, names something unknown or contains itself.
        """
        record = self.record(benchmark_id)
        if record.kind is not BenchmarkKind.BLENDED:
            raise InvalidSpecification(f"{record.name} is no blend.", id=record.id)
        return self.blend_of(record, currency)

    def blend_of(self, record: BenchmarkRecord, currency: str | None = None) -> Blend:
        """The blend that a record describes, which need not be in the library."""
        known = self._own_currency(record, frozenset({record.id})) or currency
        if known is None:
            raise InvalidSpecification(
                f"{record.name} has no currency: none of its components has one. Say in which currency it is measured."
            )
        return record.blend(known, {one: self._of_bare_returns(one) for one in record.component_ids})

    def measured(self, benchmark_id: str, currency: str) -> Blend:
        """Any benchmark as a blend: a blended one itself, every other as the one component of a blend in its own currency.

        ``currency``: for benchmarks that have none of their own.
        """
        record = self.record(benchmark_id)
        if record.kind is BenchmarkKind.BLENDED:
            return self.blend_of(record, currency)
        return single_component(record.id, self.currency(record.id) or currency, record.name)

    def blends_within(self, blend: Blend) -> dict[str, Blend]:
        """Every blend that this one contains, also through others, by id; a cycle is left to core, which names it."""
        found: dict[str, Blend] = {}
        waiting = list(blend.ids)
        while waiting:
            one = waiting.pop()
            record = self.records.get(one)
            if one not in found and record is not None and record.kind is BenchmarkKind.BLENDED:
                found[one] = self.blend_of(record, blend.currency)
                waiting += found[one].ids
        return found

    def _currency(self, benchmark_id: str, above: frozenset[str]) -> str | None:
        record = self.find(benchmark_id)
        return None if record is None or record.id in above else self._own_currency(record, above | {record.id})

    def _own_currency(self, record: BenchmarkRecord, above: frozenset[str]) -> str | None:
        if record.currency is not None:
            return record.currency
        found = (self._currency(one, above) for one in record.component_ids)
        return next((currency for currency in found if currency is not None), None)

    def _of_bare_returns(self, component: str) -> str | None:
        """The currency of an imported benchmark; levels know their own."""
        record = self.records.get(component)
        return record.currency if record is not None and record.kind is BenchmarkKind.IMPORTED else None


def open_library(engine: Engine) -> Library:
    """The library as it stands."""
    return library_of(load_records(engine), stored_currencies(engine))


def library_of(own: Records, priced: Mapping[str, str] = MappingProxyType({})) -> Library:
    """Presets, the user's own records, and the catalogue under its display names. ``priced``: the currency of every symbol with prices."""
    renamed = {one.id: one for one in own.values() if one.kind is BenchmarkKind.INDEX}
    mine = {one.id: one for one in own.values() if one.kind is not BenchmarkKind.INDEX}
    indexes = {symbol: renamed.get(symbol) or index_record(symbol) for symbol in load_catalogue()}
    presets = {one: preset_record(one) for one in PRESET_IDS}
    securities = {one: security_record(one, currency) for one, currency in priced.items() if one not in indexes}
    return Library(MappingProxyType({**presets, **mine, **indexes}), MappingProxyType(securities))


def origin_of(benchmark_id: str) -> str:
    """Where a benchmark comes from: the catalogue, the presets, or the user."""
    return CATALOGUE if benchmark_id in load_catalogue() else PRESET if benchmark_id in PRESET_IDS else OWN


def index_record(symbol: str) -> BenchmarkRecord:
    """An index of the catalogue under its own name."""
    index = load_catalogue()[symbol]
    return BenchmarkRecord(
        symbol, index.name, BenchmarkKind.INDEX, index.currency, symbol=index.symbol, basis=index.basis
    )


def security_record(symbol: str, currency: str) -> BenchmarkRecord:
    """What has stored prices, under its symbol."""
    return BenchmarkRecord(symbol, symbol, BenchmarkKind.SECURITY, currency, symbol=symbol)


def preset_record(preset_id: str) -> BenchmarkRecord:
    """A preset as a blend of the library."""
    preset = find_preset(preset_id)
    parts = tuple(Part(part.id, part.weight, part.fallback_rate) for part in preset.blend.components)
    return BenchmarkRecord(
        preset.id, preset.label, BenchmarkKind.BLENDED, preset.blend.currency, intervals=(Interval(None, parts),)
    )


def create(engine: Engine, new: Sequence[BenchmarkRecord]) -> tuple[BenchmarkRecord, ...]:
    """New benchmarks, all or none, with their ids. Raises Conflict for a taken name, InvalidSpecification, NotFound."""
    for one in new:
        if one.kind is BenchmarkKind.INDEX:
            raise InvalidSpecification(
                "An index comes with the catalogue and cannot be made. Make a security benchmark of any priced symbol instead."
            )
    return create_benchmarks(engine, new, _checking(engine))


def create_imported(engine: Engine, new: BenchmarkRecord, returns: Mapping[date, float]) -> BenchmarkRecord:
    """A new benchmark of own daily returns together with them, or neither. Raises as :func:`create` and ``put_returns``."""
    check = _checking(engine)
    with writing(engine) as connection:
        (made,) = insert_benchmarks(connection, [new], check)
        insert_returns(connection, made.id, returns)
    return made


def change(engine: Engine, changes: Sequence[tuple[str, Change]]) -> tuple[BenchmarkRecord, ...]:
    """Changed benchmarks, all or none. Of an index only the display name changes; a preset does not change at all."""
    return change_benchmarks(engine, [(one, _allowed(how)) for one, how in changes], _checking(engine), _not_stored)


def delete(engine: Engine, benchmark_id: str, force: bool = False) -> None:
    """Deletes a benchmark of the user's own; raises NotFound, InvalidSpecification where it stays, BenchmarkInUse."""
    record = open_library(engine).record(benchmark_id)
    if origin_of(record.id) != OWN:
        what = "an index of the catalogue" if record.kind is BenchmarkKind.INDEX else "a preset"
        raise InvalidSpecification(f"“{record.name}” is {what} and cannot be deleted.", id=record.id)
    delete_record(engine, record.id, force)


def set_measure(engine: Engine, portfolio_id: str, benchmark_id: str | None) -> None:
    """Says what a portfolio is measured by, a benchmark of the library; None: nothing in particular."""
    chosen = None if benchmark_id is None else open_library(engine).record(benchmark_id).id
    measure_portfolio(engine, portfolio_id, chosen)


def _allowed(how: Change) -> Change:
    """The change, unless it touches what cannot be changed."""

    def checked(before: BenchmarkRecord) -> BenchmarkRecord:
        after = how(before)
        if before.kind is BenchmarkKind.INDEX and replace(after, name=before.name) != before:
            raise InvalidSpecification(f"Of the index {before.name} only the display name can change.", id=before.id)
        if (after.kind, after.id, after.symbol, after.portfolio_id) != (
            before.kind,
            before.id,
            before.symbol,
            before.portfolio_id,
        ):
            raise InvalidSpecification(
                f"The type of {before.name}, and what it stands for, cannot change.", id=before.id
            )
        return after

    return checked


def _not_stored(benchmark_id: str) -> BenchmarkRecord:
    """The record of an index whose name was never changed; raises for presets and for what is not there."""
    record = library_of({}).find(benchmark_id)
    if record is None:
        raise NotFound("benchmark", benchmark_id)
    if record.kind is not BenchmarkKind.INDEX:
        raise InvalidSpecification(
            f"“{record.name}” is a preset and stays as it is. Save a blend of your own.", id=record.id
        )
    return record


def _checking(engine: Engine) -> Check:
    """The check of a change, beside the symbols that have prices now."""
    return partial(_check, stored_currencies(engine))


def _check(priced: Mapping[str, str], after: Records, changed: Sequence[BenchmarkRecord]) -> None:
    """Names that the catalogue or a preset has, unknown components, portfolios within blends, cycles."""
    library = library_of(after, priced)
    taken = {one.name.casefold(): one.id for one in library_of({}).records.values()}
    for one in changed:
        if taken.get(one.name.casefold(), one.id) != one.id:
            raise Conflict(f"There is a benchmark named “{one.name}” already. Choose another name.", name=one.name)
    made = {one.id: _as_benchmark(one, library) for one in library.records.values() if _matters(one)}
    for one in changed:
        for component in one.component_ids:
            library.component(component, one.name)
        mixed = made.get(one.id)
        if isinstance(mixed, BlendedBenchmark):
            check_composition(mixed.blend, made)


def _matters(record: BenchmarkRecord) -> bool:
    return record.kind is BenchmarkKind.PORTFOLIO or bool(record.intervals)


def _as_benchmark(record: BenchmarkRecord, library: Library) -> Benchmark:
    """Only what :func:`core.benchmark.kinds.check_composition` looks at."""
    if record.kind is BenchmarkKind.PORTFOLIO:
        return PortfolioBenchmark(record.id, record.name, record.portfolio_id, record.currency or "")
    currency = library.currency(record.id) or NO_CURRENCY
    return BlendedBenchmark(record.blend(currency, {}))
