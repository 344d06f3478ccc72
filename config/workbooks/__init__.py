"""Workbooks in and out: look (open, parse, judge everything), then leap (write once or not at all).

A leaf package: it knows no app, no model and no request. ``opening`` reads a sheet, ``cells``
parses one cell, ``judging`` judges whole rows, ``writing`` makes templates, rejects and exports.
"""
