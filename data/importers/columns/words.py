"""What do people call a column, and a kind of transaction? English, German and a little French and Spanish, in one spelling."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from core.ledger.transaction import AssetType, TransactionKind

# Meaning -> header names, the surest first. Compared after :func:`plain_word`.
_HEADER_WORDS = {
    "date": (
        "date trade_date transaction_date tradedate txn_date trans_date order_date execution_date run_date activity_date "
        "purchase_date nav_date investment_date date_time datetime time booking_date posting_date value_date settlement_date "
        "settle_date process_date datum handelsdatum buchungsdatum buchungstag ausfuhrung wertstellung valuta fecha fecha_operacion "
        "date_operation date_d_operation when day on"
    ),
    "kind": (
        "kind type transaction_type trade_type txn_type trans_type action activity_type activitytype buy_sell buysell side "
        "transaction_kind order_type transaction_code trans_code operation tipo typ art transaktion transaktionstyp vorgang "
        "buchungstext geschaftsart kauf_verkauf sens nature description_of_transaction transaction"
    ),
    "symbol": (
        "symbol ticker ticker_symbol tradingsymbol trading_symbol stock_symbol scrip scrip_code code instrument_code identifier "
        "security_id securityid stock instrument scheme_code amfi_code isin wkn valor kurzel"
    ),
    "name": (
        "name security_name company_name company scheme_name scheme fund_name fund security instrument_name description product "
        "asset_name asset wertpapier wertpapiername bezeichnung titel libelle valeur producto"
    ),
    "asset_type": "asset_type asset_class assetclass instrument_type instrumenttype security_type asset_category category gattung",
    "quantity": (
        "quantity qty units no_of_shares number_of_shares shares no_of_units number_of_units volume traded_quantity filled_quantity "
        "filled_qty executed_quantity stuck stucke anzahl menge nominal stuck_nominal nominale quantite cantidad titulos"
    ),
    "price": (
        "price unit_price unitprice price_per_share price_share price_per_unit price_unit nav trade_price tradeprice execution_price "
        "average_price avg_price avg_cost rate purchase_price share_price fill_price kurs preis stuckpreis ausfuhrungskurs cours "
        "prix precio cotizacion"
    ),
    "amount": (
        "amount total total_amount value net_amount gross_amount transaction_amount trade_value proceeds principal consideration "
        "net_value total_value market_value_at_trade betrag gesamt gesamtbetrag kurswert umsatz summe montant importe total_cost cost "
        "net_proceeds"
    ),
    "fees": (
        "fees fee commission commissions brokerage charges costs total_charges transaction_fee trading_fee broker_fee gebuhr gebuhren "
        "provision kosten spesen frais courtage comision commission_and_fees"
    ),
    "taxes": "taxes tax stt stamp_duty gst withholding_tax tds steuer steuern quellensteuer impots taxe retencion",
    "currency": "currency ccy curr currency_code trade_currency settlement_currency wahrung devise divisa moneda",
    "fx_rate": "fx_rate fxrate exchange_rate exchangerate fx wechselkurs devisenkurs taux_de_change tipo_de_cambio",
    "fair_market_value": "fair_market_value fmv market_price_at_vest vest_fmv fair_value",
    "reference": (
        "reference trade_id transaction_id txn_id id trade_no trade_number order_id order_no order_number ref reference_number "
        "transaction_reference confirmation auftragsnummer ordernummer referenz folio_ref"
    ),
}
HEADERS = {meaning: words.split() for meaning, words in _HEADER_WORDS.items()}

_KIND_WORDS: dict[TransactionKind, str] = {
    TransactionKind.BUY: (
        "buy bought b purchase purchased kauf gekauft achat compra sip sip_purchase systematic_investment lumpsum lump_sum switch_in "
        "stp_in additional_purchase new_purchase subscription subscribe long bto buy_to_open market_buy limit_buy stop_buy "
        "wertpapierkauf sparplan sparplanausfuhrung savings_plan fresh_purchase ipo ipo_allotment allotment rights buyback_reversal zukauf "
        "einbuchung"
    ),
    TransactionKind.SELL: (
        "sell sold s sale verkauf verkauft vente venta redeem redemption redeemed switch_out stp_out swp stc sell_to_close "
        "market_sell limit_sell stop_sell wertpapierverkauf repurchase buyback withdrawal_of_units ausbuchung"
    ),
    TransactionKind.DEPOSIT: (
        "deposit cash_in cash_deposit funds_added funds_received payin pay_in transfer_in wire_in ach_in cash_top_up topup top_up "
        "einzahlung gutschrift_einzahlung zahlungseingang versement deposito ingreso"
    ),
    TransactionKind.WITHDRAWAL: (
        "withdrawal withdraw withdrawn cash_out cash_withdrawal payout pay_out transfer_out wire_out auszahlung zahlungsausgang entnahme "
        "retrait retirada"
    ),
    TransactionKind.DIVIDEND: (
        "dividend dividends div cash_dividend dividend_payout idcw idcw_payout dividend_paid qualified_dividend ordinary_dividend "
        "distribution ausschuttung dividende dividendo ertrag capital_gain_distribution fund_distribution dividendengutschrift"
    ),
    TransactionKind.COUPON: "coupon coupon_payment bond_interest kupon zinsgutschrift_anleihe",
    TransactionKind.INTEREST: (
        "interest interest_received interest_earned credit_interest zinsen zins zinsgutschrift interets interes cashback rebate"
    ),
    TransactionKind.FEE: (
        "fee fees charge charges commission brokerage custody_fee account_fee dp_charges amc_charges gebuhr gebuhren depotgebuhr "
        "ordergebuhr frais comision interest_charge debit_interest margin_interest"
    ),
    TransactionKind.TAX: "tax taxes tds withholding withholding_tax stamp_duty stt steuer steuern quellensteuer kapitalertragsteuer",
    TransactionKind.RSU_VEST: "rsu_vest rsu vest vesting release restricted_stock_lapse stock_vest rsu_release",
    TransactionKind.ESPP_PURCHASE: "espp_purchase espp espp_buy employee_purchase",
    TransactionKind.CONTRIBUTION: "contribution employee_contribution employer_contribution ppf_contribution epf_contribution beitrag",
    TransactionKind.BONUS: "bonus bonus_issue bonus_shares stock_dividend bonusaktien gratisaktien",
    TransactionKind.SPLIT: "split stock_split share_split forward_split reverse_split aktiensplit",
}
KINDS: dict[str, TransactionKind] = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
KINDS |= {kind.value.lower(): kind for kind in TransactionKind}
LONGEST_WORD = 200
REINVESTED = re.compile(r"reinvest|wiederanlage|drip|idcw_reinvest|dividend_reinvest")

_ASSET_WORDS: dict[AssetType, str] = {
    AssetType.STOCK: "stock stocks equity equities share shares aktie aktien common_stock eq cs adr",
    AssetType.MUTUAL_FUND: "mutual_fund mutual_funds mutualfund mf fund fonds investmentfonds open_end_fund",
    AssetType.ETF: "etf etfs exchange_traded_fund etp etc",
    AssetType.BOND: "bond bonds fixed_income anleihe anleihen debt debenture ncd gilt",
    AssetType.GOLD: "gold sgb sovereign_gold_bond precious_metal precious_metals edelmetall metal",
    AssetType.CRYPTO: "crypto cryptocurrency krypto kryptowahrung coin",
    AssetType.CASH: "cash money_market liquidity bargeld",
    AssetType.PROPERTY: "property real_estate immobilie immobilien reit",
}
ASSETS: dict[str, AssetType] = {word: kind for kind, words in _ASSET_WORDS.items() for word in words.split()}
ASSETS |= {kind.value.lower(): kind for kind in AssetType}


def plain_word(text: str) -> str:
    """Lower case, accents off, everything else an underscore: ``Stück/Nominal`` is ``stuck_nominal``. Long texts are cut."""
    return _plain_word(text[:LONGEST_WORD])


@lru_cache(maxsize=4_000)
def _plain_word(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    return re.sub(r"[\W_]+", "_", bare).strip("_")


def kind_of(text: str) -> TransactionKind | None:
    """The kind a word or phrase names: the whole phrase, else the longest known word in it; None where two disagree."""
    return _kind_of(plain_word(text))


@lru_cache(maxsize=4_000)
def _kind_of(phrase: str) -> TransactionKind | None:
    if phrase in KINDS:
        return KINDS[phrase]
    words = phrase.split("_")[:12]
    spans = ("_".join(words[i:j]) for i in range(len(words)) for j in range(len(words), i, -1))
    found = {word: KINDS[word] for word in spans if word in KINDS and len(word) > 1}
    longest = max((word.count("_") for word in found), default=0)
    kinds = {kind for word, kind in found.items() if word.count("_") == longest}
    return kinds.pop() if len(kinds) == 1 else None
