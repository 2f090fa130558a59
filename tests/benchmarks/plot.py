#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Draws the figures of ipcbench --json, and compares each peer with this library.

Usage: plot.py FIGURES.json PICTURE.svg
"""

import html
import json
import statistics
import sys

OURS = "QtInterprocess"
WIDTH, LABEL, BAR, HEAD = 860, 190, 18, 34
COLOURS = {OURS: "#2f7fd6"}
OTHERS = "#9aa4b0"


def bars(table):
    """Returns (peer, median, factor by which this library is better) for each peer.

    This library comes first. The result is None if it is missing.
    """
    rows = {row["peer"]: statistics.median(row["values"]) for row in table["rows"] if row["values"]}
    if OURS not in rows or len(rows) < 2:
        return None
    sign = 1 if table["higherIsBetter"] else -1
    return [(peer, value, (rows[OURS] / value) ** sign) for peer, value in rows.items() if value > 0]


def draw(tables):
    parts, top = [], 10
    for table in tables:
        rows = bars(table)
        if not rows:
            continue
        better = "more" if table["higherIsBetter"] else "less"
        title = f"{table['title']} [{table['unit']}, {better} is better]"
        parts.append(f'<text x="10" y="{top + 18}" class="title">{html.escape(title)}</text>')
        top += HEAD - 6
        longest = max(value for _, value, _ in rows)
        for peer, value, factor in rows:
            width = max(1, (WIDTH - LABEL - 170) * value / longest)
            shown = f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
            note = shown + ("" if peer == OURS else f"   we: {factor:.2f} ×")
            parts.append(f'<text x="{LABEL - 8}" y="{top + 13}" class="peer">{html.escape(peer)}</text>'
                         f'<rect x="{LABEL}" y="{top + 2}" width="{width:.1f}" height="{BAR - 5}"'
                         f' fill="{COLOURS.get(peer, OTHERS)}"/>'
                         f'<text x="{LABEL + width + 6:.1f}" y="{top + 13}" class="value">{note}</text>')
            top += BAR
        top += 10
    style = ("text{font:12px sans-serif;fill:#333}.title{font-weight:bold}.peer{text-anchor:end}"
             "svg{background:#fff}")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}">'
            f'<style>{style}</style><rect width="100%" height="100%" fill="#fff"/>' + "\n".join(parts) + "</svg>\n")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as figures:
        tables = json.load(figures)["tables"]
    with open(sys.argv[2], "w", encoding="utf-8") as picture:
        picture.write(draw(tables))


if __name__ == "__main__":
    main()
