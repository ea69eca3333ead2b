"""What does every number mean? The compute package: pure functions over frozen value objects, no clock, no disk, no screen.

Floor by floor; a package imports only from floors above its own in this table, never from a neighbour (benchmark, ledger and
statistics share a floor, so do same_money and allocation, and those from category to audit_pack):

===============  =====================================================================================================
errors, wording  Why a number cannot be given; how dates, amounts and rates are said in sentences.
market           Dated facts about the world: levels, periods, exchange rates, yields.
returns          Returns of a series: time-weighted, money-weighted, their falls.
benchmark        What can be measured against, and how did a blend go?
ledger           What did the investor do? Transactions, deposits, positions, flows.
statistics       Risk and reward of one series against another.
valuation        What was the portfolio worth on each day?
same_money       What would the same money have become elsewhere? (Public Market Equivalent)
allocation       Into what is the whole divided, and how concentrated is it?
category         How did each asset category do beside its own benchmark?
index            Which index does it behave like, and who is in it?
conventions      What would the numbers be under other conventions?
peers            How does an institution stand among its like?
audit_pack       Can somebody else check the numbers?
attribution      Where did the active return come from? (Brinson)
self_check       Does the engine find no difference where there can be none?
===============  =====================================================================================================
"""

VERSION = "0.1.0"
