"""An SVG of a record: a row a program, grouped by file, a point on a logarithmic axis.

Points, not bars: a logarithmic axis has no zero for a bar to stand on. A line joins each peer's point
with ours, so its length is the ratio. Colours come in two sets; a viewer that prefers dark gets dark.
"""

import math
from html import escape

from cases import FILES, PEERS

WIDTH, LEFT, RIGHT, ROW, HEAD = 880, 266, 130, 17, 24

STYLE = """
  svg { font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
  .paper { fill: #ffffff } .text { fill: #1f2328 } .quiet { fill: #59636e }
  .grid { stroke: #d1d9e0 } .link { stroke: #aab4bf; stroke-width: 2 }
  .peer { fill: #59636e } .ours { fill: #0969da }
  .title { font-size: 15px; font-weight: 600 } .head { font-weight: 600 }
  .mine { fill: #0969da; font-weight: 600 } .number { font-variant-numeric: tabular-nums }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9198a1 }
    .grid { stroke: #2f3742 } .link { stroke: #59636e }
    .peer { fill: #b1bac4 } .ours, .mine { fill: #58a6ff }
  }
"""


def groups(record, key, ours):
    """For each file: its title, our figure, and (peer, median, ratio) from the largest on."""
    ratio = {"ms": "wall_ratio", "mib": "memory_ratio"}[key]
    found = []
    for name, file in FILES.items():
        rows = [row for row in record["rows"] if row["file"] == name]
        peers = [
            (PEERS[row["peer"]].title, row[f"peer_{key}"]["median"], row[ratio]["median"])
            for row in rows
        ]
        found.append((file.title, ours[name], sorted(peers, key=lambda peer: -peer[1])))
    return found


def shown(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def tick(value, unit):
    return f"{value / 1000:g} s" if unit == "ms" and value >= 1000 else f"{value:g} {unit}"


def svg(title, caption, found, unit):
    values = [value for _, ours, peers in found for value in [ours, *(peer[1] for peer in peers)]]
    low = 10 ** math.floor(math.log10(min(values)))
    high = 10 ** math.ceil(math.log10(max(values)))
    rows = sum(len(peers) + 1 for _, _, peers in found)
    top, bottom = 62, 40
    height = top + rows * ROW + len(found) * HEAD + bottom

    def x(value):
        share = math.log(value / low) / math.log(high / low)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-label="{escape(title)}">',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
        f'<text class="text title" x="16" y="26">{escape(title)}</text>',
        f'<text class="quiet" x="16" y="44">{escape(caption)}</text>',
    ]
    # The grid: every power of ten, with its number below.
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        at = x(10**power)
        out.append(
            f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{top}" y2="{height - bottom}"/>'
            f'<text class="quiet" text-anchor="middle" x="{at:.1f}" y="{height - bottom + 18}">'
            f"{tick(10**power, unit)}</text>"
        )
    y = top
    for head, ours, peers in found:
        y += HEAD
        out.append(f'<text class="text head" x="16" y="{y - 6}">{escape(head)}</text>')
        for name, value, ratio in [("volumetry", ours, None), *peers]:
            out += row(name, value, ratio, x(value), x(ours), y)
            y += ROW
    return "\n".join([*out, "</svg>\n"])


def row(name, value, ratio, at, ours_at, y):
    mine = ratio is None
    middle, text = y + ROW / 2, y + ROW / 2 + 4
    out = []
    if not mine:
        out.append(
            f'<line class="link" x1="{ours_at:.1f}" x2="{at:.1f}" y1="{middle}" y2="{middle}"/>'
        )
    label = shown(value) if mine else f"{shown(value)}  ({shown(ratio)}×)"
    out += [
        f'<text class="{"mine" if mine else "text"}" text-anchor="end" x="{LEFT - 12}" '
        f'y="{text}">{escape(name)}</text>',
        f'<circle class="{"ours" if mine else "peer"}" cx="{at:.1f}" cy="{middle}" '
        f'r="{5 if mine else 4}"/>',
        f'<text class="number {"mine" if mine else "text"}" x="{max(at, ours_at) + 10:.1f}" '
        f'y="{text}">'
        f"{label}</text>",
    ]
    return out
