"""The steps of the weekly job, in the order data flows: gather, link, judge, compose, deliver.

Each finds what is missing and does it; run again, it changes nothing.
"""
