"""A small chart of costs by size, both axes logarithmic, beside a line that grows as the logarithm does; as SVG."""

import math
import statistics
from pathlib import Path

WIDTH, HEIGHT, MARGIN = 640, 360, 56
COLOURS = ("#2563eb", "#c2410c")


def draw(rows: list[tuple[int, str, list[float]]], file: Path) -> None:
    """Write the medians, in microseconds, of rows of (size, name, seconds)."""
    sizes = sorted({size for size, _, _ in rows})
    names = list(dict.fromkeys(name for _, name, _ in rows))
    medians = {(size, name): 1e6 * statistics.median(values) for size, name, values in rows}
    top = 10 ** math.ceil(math.log10(max(medians.values())))

    def x(size: float) -> float:
        span = math.log10(sizes[-1]) - math.log10(sizes[0])
        return MARGIN + (WIDTH - 2 * MARGIN) * (math.log10(size) - math.log10(sizes[0])) / span

    def y(value: float) -> float:
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * math.log10(max(1.0, value)) / math.log10(top)

    def line(points: list[tuple[float, float]], colour: str, dashes: str = "") -> str:
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in points)
        style = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"'
        return f'<polyline {style} points="{path}"/>'

    def words(text: str, at: tuple[float, float], colour: str = "#475569") -> str:
        return f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" fill="{colour}">{text}</text>'

    parts = []
    for number, name in enumerate(names):
        points = [(size, medians[size, name]) for size in sizes if (size, name) in medians]
        parts.append(line(points, COLOURS[number % len(COLOURS)]))
        parts.append(words(f"{name}, median µs", (MARGIN + 8, MARGIN + 18 * number), COLOURS[number % len(COLOURS)]))
    base = medians[sizes[1], names[0]] / math.log(sizes[1])
    parts.append(line([(size, base * math.log(size)) for size in sizes], "#94a3b8", "5 5"))
    parts.append(words("as log n grows", (MARGIN + 8, MARGIN + 18 * len(names)), "#94a3b8"))
    parts += [words(f"{size:,}", (x(size) - 14, HEIGHT - MARGIN + 20)) for size in sizes]
    parts += [words(f"{10**power}", (12, y(10**power) + 4)) for power in range(int(math.log10(top)) + 1)]
    parts.append(words("agents, and as many waiting calls", (WIDTH / 2 - 90, HEIGHT - 14)))
    view = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {view}>'
    body = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>' + "".join(parts)
    file.write_text(f"{head}{body}</svg>\n", encoding="utf-8")
